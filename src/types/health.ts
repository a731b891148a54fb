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
