import { MultiCombobox, type ComboboxOption } from '@grafana/ui';

import { takenOf } from './choices';
import { meant } from './meant';

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
