import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { FieldSet } from '@grafana/ui';

import { NumberField, SecretField, TextField } from './fields';
import { ProxyField } from './ProxyField';
import type { SettingsForm } from './settingsForm';
import { TargetField } from './TargetField';

/** Where the database is and who reads it. */
export function ConnectionSection({ form }: { form: SettingsForm }) {
  return (
    <FieldSet label={t('config.connection.title', 'Connection')}>
      <TextField
        form={form}
        name="host"
        label={t('config.host.label', 'Host')}
        description={t(
          'config.host.description',
          'The PostgreSQL server, as the Grafana server reaches it. Several have commas between: db1:5432,db2:5433.'
        )}
        placeholder="db.example.com"
        required
      />
      <NumberField
        form={form}
        name="port"
        label={t('config.port.label', 'Port')}
        description={t('config.port.description', 'Usually 5432.')}
        placeholder="5432"
      />
      {(form.settings.host?.includes(',') || form.settings.targetSessionAttrs) && <TargetField form={form} />}
      <TextField
        form={form}
        name="database"
        label={t('config.database.label', 'Database')}
        description={t('config.database.description', 'The database with the CRM tables.')}
        placeholder="crm"
        required
      />
      <TextField
        form={form}
        name="user"
        label={t('config.user.label', 'User')}
        description={t(
          'config.user.description',
          'A role that may only read: KPIs never write, and this makes sure of it.'
        )}
        placeholder="crm_reader"
        required
      />
      <SecretField
        form={form}
        name="password"
        label={t('config.password.label', 'Password')}
        description={t('config.password.description', 'Stored encrypted and never shown again.')}
      />
      {config.secureSocksDSProxyEnabled && <ProxyField form={form} />}
    </FieldSet>
  );
}
