import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';

export type QueryType = 'kpi' | 'records' | 'values' | 'agenda' | 'timeline' | 'annotations' | 'explain' | 'check';
/** What a check tells about. */
export type About = 'entities' | 'kpis' | 'findings';
export type EventKind = 'won_deals' | 'campaigns' | 'escalations' | 'definitions';
export type Grain = 'auto' | 'none' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';
export type Compare = '' | 'previous_period' | 'previous_year';
export type CompareAs = 'value' | 'difference' | 'ratio';
export type Transform = '' | 'running_total';
export type Format = 'timeseries' | 'table';
export type Operator =
  | 'in'
  | 'not_in'
  | 'equals'
  | 'not_equals'
  | 'is_none'
  | 'is_not_none'
  | 'contains'
  | 'not_contains'
  | 'starts_with'
  | 'ends_with';

/** One condition on a dimension. Values are the labels shown; "(none)" stands for rows without a value. */
export interface Filter {
  dimension: string;
  operator: Operator;
  values?: string[];
}

/** The best groups of the first dimension; `rest` adds one more group with all others. */
export interface Limit {
  top: number;
  by?: string;
  ascending?: boolean;
  rest?: boolean;
}

/** What a panel, an alert rule or a variable saves. Fields left out have a default in the backend. */
export interface Question extends DataQuery {
  version: 1;
  queryType?: QueryType;
  kpis?: string[];
  groupBy?: string[];
  grain?: Grain;
  filters?: Filter[];
  compare?: Compare;
  compareAs?: CompareAs[];
  transform?: Transform;
  limit?: Limit;
  parameters?: Record<string, string>;
  format?: Format;
  /** KPIs: adds columns with what they assume and how many they compare. */
  details?: boolean;
  entity?: string;
  dimension?: string;
  search?: string;
  /** Annotations: an {@link EventKind} or a variable each; none means all that are mapped. */
  events?: string[];
  /** Check: entities unless it says something else. */
  about?: About;
  /** Most rows that a list returns. */
  rows?: number;
}

export type TLSMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';
export type WeekStart = 'monday' | 'sunday' | 'saturday';
export type Language = 'en' | 'ru';

/** The data source's settings. Durations are in seconds; what is left out has a default in the backend. */
export interface Settings extends DataSourceJsonData {
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  tlsMode?: TLSMode;
  tlsServerName?: string;
  maxOpenConns?: number;
  maxIdleConns?: number;
  connMaxLifetime?: number;
  queryTimeout?: number;
  timezone?: string;
  weekStart?: WeekStart;
  fiscalStart?: number;
  reportingCurrency?: string;
  language?: Language;
  /** Systems whose tables are mapped already. */
  presets?: PresetChoice[];
  /** YAML; replaces entities of the presets. Empty without presets means the reference schema. */
  mapping?: string;
  /** Whose rows count where several companies share the tables. */
  tenant?: Tenant;
  /** YAML; measures and KPIs added to the built-in ones. */
  kpis?: string;
}

/** A preset that the company uses. */
export interface PresetChoice {
  id: string;
  /** Where the tables are; by default where they usually are. */
  schema?: string;
  /** Entities that the preset shall not give. */
  except?: string[];
  /** Where it differs from that of the settings. */
  tenant?: Tenant;
}

export interface Tenant {
  value?: string;
  /** Of every entity; others go before it. */
  column?: string;
  /** By entity. */
  columns?: Record<string, string>;
  /** Entities whose rows belong to all tenants. */
  shared?: string[];
}

/** A preset that the backend knows. */
export interface Preset {
  id: string;
  title: string;
  versions: string;
  schema: string;
  entities: string[];
  available: string;
  limits: string;
}

/** A preset whose tables are in a schema of the database. */
export interface DetectedPreset {
  /** Empty for the reference schema, which needs no preset. */
  id: string;
  title: string;
  schema: string;
  /** 0 to 1. */
  confidence: number;
  reason: string;
}

/** What a database may hold, for a person to judge. */
export interface Detection {
  presets: DetectedPreset[];
  /** YAML for the setting. */
  mapping: string;
  notes: string[];
}

export interface Secrets {
  password?: string;
  tlsCACert?: string;
  tlsClientCert?: string;
  tlsClientKey?: string;
}

export interface Parameter {
  name: string;
  default: string;
  options?: string[];
}

export interface Kpi {
  id: string;
  title: string;
  description: string;
  department: string;
  kind: string;
  unit: string;
  better?: 'higher' | 'lower' | '';
  horizon?: 'past' | 'current' | 'future';
  defaultGrain?: Grain;
  dimensions: string[];
  parameters?: Parameter[];
  available: boolean;
  /** Why the KPI is not available under the mapping. */
  reason?: string;
}

export interface Named {
  id: string;
  title: string;
}

export interface Catalog {
  kpis: Kpi[];
  dimensions: Named[];
  grains: Grain[];
  entities: Named[];
}

export interface DimensionValue {
  value: string;
  text: string;
}
