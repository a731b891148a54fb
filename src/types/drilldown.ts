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
