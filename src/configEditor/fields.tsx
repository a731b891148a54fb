import { Combobox, Field, Input, SecretInput, SecretTextArea, type ComboboxOption } from '@grafana/ui';

import type { Secrets, Settings } from '../types';
import { wide } from './later';
import type { SettingsForm } from './settingsForm';

/** As wide as a text or a choice needs, and no wider than a phone. */
export const fieldStyle = { maxWidth: 480 };

/** The settings whose values are of type T. */
type KeysOf<T> = { [K in keyof Settings]-?: Settings[K] extends T | undefined ? K : never }[keyof Settings] & string;

interface FieldProps<K> {
  form: SettingsForm;
  name: K;
  label: string;
  description: string;
  placeholder?: string;
  required?: boolean;
}

export function TextField({ form, name, placeholder, ...field }: FieldProps<KeysOf<string>>) {
  return (
    <Field {...field} style={fieldStyle} disabled={form.disabled}>
      <Input
        id={`settings-${name}`}
        placeholder={placeholder}
        value={form.settings[name] ?? ''}
        onChange={({ currentTarget }) => form.set(name, currentTarget.value)}
      />
    </Field>
  );
}

export function NumberField({ form, name, placeholder, ...field }: FieldProps<KeysOf<number>>) {
  return (
    <Field {...field} disabled={form.disabled}>
      <Input
        id={`settings-${name}`}
        type="number"
        min={0}
        width={20}
        placeholder={placeholder}
        value={form.settings[name] ?? ''}
        onChange={({ currentTarget: { value, valueAsNumber } }) =>
          form.set(name, value === '' ? undefined : valueAsNumber)
        }
      />
    </Field>
  );
}

interface ChoiceProps<T extends string | number> extends Omit<FieldProps<KeysOf<T>>, 'name'> {
  name: string;
  value: T;
  options: Array<ComboboxOption<T>>;
  onChange: (value: T) => void;
  /** Whether a value that is not among the options may be typed. */
  open?: boolean;
}

export function ChoiceField<T extends string | number>(props: ChoiceProps<T>) {
  const { form, name, placeholder, value, options, onChange, open, ...field } = props;
  return (
    <Field {...field} style={fieldStyle} disabled={form.disabled}>
      <Combobox
        id={`settings-${name}`}
        placeholder={placeholder}
        options={options}
        value={value}
        createCustomValue={open}
        onChange={(option) => onChange(option.value)}
      />
    </Field>
  );
}

/** A short secret, never shown again once saved. */
export function SecretField({ form, name, placeholder, ...field }: FieldProps<keyof Secrets>) {
  return (
    <Field {...field} style={fieldStyle} disabled={form.disabled}>
      <SecretInput
        id={`settings-${name}`}
        placeholder={placeholder}
        autoComplete="new-password"
        isConfigured={form.isStored(name)}
        value={form.secret(name)}
        onChange={({ currentTarget }) => form.setSecret(name, currentTarget.value)}
        onReset={() => form.resetSecret(name)}
      />
    </Field>
  );
}

/** A certificate or key in PEM form, never shown again once saved. */
export function SecretTextField({ form, name, placeholder, ...field }: FieldProps<keyof Secrets>) {
  return (
    <Field {...field} style={fieldStyle} disabled={form.disabled}>
      <SecretTextArea
        id={`settings-${name}`}
        {...wide}
        rows={5}
        placeholder={placeholder}
        isConfigured={form.isStored(name)}
        value={form.secret(name)}
        onChange={({ currentTarget }) => form.setSecret(name, currentTarget.value)}
        onReset={() => form.resetSecret(name)}
      />
    </Field>
  );
}
