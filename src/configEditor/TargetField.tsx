import { t } from '@grafana/i18n';
import type { ComboboxOption } from '@grafana/ui';

import type { Target } from '../types';
import { ChoiceField } from './fields';
import type { SettingsForm } from './settingsForm';

const targets = (): Array<ComboboxOption<Target>> => [
  {
    value: 'any',
    label: t('config.target.any', 'The first that answers'),
    description: t('config.target.any-description', 'In the order of the hosts'),
  },
  {
    value: 'primary',
    label: t('config.target.primary', 'The primary'),
    description: t('config.target.primary-description', 'Whichever of them is written to at the moment'),
  },
  {
    value: 'prefer-standby',
    label: t('config.target.prefer-standby', 'A standby, else the primary'),
    description: t('config.target.prefer-standby-description', 'Keeps the load of dashboards off the primary'),
  },
  {
    value: 'standby',
    label: t('config.target.standby', 'A standby only'),
    description: t('config.target.standby-description', 'Where none answers, neither do dashboards'),
  },
  {
    value: 'read-write',
    label: t('config.target.read-write', 'One that can be written to'),
    description: t('config.target.read-write-description', 'None for a role that is read-only by default'),
  },
  {
    value: 'read-only',
    label: t('config.target.read-only', 'One that is read-only by default'),
    description: t('config.target.read-only-description', 'Every one for a role that is read-only by default'),
  },
];

/** Which of several servers is read. */
export function TargetField({ form }: { form: SettingsForm }) {
  return (
    <ChoiceField
      form={form}
      name="targetSessionAttrs"
      label={t('config.target.label', 'Server to read')}
      description={t('config.target.description', 'Of several hosts, the first that is such a server is read.')}
      options={targets()}
      value={form.settings.targetSessionAttrs ?? 'any'}
      onChange={(value) => form.set('targetSessionAttrs', value)}
    />
  );
}
