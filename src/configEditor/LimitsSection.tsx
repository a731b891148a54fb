import { t } from '@grafana/i18n';
import { Field, Switch } from '@grafana/ui';

import { NumberField } from './fields';
import { Fold } from './Fold';
import type { SettingsForm } from './settingsForm';

/** How much of the database and of the plugin's memory questions may take, so that one viewer does not starve the rest. */
export function LimitsSection({ form }: { form: SettingsForm }) {
  return (
    <Fold title={t('config.limits.title', 'Limits')}>
      <NumberField
        form={form}
        name="queryTimeout"
        label={t('config.query-timeout.label', 'Query timeout (seconds)')}
        description={t('config.query-timeout.description', 'A query that takes longer is cancelled in the database.')}
        placeholder="30"
      />
      <NumberField
        form={form}
        name="questionTimeout"
        label={t('config.question-timeout.label', 'Question timeout (seconds)')}
        description={t(
          'config.question-timeout.description',
          'For all queries of a question together, waiting for its turn included.'
        )}
        placeholder="120"
      />
      <NumberField
        form={form}
        name="maxOpenConns"
        label={t('config.max-open.label', 'Open connections')}
        description={t('config.max-open.description', 'The most connections at a time, and so questions at a time.')}
        placeholder="10"
      />
      <NumberField
        form={form}
        name="maxPerPerson"
        label={t('config.max-per-person.label', 'Questions of one person')}
        description={t(
          'config.max-per-person.description',
          'The most at a time; further ones wait. By default all but two of the connections.'
        )}
        placeholder="8"
      />
      <NumberField
        form={form}
        name="maxCells"
        label={t('config.max-cells.label', 'Cells of an answer')}
        description={t(
          'config.max-cells.description',
          'Groups × periods × columns, those of comparisons included. More are refused before they are computed.'
        )}
        placeholder="1000000"
      />
      <NumberField
        form={form}
        name="maxGroups"
        label={t('config.max-groups.label', 'Groups of an answer')}
        description={t('config.max-groups.description', 'Before a limit keeps the best of them.')}
        placeholder="10000"
      />
      <NumberField
        form={form}
        name="maxListRows"
        label={t('config.max-list-rows.label', 'Rows of a list')}
        description={t(
          'config.max-list-rows.description',
          'The most records, values of a dimension, or rows of an agenda or a timeline.'
        )}
        placeholder="10000"
      />
      <NumberField
        form={form}
        name="maxRows"
        label={t('config.max-rows.label', 'Row limit of a query')}
        description={t('config.max-rows.description', 'The most rows that one query may read from the database.')}
        placeholder="1000000"
      />
      <NumberField
        form={form}
        name="maxMemory"
        label={t('config.max-memory.label', 'Memory (MiB)')}
        description={t(
          'config.max-memory.description',
          'For all questions at a time: one that may need more than is left waits.'
        )}
        placeholder="1024"
      />
      <NumberField
        form={form}
        name="maxIdleConns"
        label={t('config.max-idle.label', 'Idle connections')}
        description={t('config.max-idle.description', 'How many connections are kept for the next query.')}
        placeholder="5"
      />
      <NumberField
        form={form}
        name="connMaxLifetime"
        label={t('config.max-lifetime.label', 'Connection lifetime (seconds)')}
        description={t('config.max-lifetime.description', 'An older connection is replaced by a new one.')}
        placeholder="1800"
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
    </Fold>
  );
}
