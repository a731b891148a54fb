import type { Panel } from '@grafana/plugin-e2e';

import { expect } from './test';

const sizes: Record<string, number> = { K: 1e3, M: 1e6, B: 1e9 };

/** What Grafana shows of a number, as in $10.2M: the number, and by how much it may be off for being rounded. */
export function shown(text: string): { value: number; rounding: number } {
  const found = /(-?[\d,]+)(\.\d+)?\s*([KMB]?)/.exec(text);
  if (!found) {
    throw new Error(`${JSON.stringify(text)} shows no number`);
  }
  const [, whole, decimals = '', size] = found;
  const unit = sizes[size] ?? 1;
  return {
    value: Number(whole.replaceAll(',', '') + decimals) * unit,
    rounding: (unit / 10 ** Math.max(decimals.length - 1, 0)) * 0.51,
  };
}

/** A panel of one number shows this one, rounded. */
export async function expectShown(panel: Panel, number: number) {
  const content = panel.locator.getByTestId('data-testid panel content');
  await expect(async () => {
    const { value, rounding } = shown(await content.innerText());
    expect(Math.abs(value - number)).toBeLessThanOrEqual(rounding);
  }).toPass({ timeout: 30_000 });
}
