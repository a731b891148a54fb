import { t } from '@grafana/i18n';
import { FieldSet } from '@grafana/ui';
import useAsync from 'react-use/lib/useAsync';

import { DetectSection } from './DetectSection';
import { PresetFields } from './PresetFields';
import { readPresets } from './resources';
import type { SettingsForm } from './settingsForm';
import { TenantFields } from './TenantFields';
import type { SavedConnection } from './useSavedConnection';
import { YamlField } from './YamlField';

interface Props {
  form: SettingsForm;
  connection: SavedConnection;
}

/** How the company's tables become the model that KPIs are defined on. */
export function MappingSection({ form, connection }: Props) {
  const { uid } = connection;
  const { value: known = [], error } = useAsync(() => readPresets(uid), [uid]);
  return (
    <FieldSet label={t('config.mapping.title', 'Mapping')}>
      <DetectSection form={form} connection={connection} known={known} />
      <PresetFields form={form} known={known} error={error} />
      <YamlField
        form={form}
        uid={uid}
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
