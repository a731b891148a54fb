/** A value to choose. */
export interface Option {
  id: string;
  title: string;
  help?: string;
  /** In a sentence of what is asked. */
  phrase?: string;
  /** Values of other fields that do not go with it, by the field's name. */
  clashes?: Record<string, string>;
}

/** What a KPI, or a query type, lets one set. */
export interface Parameter {
  name: string;
  title: string;
  help?: string;
  /** Empty for what is computed, or is nothing, unless it is set. */
  default: string;
  /** None for what is written freely. */
  options?: Option[];
  /** Another one that means nothing beside it. */
  without?: string;
}

export interface Kpi {
  id: string;
  title: string;
  /** Other names by which people look for it, in all languages. */
  names?: string[];
  description: string;
  /** In the other languages. */
  descriptions?: string[];
  department: string;
  kind: string;
  unit: string;
  better?: 'higher' | 'lower' | '';
  horizon?: 'past' | 'current' | 'future';
  defaultGrain?: string;
  /** The grain at which its course is usually looked at. */
  usual?: string;
  dimensions: string[];
  /** Numbers and times by which its rows can be filtered. */
  fields?: string[];
  /** What a filter can hold for alone. */
  of?: Filtered[];
  parameters?: Parameter[];
  available: boolean;
  /** Why the KPI is not available under the mapping. */
  reason?: string;
  /** Whether a statistic can be asked of its values, as revenue:statistic=median. */
  statistics?: boolean;
  /** Its target, and how far that is reached: KPIs of their own, offered as variants of this one. */
  goals?: Kpi[];
}

export interface Named {
  id: string;
  title: string;
}

/** Rows with what they are filtered by. */
export interface Filtered {
  id: string;
  dimensions?: string[];
  fields?: string[];
}

/** An operator of filters. */
export interface Operator extends Named {
  /** How many values it takes at most. */
  most: number;
}

/** A number or a time of rows. */
export interface FieldOfRows extends Named {
  /** Whether it is compared by day. */
  days?: boolean;
}

/** A field of a question's JSON and how it is set. */
export interface Field {
  name: string;
  /** A kind that the editor does not know is a text. */
  input: string;
  title: string;
  help?: string;
  placeholder?: string;
  options?: Option[];
  /** What a question means that leaves the field open. */
  default?: string;
  /** Where the field is shown. */
  required?: boolean;
  /** In the row of the field before it. */
  beside?: boolean;
  /** What few people need. */
  folded?: boolean;
  /** A field without which this one means nothing. */
  with?: string;
  /** A field with which this one means nothing. */
  without?: string;
  /** The only place where it is offered, besides where it is set. */
  for?: string;
  /** The dimension of a value. */
  dimension?: string;
  /** The type's own parameters, besides those of the KPIs. */
  parameters?: Parameter[];
}

export interface QueryType extends Named {
  description: string;
  /** What it tells of a KPI that is asked for. */
  behind?: string;
  /** Where it is offered. */
  uses: string[];
  /** In the order they are shown. */
  fields: Field[];
}

/** A place where questions are asked. */
export type Use = 'panels' | 'alerts' | 'annotations' | 'variables';

/** All that can be asked for, and how. */
export interface Catalog {
  /** In the order they are shown. */
  departments: Named[];
  kpis: Kpi[];
  dimensions: Named[];
  entities: Array<Named & Filtered>;
  /** Of a ratio, each of which can have filters of its own. */
  sides: Named[];
  operators: Operator[];
  /** What filters compare besides dimensions. */
  fields: FieldOfRows[];
  /** The operators of fields, and of the values of KPIs. */
  comparators: Operator[];
  /** The label of rows that have no value in a dimension. */
  noValue: string;
  types: QueryType[];
  /** What a column may have behind its KPI, as in revenue:rolling=28d. */
  arguments: Parameter[];
  /** Those that a formula may have. */
  units: Named[];
}
