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
