import questions from '../../pkg/plugin/testdata/questions.json';
import type { Catalog, Kpi, QueryType } from '../types';

const kpi = (part: Partial<Kpi> & Pick<Kpi, 'id' | 'title' | 'department' | 'dimensions'>): Kpi => ({
  description: '',
  kind: 'simple',
  unit: 'currency',
  usual: 'day',
  available: true,
  ...part,
});

/** A small catalogue with one of everything that the editors treat differently, and the backend's own query types. */
export const catalog: Catalog = {
  ...questions,
  departments: [
    { id: 'sales', title: 'Sales' },
    { id: 'support', title: 'Support' },
  ],
  kpis: [
    kpi({
      id: 'revenue',
      title: 'Revenue',
      department: 'sales',
      dimensions: ['team', 'region'],
      fields: ['amount', 'created_at'],
      goals: [
        kpi({ id: 'revenue.target', title: 'Revenue: target', department: 'sales', dimensions: ['team', 'region'] }),
        kpi({ id: 'revenue.pace', title: 'Revenue: pace', department: 'sales', dimensions: ['team'] }),
      ],
    }),
    kpi({
      id: 'sales_cycle',
      title: 'Sales cycle',
      department: 'sales',
      dimensions: ['team'],
      fields: ['created_at'],
      parameters: [
        {
          name: 'statistic',
          title: 'Statistic',
          default: 'median',
          options: [
            { id: 'median', title: 'Median' },
            { id: 'p90', title: '90th percentile' },
          ],
        },
      ],
    }),
    kpi({
      id: 'roi',
      title: 'ROI',
      department: 'sales',
      dimensions: ['region'],
      of: [
        { id: 'numerator', dimensions: ['team', 'region'], fields: ['amount'] },
        { id: 'denominator', dimensions: ['region'] },
        { id: 'deals' },
      ],
    }),
    kpi({
      id: 'pipeline_needed',
      title: 'Pipeline needed',
      department: 'sales',
      dimensions: ['team'],
      parameters: [
        { name: 'win_rate_value', title: 'Assumed win rate by value', help: 'computed unless given', default: '' },
        { name: 'segment_weights', title: 'Weights of segments', help: 'weights, as SMB=0.5', default: '' },
      ],
    }),
    kpi({
      id: 'csat',
      title: 'CSAT',
      department: 'support',
      dimensions: ['agent'],
      available: false,
      reason: 'surveys are not mapped',
    }),
  ],
  fields: [
    { id: 'amount', title: 'Amount' },
    { id: 'created_at', title: 'Created at', days: true },
  ],
  dimensions: [
    { id: 'team', title: 'Team' },
    { id: 'region', title: 'Region' },
    { id: 'agent', title: 'Agent' },
  ],
  entities: [{ id: 'deals', title: 'Deals', dimensions: ['team'], fields: ['created_at'] }],
};

/** The query type of that id. */
export function typeOf(id: string): QueryType {
  const type = catalog.types.find((one) => one.id === id);
  if (!type) {
    throw new Error(`there is no query type ${id}`);
  }
  return type;
}
