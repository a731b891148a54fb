import type { Catalog, Kpi } from '../types';

const kpi = (part: Partial<Kpi> & Pick<Kpi, 'id' | 'title' | 'department' | 'dimensions'>): Kpi => ({
  description: '',
  kind: 'simple',
  unit: 'currency',
  available: true,
  ...part,
});

/** A small catalogue with one of everything that the editors treat differently. */
export const catalog: Catalog = {
  kpis: [
    kpi({ id: 'revenue', title: 'Revenue', department: 'sales', dimensions: ['team', 'region'] }),
    kpi({
      id: 'sales_cycle',
      title: 'Sales cycle',
      department: 'sales',
      dimensions: ['team'],
      parameters: [{ name: 'statistic', default: 'median', options: ['median', 'p90', 'mean'] }],
    }),
    kpi({
      id: 'pipeline_needed',
      title: 'Pipeline needed',
      department: 'sales',
      dimensions: ['team'],
      parameters: [
        { name: 'win_rate_value', default: '' },
        { name: 'segment_weights', default: '' },
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
  dimensions: [
    { id: 'team', title: 'Team' },
    { id: 'region', title: 'Region' },
    { id: 'agent', title: 'Agent' },
  ],
  grains: ['day', 'month'],
  entities: [{ id: 'deals', title: 'Deals' }],
};
