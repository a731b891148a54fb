import { t } from '@grafana/i18n';
import { CodeEditor, Field, FieldSet } from '@grafana/ui';

import type { SettingsForm } from './settingsForm';

/** How the company's tables become the model that KPIs are defined on. */
export function MappingSection({ form }: { form: SettingsForm }) {
  const label = t('config.mapping.label', 'Mapping (YAML)');
  return (
    <FieldSet label={t('config.mapping.title', 'Mapping')}>
      <Field
        label={label}
        description={t(
          'config.mapping.description',
          'Which tables and columns hold accounts, deals, tickets and so on. Empty means the reference schema "crm". KPIs whose data is not mapped are unavailable; Save & test says which.'
        )}
      >
        <CodeEditor
          language="yaml"
          height={320}
          showLineNumbers
          readOnly={form.disabled}
          monacoOptions={{ ariaLabel: label, tabSize: 2, scrollBeyondLastLine: false }}
          value={form.settings.mapping ?? ''}
          onBlur={(text) => form.set('mapping', text)}
          onSave={(text) => form.set('mapping', text)}
        />
      </Field>
    </FieldSet>
  );
}
