import { t } from '@grafana/i18n';
import { Button, FieldSet } from '@grafana/ui';

import { exampleKpis } from './exampleKpis';
import type { SettingsForm } from './settingsForm';
import type { SavedConnection } from './useSavedConnection';
import { YamlField } from './YamlField';

interface Props {
  form: SettingsForm;
  connection: SavedConnection;
}

/** KPIs that the company defines itself. The code editor has no placeholder, so that an example is put in on request. */
export function KpiSection({ form, connection: { uid } }: Props) {
  const empty = !form.settings.kpis?.trim();
  return (
    <FieldSet label={t('config.kpis.title', 'Custom KPIs')}>
      <YamlField
        form={form}
        uid={uid}
        name="kpis"
        label={t('config.kpis.label', 'Custom KPIs (YAML)')}
        description={t(
          'config.kpis.description',
          'Measures and KPIs of your own, added to the built-in ones. Their formulas may name all of these.'
        )}
      />
      {empty && !form.disabled && (
        <Button variant="secondary" size="sm" icon="plus" onClick={() => form.set('kpis', exampleKpis)}>
          {t('config.kpis.example', 'Insert an example')}
        </Button>
      )}
    </FieldSet>
  );
}
