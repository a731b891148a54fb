import type { ComboboxOption } from '@grafana/ui';

// The oldest Grafana that the plugin is for has no such options: it shows them as any other, and their types do not know the name.
const information: object = { infoOption: true };

/** An option that says why it cannot be chosen. */
export const informing = (option: ComboboxOption, description: string): ComboboxOption => ({
  ...option,
  description,
  ...information,
});

/** Whether an option cannot be chosen. */
export const isInformation = (option: object): boolean => 'infoOption' in option && option.infoOption === true;
