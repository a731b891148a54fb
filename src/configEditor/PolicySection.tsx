import { t } from '@grafana/i18n';
import { Button, FieldSet } from '@grafana/ui';

import { AuditField } from './AuditField';
import { examplePolicy } from './examplePolicy';
import { SeeAs } from './SeeAs';
import type { SettingsForm } from './settingsForm';
import type { SavedConnection } from './useSavedConnection';
import { WhoSees } from './WhoSees';
import { YamlField } from './YamlField';

interface Props {
  form: SettingsForm;
  connection: SavedConnection;
}

/** Who sees which rows and columns, and what comes of it for a person. */
export function PolicySection({ form, connection: { uid } }: Props) {
  const empty = !form.settings.policy?.trim();
  return (
    <FieldSet label={t('config.policy.title', 'Who sees what')}>
      <YamlField
        form={form}
        uid={uid}
        name="policy"
        label={t('config.policy.label', 'Row policy (YAML)')}
        description={t(
          'config.policy.description',
          'Rules that say which rows people see, by login, e-mail, role or team of the CRM. Without any, everybody sees everything.'
        )}
      />
      {empty && !form.disabled && (
        <Button variant="secondary" size="sm" icon="plus" onClick={() => form.set('policy', examplePolicy)}>
          {t('config.policy.example', 'Insert an example')}
        </Button>
      )}
      {!empty && uid && (
        <>
          <SeeAs uid={uid} />
          <WhoSees uid={uid} />
        </>
      )}
      <AuditField form={form} />
    </FieldSet>
  );
}
