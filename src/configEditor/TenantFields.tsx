import { t } from '@grafana/i18n';
import { Checkbox, Field, Input } from '@grafana/ui';

import type { Tenant } from '../types';
import { fieldStyle } from './fields';
import type { SettingsForm } from './settingsForm';

/** Whose rows count where several companies share the tables. */
export function TenantFields({ form }: { form: SettingsForm }) {
  const tenant = form.settings.tenant ?? {};
  const set = (changed: Tenant) => {
    const kept = Object.entries(changed).filter(([, value]) => value !== '' && value !== undefined && value !== false);
    form.set('tenant', kept.length > 0 ? Object.fromEntries(kept) : undefined);
  };
  return (
    <>
      <Field
        label={t('config.tenant.label', 'Tenant')}
        description={t(
          'config.tenant.description',
          'Where several companies share the tables: only the rows with this value count, in every entity. Empty if all rows are yours.'
        )}
        disabled={form.disabled}
      >
        <Input
          id="settings-tenant-value"
          width={20}
          value={tenant.value ?? ''}
          onChange={({ currentTarget }) => set({ ...tenant, value: currentTarget.value })}
        />
      </Field>
      <Field
        label={t('config.tenant-column.label', 'Tenant column')}
        description={t(
          'config.tenant-column.description',
          'The column with that value. An entity whose column has another name says so in the mapping, as in "tenant: d.company_id".'
        )}
        style={fieldStyle}
        disabled={form.disabled}
      >
        <Input
          id="settings-tenant-column"
          placeholder="company_id"
          value={tenant.column ?? ''}
          onChange={({ currentTarget }) => set({ ...tenant, column: currentTarget.value })}
        />
      </Field>
      <Field disabled={form.disabled}>
        <Checkbox
          id="settings-tenant-all"
          label={t('config.tenant-all.label', 'All tenants')}
          description={t(
            'config.tenant-all.description',
            'The rows of several companies in the same tables are added together on purpose. Until this, or one tenant, is chosen, each answer says that they are.'
          )}
          value={tenant.all ?? false}
          onChange={({ currentTarget }) => set({ ...tenant, all: currentTarget.checked })}
        />
      </Field>
    </>
  );
}
