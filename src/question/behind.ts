import { pick } from 'lodash';

import type { Catalog, Question, QueryType } from '../types';
import { chosenKpis } from './kpis';

/** What stands behind the first KPI of a question, by the types that tell it: its definition, its rows. */
export function behind(catalog: Catalog, question: Question): Array<{ type: QueryType; question: Question }> {
  const [kpi] = chosenKpis(catalog, question.kpis);
  if (!kpi || question.queryType !== catalog.types[0].id) {
    return [];
  }
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
    }));
}
