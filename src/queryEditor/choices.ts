import { t } from '@grafana/i18n';
import { getTemplateSrv } from '@grafana/runtime';
import type { ComboboxOption } from '@grafana/ui';

import type {
  About,
  Compare,
  CompareAs,
  EventKind,
  Format,
  Grain,
  Kpi,
  Named,
  Operator,
  QueryType,
  Transform,
} from '../types';

// Functions, not constants: the texts are known only once the user's language is.

export const queryTypes = (): Array<ComboboxOption<QueryType>> => [
  {
    value: 'kpi',
    label: t('query.type.kpi', 'KPIs'),
    description: t('query.type.kpi-description', 'Figures over time or by group'),
  },
  {
    value: 'records',
    label: t('query.type.records', 'Records'),
    description: t('query.type.records-description', 'The rows behind a figure'),
  },
  {
    value: 'values',
    label: t('query.type.values', 'Values'),
    description: t('query.type.values-description', 'The values of a dimension'),
  },
  {
    value: 'agenda',
    label: t('query.type.agenda', 'Agenda'),
    description: t('query.type.agenda-description', 'Planned meetings, tasks and commitments'),
  },
  {
    value: 'timeline',
    label: t('query.type.timeline', 'Timeline'),
    description: t('query.type.timeline-description', 'What happened with one customer'),
  },
  {
    value: 'annotations',
    label: t('query.type.annotations', 'Annotations'),
    description: t('query.type.annotations-description', 'Events to mark on charts'),
  },
  {
    value: 'explain',
    label: t('query.type.explain', 'Explain'),
    description: t('query.type.explain-description', 'How a figure is computed, and from what'),
  },
  {
    value: 'check',
    label: t('query.type.check', 'Check'),
    description: t('query.type.check-description', 'What the mapping lacks, and what the data are like'),
  },
];

export const abouts = (): Array<ComboboxOption<About>> => [
  {
    value: 'entities',
    label: t('query.about.entities', 'Entities'),
    description: t('query.about.entities-description', 'Rows, newest change and usable share of each'),
  },
  {
    value: 'kpis',
    label: t('query.about.kpis', 'KPIs'),
    description: t('query.about.kpis-description', 'Which are available, and what the others miss, these first'),
  },
  {
    value: 'findings',
    label: t('query.about.findings', 'Findings'),
    description: t('query.about.findings-description', 'What is wrong with the data, the worst first'),
  },
];

export const eventKinds = (): Array<ComboboxOption<EventKind>> => [
  { value: 'won_deals', label: t('query.events.won-deals', 'Won deals') },
  { value: 'campaigns', label: t('query.events.campaigns', 'Campaigns') },
  { value: 'escalations', label: t('query.events.escalations', 'Escalations of tickets') },
  { value: 'definitions', label: t('query.events.definitions', 'Changes of definitions') },
];

export const formats = (): Array<ComboboxOption<Format>> => [
  { value: 'timeseries', label: t('query.format.timeseries', 'Time series') },
  { value: 'table', label: t('query.format.table', 'Table') },
];

const grainNames = (): Record<Grain, string> => ({
  auto: t('query.grain.auto', 'Automatic'),
  none: t('query.grain.none', 'Whole range'),
  hour: t('query.grain.hour', 'Hour'),
  day: t('query.grain.day', 'Day'),
  week: t('query.grain.week', 'Week'),
  month: t('query.grain.month', 'Month'),
  quarter: t('query.grain.quarter', 'Quarter'),
  year: t('query.grain.year', 'Year'),
});

export const grains = (): Array<ComboboxOption<Grain>> =>
  Object.entries(grainNames()).map(([value, label]) => ({ value: value as Grain, label }));

export const comparisons = (): Array<ComboboxOption<Compare>> => [
  { value: '', label: t('query.compare.nothing', 'Nothing') },
  { value: 'previous_period', label: t('query.compare.previous-period', 'Previous period') },
  { value: 'previous_year', label: t('query.compare.previous-year', 'Previous year') },
];

export const comparisonForms = (): Array<ComboboxOption<CompareAs>> => [
  { value: 'value', label: t('query.compare-as.value', 'Earlier value') },
  { value: 'difference', label: t('query.compare-as.difference', 'Difference') },
  { value: 'ratio', label: t('query.compare-as.ratio', 'Change in percent') },
];

export const transforms = (): Array<ComboboxOption<Transform>> => [
  { value: '', label: t('query.transform.none', 'As it is') },
  { value: 'running_total', label: t('query.transform.running-total', 'Running total') },
];

export const operators = (): Array<ComboboxOption<Operator>> => [
  { value: 'in', label: t('query.operator.in', 'one of') },
  { value: 'not_in', label: t('query.operator.not-in', 'none of') },
  { value: 'equals', label: t('query.operator.equals', 'equals') },
  { value: 'not_equals', label: t('query.operator.not-equals', 'does not equal') },
  { value: 'contains', label: t('query.operator.contains', 'contains') },
  { value: 'not_contains', label: t('query.operator.not-contains', 'does not contain') },
  { value: 'starts_with', label: t('query.operator.starts-with', 'starts with') },
  { value: 'ends_with', label: t('query.operator.ends-with', 'ends with') },
  { value: 'is_none', label: t('query.operator.is-none', 'has no value') },
  { value: 'is_not_none', label: t('query.operator.is-not-none', 'has a value') },
];

function departmentName(id: string): string {
  const names: Record<string, string> = {
    sales: t('query.department.sales', 'Sales'),
    marketing: t('query.department.marketing', 'Marketing'),
    support: t('query.department.support', 'Support'),
    data: t('query.department.data', 'Data'),
    custom: t('query.department.custom', 'Custom'),
  };
  return names[id] ?? id;
}

export function kpiOption({ id, title, description, department, unit, available, reason }: Kpi): ComboboxOption {
  return {
    value: id,
    label: title,
    description: available
      ? [unit, description].filter(Boolean).join(' · ')
      : t('query.kpis.unavailable', 'Not available: {{reason}}', {
          reason,
          interpolation: { escapeValue: false },
        }),
    group: departmentName(department),
  };
}

export const namedOptions = (named: Named[]): ComboboxOption[] =>
  named.map(({ id, title }) => ({ value: id, label: title }));

/** The dashboard's variables, to be chosen wherever a value can. */
export const variableOptions = (): ComboboxOption[] =>
  getTemplateSrv()
    .getVariables()
    .map(({ name }) => ({ value: `$${name}`, label: `$${name}`, group: t('query.variables', 'Variables') }));
