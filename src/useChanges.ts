import { isEqual } from 'lodash';
import { useCallback, useLayoutEffect, useRef } from 'react';

/** A value, or how it comes of the one that was announced last. */
export type Change<T> = T | ((latest: T) => T);

/**
 * Passes on what differs from the value at hand, and nothing else; it returns whether it did. Grafana's Combobox may announce one choice
 * again at every render that follows it at once; answering each time would never end. What changes a part by itself, as an effect does, gives a
 * function of the value that was announced last: the one of its render may be an older one, and would take a choice back.
 */
export function useChanges<T>(value: T, onChange: (changed: T) => void): (change: Change<T>) => boolean {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  }, [value]);
  return useCallback(
    (change) => {
      const changed = change instanceof Function ? change(latest.current) : change;
      const differs = !isEqual(changed, latest.current);
      if (differs) {
        latest.current = changed;
        onChange(changed);
      }
      return differs;
    },
    [onChange]
  );
}
