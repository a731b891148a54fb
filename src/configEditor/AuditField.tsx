import { t } from '@grafana/i18n';
import type { ComboboxOption } from '@grafana/ui';

import type { Audit } from '../types';
import { ChoiceField } from './fields';
import type { SettingsForm } from './settingsForm';

const nothing = 'off';

const notes = (): Array<ComboboxOption<Audit | typeof nothing>> => [
  { value: nothing, label: t('config.audit.nothing', 'Nothing') },
  { value: 'questions', label: t('config.audit.questions', 'What is asked for, without the values of filters') },
  { value: 'values', label: t('config.audit.values', 'The whole question') },
];

/** What is noted of each question in the log. */
export function AuditField({ form }: { form: SettingsForm }) {
  return (
    <ChoiceField
      form={form}
      name="audit"
      label={t('config.audit.label', 'Audit log')}
      description={t(
        'config.audit.description',
        'What the log notes of each question: who asked, by which rule, how much was answered. Its lines have audit=true.'
      )}
      options={notes()}
      value={form.settings.audit ?? nothing}
      onChange={(value) => form.set('audit', value === nothing ? undefined : value)}
    />
  );
}
