import { t } from '@grafana/i18n';
import { FieldSet } from '@grafana/ui';

import { PresetFields } from './PresetFields';
import type { SettingsForm } from './settingsForm';
import { TenantFields } from './TenantFields';
import { YamlField } from './YamlField';

/** How the company's tables become the model that KPIs are defined on. */
export function MappingSection({ form, uid }: { form: SettingsForm; uid: string }) {
  return (
    <FieldSet label={t('config.mapping.title', 'Mapping')}>
      <PresetFields form={form} uid={uid} />
      <YamlField
        form={form}
        name="mapping"
        label={t('config.mapping.label', 'Mapping (YAML)')}
        description={t(
          'config.mapping.description',
          'Which tables and columns hold accounts, deals, tickets and so on. Empty means the presets or, without them, the reference schema "crm". KPIs whose data is not mapped are unavailable; Save & test says which.'
        )}
      />
      <TenantFields form={form} />
    </FieldSet>
  );
}
