import { renderHook } from '@testing-library/react';

import { useChanges } from './useChanges';

it('passes a change on once, however often it is announced', () => {
  const onChange = jest.fn();
  const { result, rerender } = renderHook(({ value }) => useChanges(value, onChange), {
    initialProps: { value: { grain: 'auto' } },
  });
  const announce = result.current;
  announce({ grain: 'month' });
  announce({ grain: 'month' });
  rerender({ value: { grain: 'month' } });
  announce({ grain: 'month' });
  expect(onChange.mock.calls).toEqual([[{ grain: 'month' }]]);
});

it('passes on a change back to what was before', () => {
  const onChange = jest.fn();
  const { result } = renderHook(() => useChanges<string>('auto', onChange));
  result.current('month');
  result.current('auto');
  expect(onChange.mock.calls).toEqual([['month'], ['auto']]);
});

it('changes a part of what was announced last, though it is not at hand yet', () => {
  const onChange = jest.fn();
  const { result } = renderHook(() => useChanges<object>({ kpis: ['revenue'] }, onChange));
  result.current({ kpis: ['revenue', 'revenue_target'] });
  expect(result.current((latest) => ({ ...latest, fits: 'table' }))).toBe(true);
  expect(result.current((latest) => ({ ...latest, fits: 'table' }))).toBe(false);
  expect(onChange).toHaveBeenLastCalledWith({ kpis: ['revenue', 'revenue_target'], fits: 'table' });
  expect(onChange).toHaveBeenCalledTimes(2);
});
