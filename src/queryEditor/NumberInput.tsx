import { Input } from '@grafana/ui';

interface Props {
  id: string;
  value?: number;
  placeholder?: string;
  /** Gets undefined when the field is emptied. */
  onChange: (value: number | undefined) => void;
}

/** A whole number, taken over when the field is left, so that half-typed numbers do not run a query. */
export function NumberInput({ id, value, placeholder, onChange }: Props) {
  return (
    <Input
      id={id}
      key={value}
      type="number"
      min={1}
      step={1}
      width={12}
      placeholder={placeholder}
      defaultValue={value}
      onBlur={({ currentTarget }) => {
        const changed = currentTarget.value === '' ? undefined : currentTarget.valueAsNumber;
        if (changed !== value) {
          onChange(changed);
        }
      }}
    />
  );
}
