import { Input } from '@grafana/ui';

interface Props {
  id: string;
  value?: string;
  placeholder?: string;
  disabled?: boolean;
  onChange: (value: string) => void;
}

/** A text, taken over when the field is left. */
export function TextInput({ id, value = '', placeholder, disabled, onChange }: Props) {
  return (
    <Input
      id={id}
      key={value}
      width={24}
      placeholder={placeholder}
      disabled={disabled}
      defaultValue={value}
      onBlur={({ currentTarget }) => {
        if (currentTarget.value !== value) {
          onChange(currentTarget.value);
        }
      }}
    />
  );
}
