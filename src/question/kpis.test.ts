import { catalog } from '../test/catalog';
import { chosenKpis, commonDimensions, parametersOf } from './kpis';

const idsOf = (list: Array<{ id: string }>) => list.map(({ id }) => id);

it('finds the chosen KPIs in their order and passes over variables', () => {
  expect(idsOf(chosenKpis(catalog, ['sales_cycle', '$kpi', 'revenue']))).toEqual(['sales_cycle', 'revenue']);
  expect(chosenKpis(catalog)).toEqual([]);
});

it('offers only the dimensions that every KPI has', () => {
  expect(idsOf(commonDimensions(catalog, chosenKpis(catalog, ['revenue', 'sales_cycle'])))).toEqual(['team']);
  expect(commonDimensions(catalog, chosenKpis(catalog, ['revenue', 'csat']))).toEqual([]);
  expect(idsOf(commonDimensions(catalog, []))).toEqual(['team', 'region', 'agent']);
});

it('collects each parameter once', () => {
  const [cycle] = chosenKpis(catalog, ['sales_cycle']);
  expect(parametersOf([cycle, { ...cycle, id: 'stage_duration' }])).toHaveLength(1);
});
