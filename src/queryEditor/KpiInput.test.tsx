import { cleanup, screen, waitFor } from '@testing-library/react';

import { catalog } from '../test/catalog';
import { field, open, option, start, withCatalog } from '../test/editor';
import type { Question } from '../types';

it('asks for the KPI that is picked', async () => {
  const { user, latest, onRunQuery } = open();
  await user.click(await field('KPIs'));
  await user.click(await option(/^Revenue/));
  expect(latest()).toEqual({ ...start, kpis: ['revenue'] });
  expect(onRunQuery).toHaveBeenCalledTimes(1);
});

it('asks for the pace of a KPI that is chosen', async () => {
  const { user, latest } = open({ kpis: ['revenue'] });
  await user.click(await field('KPIs'));
  await user.click(await option(/^Revenue: pace/));
  expect(latest()?.kpis).toEqual(['revenue', 'revenue.pace']);
});

it('offers no goals of KPIs that are not chosen', async () => {
  const { user } = open();
  await user.click(await field('KPIs'));
  await option(/^Revenue/);
  expect(screen.queryByRole('option', { name: /pace/ })).not.toBeInTheDocument();
});

it('finds KPIs by name, and says why one is not available', async () => {
  const { user } = open();
  await user.type(await field('KPIs'), 'csat');
  expect(await option(/CSAT/)).toHaveTextContent('Not available: surveys are not mapped');
  expect(screen.queryByRole('option', { name: /Revenue/ })).not.toBeInTheDocument();
});

describe('the search for KPIs', () => {
  const [revenue, ...others] = catalog.kpis;
  const kpis = [{ ...revenue, names: ['Выручка', 'turnover', 'оборот'], description: 'Deals won.' }, ...others];
  const pick = (part: Partial<Question> = {}) => open(part, withCatalog({ kpis }));
  const offered = () => screen.queryAllByRole('option').map(({ id }) => id.replace('combobox-option-', ''));

  afterEach(() => localStorage.clear());

  it.each(['turnover', 'Оборот', 'deals won'])('finds a KPI by "%s", with the keyboard alone', async (text) => {
    const { user, latest } = pick();
    (await field('KPIs')).focus();
    await user.keyboard(text);
    await waitFor(() => expect(offered()).toEqual(['revenue', 'revenue.target', 'revenue.pace']));
    expect(await option(/^Revenue(?!:)/)).toHaveTextContent('currency · Deals won.');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(latest()?.kpis).toEqual(['revenue']);
  });

  it('shows them by department', async () => {
    const { user } = pick();
    await user.click(await field('KPIs'));
    await option(/^Revenue/);
    expect(screen.getAllByTestId('combobox-option-group').map(({ textContent }) => textContent)).toEqual([
      'Sales',
      'Support',
      'Variables',
    ]);
  });

  it('offers those used last first, each once', async () => {
    const first = pick();
    await first.user.click(await field('KPIs'));
    await first.user.click(await option(/^ROI/));
    cleanup();
    const { user } = pick();
    await user.click(await field('KPIs'));
    await option(/^Revenue/);
    expect(screen.getAllByTestId('combobox-option-group')[0]).toHaveTextContent('Recently used');
    expect(offered().slice(0, 2)).toEqual(['roi', 'revenue']);
    expect(offered().filter((id) => id === 'roi')).toHaveLength(1);
  });

  it('does not take a KPI that is not available', async () => {
    const { user, onChange } = pick();
    await user.type(await field('KPIs'), 'csat');
    expect(await option(/^CSAT/)).toHaveStyle({ pointerEvents: 'none' });
    await user.keyboard('{ArrowDown}{Enter}');
    expect(onChange).not.toHaveBeenCalled();
  });

  it('takes a column as it is written, and shows what it is', async () => {
    const { user, latest } = pick();
    await user.type(await field('KPIs'), 'revenue:rolling=28d');
    await user.click(await option(/^revenue:rolling=28d/));
    expect(latest()?.kpis).toEqual(['revenue:rolling=28d']);
    expect(await screen.findByRole('status')).toHaveTextContent('Revenue · Rolling over 28d');
  });

  it('takes a variable', async () => {
    const { user, latest } = pick();
    await user.type(await field('KPIs'), '$re');
    await user.click(await option(/^\$region/));
    expect(latest()?.kpis).toEqual(['$region']);
  });
});
