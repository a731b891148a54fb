import type { ComboboxOption } from '@grafana/ui';

/** A title that is typed means its option, though Grafana offers it as a value of its own first. */
export function meant<T extends string>(text: T, options: Array<ComboboxOption<T>> | ((search: string) => unknown)): T {
  if (!Array.isArray(options) || options.some(({ value }) => value === text)) {
    return text;
  }
  const title = text.trim().toLowerCase();
  return options.find(({ label }) => label?.toLowerCase() === title)?.value ?? text;
}
