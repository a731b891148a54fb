import { t } from '@grafana/i18n';
import { FieldSet } from '@grafana/ui';

import type { SettingsForm } from './settingsForm';
import { YamlField } from './YamlField';

/** How the company's tables become the model that KPIs are defined on. */
export function MappingSection({ form }: { form: SettingsForm }) {
  return (
    <FieldSet label={t('config.mapping.title', 'Mapping')}>
      <YamlField
        form={form}
        name="mapping"
        label={t('config.mapping.label', 'Mapping (YAML)')}
        description={t(
          'config.mapping.description',
          'Which tables and columns hold accounts, deals, tickets and so on. Empty means the reference schema "crm". KPIs whose data is not mapped are unavailable; Save & test says which.'
        )}
      />
    </FieldSet>
  );
}
