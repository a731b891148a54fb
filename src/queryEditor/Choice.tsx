import { Combobox, type ComboboxOption } from '@grafana/ui';

import { isInformation } from './information';
import { meant } from './meant';

interface Props<T extends string> {
  id: string;
  /** A function suggests options for a search text; it has to stay the same from render to render. */
  options: Array<ComboboxOption<T>> | ((search: string) => Promise<Array<ComboboxOption<T>>>);
  value?: T;
  placeholder?: string;
  /** In units of 8 px. */
  width: number;
  invalid?: boolean;
  disabled?: boolean;
  /** Whether a value that is not among the options may be typed. */
  open?: boolean;
  onChange: (value: T) => void;
}

/** One of several values. */
export function Choice<T extends string>({ value, open, onChange, ...props }: Props<T>) {
  return (
    <Combobox
      {...props}
      value={value ?? null}
      createCustomValue={open}
      onChange={(chosen) => !isInformation(chosen) && onChange(meant(chosen.value, props.options))}
    />
  );
}
