// Properties of Grafana's components that its later versions have: 12.0 does not know them, and does without.

/** Leaves the space around a field or a card to what it stands in. */
export const flush = { noMargin: true };

/** Makes a field as wide as there is room. */
export const wide = { grow: true };
