import { t } from '@grafana/i18n';
import { FieldSet, type ComboboxOption } from '@grafana/ui';

import type { TLSMode } from '../types';
import { ChoiceField, SecretTextField, TextField } from './fields';
import type { SettingsForm } from './settingsForm';

const modes = (): Array<ComboboxOption<TLSMode>> => [
  {
    value: 'disable',
    label: t('config.tls.disable', 'Off'),
    description: t('config.tls.disable-description', 'Nothing is encrypted: for the same machine only'),
  },
  {
    value: 'require',
    label: t('config.tls.require', 'Encrypt'),
    description: t('config.tls.require-description', 'Encrypted, but the server is not checked'),
  },
  {
    value: 'verify-ca',
    label: t('config.tls.verify-ca', 'Encrypt and check the authority'),
    description: t('config.tls.verify-ca-description', 'The certificate has to come from the authority'),
  },
  {
    value: 'verify-full',
    label: t('config.tls.verify-full', 'Encrypt and check authority and name'),
    description: t('config.tls.verify-full-description', 'It also has to be issued for this server: the safest'),
  },
];

/** How the connection is encrypted and who proves what. */
export function TLSSection({ form }: { form: SettingsForm }) {
  const mode = form.settings.tlsMode ?? 'require';
  const verifies = mode === 'verify-ca' || mode === 'verify-full';
  return (
    <FieldSet label={t('config.tls.title', 'Encryption (TLS)')}>
      <ChoiceField
        form={form}
        name="tlsMode"
        label={t('config.tls.label', 'Mode')}
        description={t('config.tls.description', 'How far the connection is protected.')}
        options={modes()}
        value={mode}
        onChange={(value) => form.set('tlsMode', value)}
      />
      {verifies && (
        <SecretTextField
          form={form}
          name="tlsCACert"
          label={t('config.tls-ca.label', 'Certificate of the authority')}
          description={t('config.tls-ca.description', 'In PEM form; empty trusts the authorities of the system.')}
          placeholder="-----BEGIN CERTIFICATE-----"
        />
      )}
      {mode === 'verify-full' && (
        <TextField
          form={form}
          name="tlsServerName"
          label={t('config.tls-server-name.label', 'Server name')}
          description={t(
            'config.tls-server-name.description',
            'The name in the certificate, where it is not the host above.'
          )}
        />
      )}
      {mode !== 'disable' && (
        <>
          <SecretTextField
            form={form}
            name="tlsClientCert"
            label={t('config.tls-client-cert.label', 'Client certificate')}
            description={t('config.tls-client-cert.description', 'In PEM form; only where the server asks for one.')}
            placeholder="-----BEGIN CERTIFICATE-----"
          />
          <SecretTextField
            form={form}
            name="tlsClientKey"
            label={t('config.tls-client-key.label', 'Client key')}
            description={t('config.tls-client-key.description', 'The private key of the client certificate.')}
            placeholder="-----BEGIN PRIVATE KEY-----"
          />
        </>
      )}
    </FieldSet>
  );
}
