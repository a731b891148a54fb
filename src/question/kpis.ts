import type { Catalog, FieldOfRows, Filtered, Kpi, Named, Parameter, Question, QueryType } from '../types';
import { hasKpis } from './edit';
import { isFormula, operandsOf, parseEntry } from './entries';

export const withGoals = (kpi: Kpi): Kpi[] => [kpi, ...(kpi.goals ?? [])];

/** The id of a KPI that is asked for, without what stands behind it, as in revenue:statistic=median. */
const idOf = (entry: string): string => parseEntry(entry).kpi;

/** The chosen KPIs that the catalogue knows, each once; a variable in place of a KPI is not among them. */
export function chosenKpis({ kpis }: Catalog, entries: string[] = []): Kpi[] {
  const known = kpis.flatMap(withGoals);
  return [...new Set(entries.flatMap((entry) => (isFormula(entry) ? operandsOf(entry) : [idOf(entry)])))].flatMap(
    (id) => known.find((kpi) => kpi.id === id) ?? []
  );
}

/** All KPIs, and behind each of which something is chosen its goals: those of all would hide the KPIs among them. */
export function offeredKpis({ kpis }: Catalog, chosen: string[] = []): Kpi[] {
  const ids = chosen.map(idOf);
  return kpis.flatMap((kpi) => (withGoals(kpi).some(({ id }) => ids.includes(id)) ? withGoals(kpi) : [kpi]));
}

/** The KPIs of a question, none where its type has none. */
export const kpisOf = (catalog: Catalog, type: QueryType, question: Question): Kpi[] =>
  hasKpis(type) ? chosenKpis(catalog, question.kpis) : [];

/**
 * The dimensions that every one of the KPIs can be grouped by; all of them without a KPI. One that is unavailable takes
 * none away from the others: its column is empty, however they are grouped.
 */
export function commonDimensions(catalog: Catalog, kpis: Kpi[]): Named[] {
  const available = kpis.filter((kpi) => kpi.available);
  const shared = available.length > 0 ? available : kpis;
  return catalog.dimensions.filter(({ id }) => shared.every((kpi) => kpi.dimensions.includes(id)));
}

/** The KPIs because of which a dimension is none that all of them have. */
export const lacking = (kpis: Kpi[], dimension: string): Kpi[] =>
  kpis.filter((kpi) => kpi.available && !kpi.dimensions.includes(dimension));

/** The fields that the rows of every one of the KPIs have, none without a KPI. */
export function commonFields(catalog: Catalog, kpis: Kpi[]): FieldOfRows[] {
  const available = kpis.filter((kpi) => kpi.available);
  return available.length === 0
    ? []
    : catalog.fields.filter(({ id }) => available.every(({ fields = [] }) => fields.includes(id)));
}

/** What rows can be filtered by. */
export interface Filterable {
  dimensions: Named[];
  fields: FieldOfRows[];
}

/** What the rows of every one of the KPIs are filtered by or, without a KPI, those of an entity. */
export function filterable(catalog: Catalog, kpis: Kpi[], entity?: string): Filterable {
  const rows = kpis.length === 0 ? catalog.entities.find(({ id }) => id === entity) : undefined;
  return rows
    ? among(catalog, rows)
    : { dimensions: commonDimensions(catalog, kpis), fields: commonFields(catalog, kpis) };
}

const among = ({ dimensions, fields }: Catalog, rows: Omit<Filtered, 'id'>): Filterable => ({
  dimensions: dimensions.filter(({ id }) => rows.dimensions?.includes(id)),
  fields: fields.filter(({ id }) => rows.fields?.includes(id)),
});

/** What a filter can hold for alone in every one of the KPIs: sides of a ratio, which say themselves what they have, and entities. */
export function commonOf(catalog: Catalog, kpis: Kpi[]): Array<Named & Filterable> {
  const available = kpis.filter((kpi) => kpi.available);
  return [...catalog.sides, ...catalog.entities].flatMap(({ id, title }) => {
    const rows = available.flatMap(({ of = [] }) => of.find((one) => one.id === id) ?? []);
    if (available.length === 0 || rows.length < available.length) {
      return [];
    }
    const all = catalog.entities.find((entity) => entity.id === id);
    const common = rows.reduce<Filterable>((kept, one) => {
      const own = among(catalog, all ?? one);
      return {
        dimensions: kept.dimensions.filter((dimension) => own.dimensions.includes(dimension)),
        fields: kept.fields.filter((field) => own.fields.includes(field)),
      };
    }, catalog);
    return [{ id, title, dimensions: common.dimensions, fields: common.fields }];
  });
}

/** Each parameter once that the KPIs have or that is the type's own, and those of the question that nothing knows. */
export function parametersOf(catalog: Catalog, kpis: Kpi[], own: Parameter[] = [], set: string[] = []): Parameter[] {
  const unknown = set.filter(
    (name) => !catalog.kpis.some(({ parameters = [] }) => parameters.some((parameter) => parameter.name === name))
  );
  const byName = new Map<string, Parameter>();
  for (const parameter of [
    ...own,
    ...kpis.flatMap(({ parameters = [] }) => parameters),
    ...unknown.map((name) => ({ name, title: name, default: '' })),
  ]) {
    if (!byName.has(parameter.name)) {
      byName.set(parameter.name, parameter);
    }
  }
  return [...byName.values()];
}

/** What a column may have behind its KPI: a statistic only where the KPI has some, of those that it has. */
export function argumentsOf({ arguments: all }: Catalog, kpi?: Kpi): Parameter[] {
  return all.flatMap((argument) => {
    const own = kpi?.parameters?.find(({ name }) => name === argument.name);
    if (own) {
      return [{ ...argument, options: own.options }];
    }
    return argument.name === 'statistic' && !kpi?.statistics ? [] : [argument];
  });
}
