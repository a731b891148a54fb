import { t } from '@grafana/i18n';
import { Field, Switch } from '@grafana/ui';

import type { SettingsForm } from './settingsForm';

/** Whether the database is reached through the secure socks proxy, where Grafana has one. */
export function ProxyField({ form }: { form: SettingsForm }) {
  return (
    <Field
      label={t('config.proxy.label', 'Secure socks proxy')}
      description={t(
        'config.proxy.description',
        'Connect through the proxy of the Grafana server, as to a database in another network.'
      )}
      disabled={form.disabled}
    >
      <Switch
        id="settings-enableSecureSocksProxy"
        value={form.settings.enableSecureSocksProxy === true}
        onChange={({ currentTarget }) => form.set('enableSecureSocksProxy', currentTarget.checked || undefined)}
      />
    </Field>
  );
}
