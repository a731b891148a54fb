import { MultiCombobox, type ComboboxOption } from '@grafana/ui';

import { takenOf } from './choices';

interface Props {
  id: string;
  placeholder?: string;
  /** A function suggests options for a search text; it has to stay the same from render to render. */
  options: ComboboxOption[] | ((search: string) => Promise<ComboboxOption[]>);
  value: string[];
  invalid?: boolean;
  onChange: (value: string[]) => void;
}

/** Several values, typed ones too. */
export const OpenChoices = ({ value, onChange, ...props }: Props) => (
  <MultiCombobox
    {...props}
    value={value}
    createCustomValue
    isClearable
    width="auto"
    minWidth={24}
    maxWidth={60}
    onChange={(chosen) => onChange(takenOf(chosen, value).map((text) => meant(text, props.options)))}
  />
);

/** A title that is typed means its option, though Grafana offers it as a value first. */
function meant(text: string, options: Props['options']): string {
  if (!Array.isArray(options) || options.some(({ value }) => value === text)) {
    return text;
  }
  const title = text.trim().toLowerCase();
  return options.find(({ label }) => label?.toLowerCase() === title)?.value ?? text;
}
