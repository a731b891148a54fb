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
