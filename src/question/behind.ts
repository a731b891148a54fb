import type { AdHocVariableFilter } from '@grafana/data';
import { pick } from 'lodash';

import type { Catalog, Question, QueryType } from '../types';
import { chosenKpis } from './kpis';

interface Behind {
  type: QueryType;
  question: Question;
  /** Those of a dashboard's filters under which the figure stands. */
  filters: (filters?: AdHocVariableFilter[]) => AdHocVariableFilter[];
}

/** What stands behind the first KPI of a question, by the types that tell it: its definition, its rows. */
export function behind(catalog: Catalog, question: Question): Behind[] {
  const [kpi] = chosenKpis(catalog, question.kpis);
  if (!kpi || question.queryType !== catalog.types[0].id) {
    return [];
  }
  const filtered = [...kpi.dimensions, ...(kpi.fields ?? [])];
  const own = (kpi.parameters ?? []).map(({ name }) => name);
  return catalog.types
    .filter((type) => type.behind)
    .map((type) => ({
      type,
      question: {
        ...pick(question, ['refId', 'version', 'datasource', ...type.fields.map(({ name }) => name)]),
        refId: question.refId,
        version: question.version,
        queryType: type.id,
        kpis: [kpi.id],
        ...(question.parameters && { parameters: pick(question.parameters, own) }),
      },
      filters: (filters = []) =>
        type.fields.some(({ name }) => name === 'filters') ? filters.filter(({ key }) => filtered.includes(key)) : [],
    }));
}
