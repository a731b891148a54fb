import type { Catalog, Kpi, Named, Parameter } from '../types';

/** The chosen KPIs that the catalogue knows; a variable in place of a KPI is not among them. */
export function chosenKpis({ kpis }: Catalog, ids: string[] = []): Kpi[] {
  return ids.flatMap((id) => kpis.find((kpi) => kpi.id === id) ?? []);
}

/** The dimensions that every one of the KPIs can be grouped by; all of them without a KPI. */
export function commonDimensions(catalog: Catalog, kpis: Kpi[]): Named[] {
  return catalog.dimensions.filter(({ id }) => kpis.every((kpi) => kpi.dimensions.includes(id)));
}

/** The parameters of the KPIs, each name once. */
export function parametersOf(kpis: Kpi[]): Parameter[] {
  const byName = new Map<string, Parameter>();
  for (const parameter of kpis.flatMap((kpi) => kpi.parameters ?? [])) {
    if (!byName.has(parameter.name)) {
      byName.set(parameter.name, parameter);
    }
  }
  return [...byName.values()];
}
