import { t } from '@grafana/i18n';
import { FieldSet, type ComboboxOption } from '@grafana/ui';
import { useMemo } from 'react';

import { languages, nameOf, userLanguage } from '../language';
import type { Language, WeekStart } from '../types';
import { ChoiceField } from './fields';
import type { SettingsForm } from './settingsForm';

const weekStarts = (): Array<ComboboxOption<WeekStart>> => [
  { value: 'monday', label: t('config.week-start.monday', 'Monday') },
  { value: 'sunday', label: t('config.week-start.sunday', 'Sunday') },
  { value: 'saturday', label: t('config.week-start.saturday', 'Saturday') },
];

function spoken(): Array<ComboboxOption<Language>> {
  return languages().map((value) => ({ value, label: nameOf(value) }));
}

function months(): Array<ComboboxOption<number>> {
  const name = new Intl.DateTimeFormat(userLanguage(), { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => ({
    value: month + 1,
    label: name.format(Date.UTC(2024, month)),
  }));
}

function zones(): ComboboxOption[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map((value) => ({ value }));
}

function currencies(): ComboboxOption[] {
  const names = new Intl.DisplayNames(userLanguage(), { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value} · ${names.of(value) ?? ''}` }));
}

/** The conventions of the company: which day, week and year an event belongs to, and what money is shown in. */
export function CalendarSection({ form }: { form: SettingsForm }) {
  const { settings } = form;
  const choices = useMemo(
    () => ({ zones: zones(), currencies: currencies(), months: months(), languages: spoken() }),
    []
  );
  return (
    <FieldSet label={t('config.calendar.title', 'Business calendar')}>
      <ChoiceField
        form={form}
        name="timezone"
        label={t('config.timezone.label', 'Time zone')}
        description={t('config.timezone.description', 'Days, weeks and months begin at midnight of this zone.')}
        options={choices.zones}
        value={settings.timezone ?? 'UTC'}
        open
        onChange={(value) => form.set('timezone', value)}
      />
      <ChoiceField
        form={form}
        name="weekStart"
        label={t('config.week-start.label', 'First day of the week')}
        description={t('config.week-start.description', 'Where weekly figures are cut.')}
        options={weekStarts()}
        value={settings.weekStart ?? 'monday'}
        onChange={(value) => form.set('weekStart', value)}
      />
      <ChoiceField
        form={form}
        name="fiscalStart"
        label={t('config.fiscal-start.label', 'First month of the fiscal year')}
        description={t('config.fiscal-start.description', 'Quarters and years are counted from it.')}
        options={choices.months}
        value={settings.fiscalStart ?? 1}
        onChange={(value) => form.set('fiscalStart', value)}
      />
      <ChoiceField
        form={form}
        name="reportingCurrency"
        label={t('config.currency.label', 'Reporting currency')}
        description={t(
          'config.currency.description',
          'Money is converted to it at the rate of the day of each deal, order or cost.'
        )}
        options={choices.currencies}
        value={settings.reportingCurrency ?? 'USD'}
        onChange={(value) => form.set('reportingCurrency', value)}
      />
      <ChoiceField
        form={form}
        name="language"
        label={t('config.language.label', 'Language of KPI names')}
        description={t('config.language.description', 'The titles of KPIs in panels, alerts and notices.')}
        options={choices.languages}
        value={settings.language ?? 'en'}
        onChange={(value) => form.set('language', value)}
      />
    </FieldSet>
  );
}
