import type { DataSourceJsonData } from '@grafana/data';
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

export type TLSMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';
export type WeekStart = 'monday' | 'sunday' | 'saturday';
/** The tag of a language, as the backend calls it. */
export type Language = string;

/** The data source's settings. Durations are in seconds; what is left out has a default in the backend. */
export interface Settings extends DataSourceJsonData {
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  /** Whether the database is reached through Grafana's proxy. */
  enableSecureSocksProxy?: boolean;
  tlsMode?: TLSMode;
  tlsServerName?: string;
  maxOpenConns?: number;
  maxIdleConns?: number;
  connMaxLifetime?: number;
  queryTimeout?: number;
  questionTimeout?: number;
  /** How old an answer may be that another question is given too; 0 reads for each anew. */
  answerAge?: number;
  maxPerPerson?: number;
  /** In MiB. */
  maxMemory?: number;
  maxCells?: number;
  maxGroups?: number;
  maxListRows?: number;
  maxRows?: number;
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
  /** YAML; who sees which rows and columns. Empty means that everybody sees everything. */
  policy?: string;
  /** Whether changes in the database reach open panels; they do unless it is false. */
  liveUpdates?: boolean;
  /** Between looks at what has changed, where no triggers announce it. */
  liveInterval?: number;
  /** Whether everyone may read how the database is built and reached, not administrators alone. */
  detailsForAll?: boolean;
  /** What the log notes of each question; nothing where it is left out. */
  audit?: Audit;
}

/** The settings that are YAML texts. */
export type YamlSetting = 'mapping' | 'kpis' | 'policy';

/** Something wrong with such a text. */
export interface TextFault {
  /** From 1; 0 for the whole text. */
  line: number;
  message: string;
}

/** What is noted of a question: what it is about, or all that was asked, with the values of its filters. */
export type Audit = 'questions' | 'values';

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
  /** The rows of all tenants are added together on purpose. */
  all?: boolean;
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
  /** The first ones that the presets and the mapping would show. */
  numbers: FirstNumber[];
  notes: string[];
}

/** What one person sees by the policy. */
export interface SeenBy {
  /** The rule that holds, from 1; 0 for who is nobody. */
  rule: number;
  /** Why they see nothing; empty where they see something. */
  refused: string;
  /** Whether lists of rows are seen, not only numbers. */
  rows: boolean;
  entities: SeenEntity[];
  exempt: SeenExempt[];
}

/** KPIs that are answered of all rows. */
export interface SeenExempt {
  kpis: string[];
  /** The dimensions of the leaderboard; none for totals only. */
  by: string[];
  /** The shortest period. */
  grain: string;
  /** How many rows of others, and of how many people, must stand behind a number. */
  rows: number;
  people: number;
}

export interface SeenEntity {
  id: string;
  title: string;
  all: boolean;
  /** How many rows are seen where not all are; null where they were not counted in time. */
  rows: number | null;
  masked: string[];
}

/** A person of the CRM, and what holds for them. */
export interface SeenPerson {
  name: string;
  email: string;
  rule: number;
  refused: string;
}

/** Whether questions can be answered. */
export type HealthState = 'up' | 'degraded' | 'down';

/** What a check of the data source found. */
export interface Health {
  message: string;
  details: HealthDetails;
}

export interface HealthDetails {
  state: HealthState;
  /** PostgreSQL's version. */
  server?: string;
  replica?: boolean;
  kpis: number;
  available: number;
  /** By KPI: why it is not available. */
  unavailable?: Record<string, string>;
  /** By entity or field of the mapping: what the database says. */
  unreadable?: Record<string, string>;
  entities?: EntityHealth[];
  /** The worst first. */
  findings?: Finding[];
  /** What there was no time for. */
  skipped?: string[];
  /** What the role can do beyond what the mapping needs. */
  excess?: string[];
}

/** What the rows of an entity are like. */
export interface EntityHealth {
  entity: string;
  /** Null when that is not known; the problem then says why. */
  rows: number | null;
  newest?: string;
  /** 0 to 1. */
  usable?: number;
  problem?: string;
}

/** Something wrong with the data. */
export interface Finding {
  kind: string;
  severity: string;
  entity: string;
  field: string;
  count: number;
  examples?: string;
  meaning: string;
}

/** A number that tells a person at once whether a proposal is right. */
export interface FirstNumber {
  /** Whose tables it comes from; empty for the proposed mapping. */
  preset: string;
  title: string;
  /** With its unit. */
  value: string;
  /** Why it is not known, or what to know about it. */
  note: string;
}

export interface Secrets {
  password?: string;
  tlsCACert?: string;
  tlsClientCert?: string;
  tlsClientKey?: string;
}

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

export interface DimensionValue {
  value: string;
  text: string;
}

/** Values to choose from, and whether there are more than these. */
export interface DimensionValues {
  values: DimensionValue[];
  more?: boolean;
}

/** What the panels of a dashboard make of what its readers may choose. */
export interface Drilldown {
  /** By which at least one panel can be filtered, as by the fields. */
  dimensions: string[];
  fields: string[];
  /** In the order of those asked about, as the groups are. */
  filters: Applicability[];
  groupBy: Applicability[];
}

/** Whether at least one panel has something, and why none has. */
export interface Applicability {
  applicable: boolean;
  reason?: string;
}
