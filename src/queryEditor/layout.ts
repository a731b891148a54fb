/** Width of the labels in the editor's first column, in units of 8 px. */
export const labelWidth = 18;
