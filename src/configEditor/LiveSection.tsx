import { t } from '@grafana/i18n';
import { Field, FieldSet, Switch } from '@grafana/ui';

import { NumberField } from './fields';
import type { SettingsForm } from './settingsForm';

/** How soon panels show what has changed in the database. */
export function LiveSection({ form }: { form: SettingsForm }) {
  return (
    <FieldSet label={t('config.live.title', 'Live updates')}>
      <Field
        label={t('config.live.label', 'Update open panels')}
        description={t(
          'config.live.description',
          'When the database changes, panels that read what has changed ask again.'
        )}
        disabled={form.disabled}
      >
        <Switch
          id="settings-liveUpdates"
          value={form.settings.liveUpdates !== false}
          onChange={({ currentTarget }) => form.set('liveUpdates', currentTarget.checked ? undefined : false)}
        />
      </Field>
      <NumberField
        form={form}
        name="liveInterval"
        label={t('config.live-interval.label', 'Look for changes every (seconds)')}
        description={t(
          'config.live-interval.description',
          'Tables with the triggers of crmkpi live tell of changes at once.'
        )}
        placeholder="5"
      />
      <NumberField
        form={form}
        name="answerAge"
        label={t('config.answer-age.label', 'Age of an answer (seconds)')}
        description={t(
          'config.answer-age.description',
          'Who asks the same within this time gets the same answer, unless what it is of is seen to change. 0 reads for each question anew. Alert rules always read anew.'
        )}
        placeholder="15"
      />
    </FieldSet>
  );
}
