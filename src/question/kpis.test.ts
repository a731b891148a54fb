import { catalog, typeOf } from '../test/catalog';
import type { Question } from '../types';
import { chosenKpis, commonDimensions, kpisOf, offeredKpis, parametersOf } from './kpis';

const idsOf = (list: Array<{ id: string }>) => list.map(({ id }) => id);

it('finds the chosen KPIs in their order and passes over variables', () => {
  expect(idsOf(chosenKpis(catalog, ['sales_cycle', '$kpi', 'revenue']))).toEqual(['sales_cycle', 'revenue']);
  expect(chosenKpis(catalog)).toEqual([]);
});

it('knows KPIs with arguments of their own, each once', () => {
  const entries = ['revenue', 'revenue:statistic=median', 'sales_cycle:rolling=28d:statistic=p90'];
  expect(idsOf(chosenKpis(catalog, entries))).toEqual(['revenue', 'sales_cycle']);
  expect(idsOf(offeredKpis(catalog, ['revenue:to_date=year']))).toContain('revenue.target');
});

it('offers the goals of a KPI once it, or one of them, is chosen', () => {
  const all = idsOf(catalog.kpis);
  expect(idsOf(offeredKpis(catalog))).toEqual(all);
  const withGoals = ['revenue', 'revenue.target', 'revenue.pace', ...all.slice(1)];
  expect(idsOf(offeredKpis(catalog, ['revenue']))).toEqual(withGoals);
  expect(idsOf(offeredKpis(catalog, ['revenue.pace']))).toEqual(withGoals);
});

it('knows the dimensions of goals', () => {
  expect(idsOf(commonDimensions(catalog, chosenKpis(catalog, ['revenue', 'revenue.pace'])))).toEqual(['team']);
});

it('lets an unavailable KPI take no dimension away', () => {
  expect(commonDimensions(catalog, chosenKpis(catalog, ['revenue', 'csat']))).toEqual(
    commonDimensions(catalog, chosenKpis(catalog, ['revenue']))
  );
});

it('offers only the dimensions that every KPI has', () => {
  expect(idsOf(commonDimensions(catalog, chosenKpis(catalog, ['revenue', 'sales_cycle'])))).toEqual(['team']);
  const supportOnly = { ...catalog.kpis[0], id: 'other', dimensions: ['agent'] };
  expect(commonDimensions(catalog, [...chosenKpis(catalog, ['revenue']), supportOnly])).toEqual([]);
  expect(idsOf(commonDimensions(catalog, []))).toEqual(['team', 'region', 'agent']);
});

it('has no KPIs where the type has none', () => {
  const question: Question = { refId: 'A', version: 1, kpis: ['revenue'] };
  expect(idsOf(kpisOf(catalog, typeOf('explain'), question))).toEqual(['revenue']);
  expect(kpisOf(catalog, typeOf('agenda'), question)).toEqual([]);
});

it('collects each parameter once, and those of the question that nothing knows', () => {
  const [cycle] = chosenKpis(catalog, ['sales_cycle']);
  const names = (...list: Parameters<typeof parametersOf>) => parametersOf(...list).map(({ name }) => name);
  expect(names(catalog, [cycle, { ...cycle, id: 'stage_duration' }])).toEqual(['statistic']);
  expect(names(catalog, [cycle], [{ name: 'threshold', title: 'Deals from', default: '0' }])).toEqual([
    'threshold',
    'statistic',
  ]);
  expect(names(catalog, [], [], ['statistic', 'mood'])).toEqual(['mood']);
});
