import { t } from '@grafana/i18n';
import { Field, FieldSet, Switch } from '@grafana/ui';

import { NumberField } from './fields';
import type { SettingsForm } from './settingsForm';

/** How much of the database the data source may take, and who sees how it is built. */
export function LimitsSection({ form }: { form: SettingsForm }) {
  const preset = t('config.limits.default', 'Default');
  return (
    <FieldSet label={t('config.limits.title', 'Limits')}>
      <NumberField
        form={form}
        name="queryTimeout"
        label={t('config.query-timeout.label', 'Query timeout (seconds)')}
        description={t('config.query-timeout.description', 'A query that takes longer is cancelled in the database.')}
        placeholder="30"
      />
      <NumberField
        form={form}
        name="maxOpenConns"
        label={t('config.max-open.label', 'Open connections')}
        description={t('config.max-open.description', 'The most connections at a time, and so queries at a time.')}
        placeholder={preset}
      />
      <NumberField
        form={form}
        name="maxIdleConns"
        label={t('config.max-idle.label', 'Idle connections')}
        description={t('config.max-idle.description', 'How many connections are kept for the next query.')}
        placeholder={preset}
      />
      <NumberField
        form={form}
        name="connMaxLifetime"
        label={t('config.max-lifetime.label', 'Connection lifetime (seconds)')}
        description={t('config.max-lifetime.description', 'An older connection is replaced by a new one.')}
        placeholder={preset}
      />
      <Field
        label={t('config.details.label', 'Show database details to everyone')}
        description={t(
          'config.details.description',
          'Otherwise SQL, names of tables and what PostgreSQL says are for administrators of the organisation.'
        )}
        disabled={form.disabled}
      >
        <Switch
          id="settings-detailsForAll"
          value={form.settings.detailsForAll === true}
          onChange={({ currentTarget }) => form.set('detailsForAll', currentTarget.checked || undefined)}
        />
      </Field>
    </FieldSet>
  );
}
