import { isEqual } from 'lodash';
import { useCallback, useLayoutEffect, useRef } from 'react';

/**
 * Passes on what differs from the value at hand, and nothing else. Grafana's Combobox may announce one choice
 * again at every render that follows it at once; answering each time would never end.
 */
export function useChanges<T>(value: T, onChange: (changed: T) => void): (changed: T) => void {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  }, [value]);
  return useCallback(
    (changed) => {
      if (!isEqual(changed, latest.current)) {
        latest.current = changed;
        onChange(changed);
      }
    },
    [onChange]
  );
}
