import type { DataSourceJsonData } from '@grafana/data';

export type TLSMode = 'disable' | 'require' | 'verify-ca' | 'verify-full';

/** Which of several servers is read. */
export type Target = 'any' | 'primary' | 'prefer-standby' | 'standby' | 'read-write' | 'read-only';

export type WeekStart = 'monday' | 'sunday' | 'saturday';

/** The tag of a language, as the backend calls it. */
export type Language = string;

/** The data source's settings. Durations are in seconds; what is left out has a default in the backend. */
export interface Settings extends DataSourceJsonData {
  /** A name or address, or several with commas between, each with a port of its own or with that of all. */
  host?: string;
  port?: number;
  targetSessionAttrs?: Target;
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

export interface Secrets {
  password?: string;
  tlsCACert?: string;
  tlsClientCert?: string;
  tlsClientKey?: string;
}
