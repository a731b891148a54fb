import type { DataQuery } from '@grafana/schema';

/**
 * One condition on a dimension, or on a number or time of the rows. Values of a dimension are the labels shown; "(none)" stands
 * for rows without a value.
 */
export interface Filter {
  dimension?: string;
  field?: string;
  operator: string;
  values?: string[];
  /** What it holds for alone: a side of a ratio, or an entity before a KPI is made of it. Within a group, the group says so. */
  of?: string;
}

/** Filters of which one has to be met, or all of them. */
export interface FilterGroup {
  of?: string;
  any?: Condition[];
  all?: Condition[];
}

export type Condition = Filter | FilterGroup;

/** One condition on the groups: a KPI over the whole range compares with numbers. */
export interface Having {
  kpi: string;
  operator: string;
  values?: string[];
}

/** The best groups of the first dimension; `rest` adds one more group with all others. */
export interface Limit {
  top: number;
  by?: string;
  /** The KPI that decides between groups which share the last place; without it, all of them are kept. */
  then?: string;
  ascending?: boolean;
  rest?: boolean;
}

/**
 * What a panel, an alert rule or a variable saves. Which fields its type has, and what they may be, the catalogue says;
 * those left out have a default in the backend.
 */
export interface Question extends DataQuery {
  version: 1;
  kpis?: string[];
  groupBy?: string[];
  groups?: string;
  grain?: string;
  filters?: Condition[];
  having?: Having[];
  compare?: string;
  compareAs?: string[];
  transform?: string;
  limit?: Limit;
  parameters?: Record<string, string>;
  format?: string;
  /** What the automatic format was in the panel it is saved with: a public dashboard is asked for without its panels being known. */
  fits?: string;
  details?: boolean;
  /** Whether colours, the beginning of bars and links to rows follow the KPIs. */
  styled?: boolean;
  /** When the condition "is above 0" of an alert rule is right: "missed" answers by which part of the target each group misses it. */
  alert?: string;
  entity?: string;
  dimension?: string;
  search?: string;
  prefer?: string;
  events?: string[];
  about?: string;
  departments?: string;
  rows?: number;
  dashboard?: DashboardPart;
}

/** What a dashboard adds to its questions, each of which takes what it can have; the answer tells of the rest. */
export interface DashboardPart {
  filters?: Condition[];
  groupBy?: string[];
}
