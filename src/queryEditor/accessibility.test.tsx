import { screen, waitFor, within } from '@testing-library/react';

import { catalog } from '../test/catalog';
import { violations } from '../test/axe';
import { field, open, option, unfold } from '../test/editor';
import type { Question } from '../types';

const everything: Partial<Question> = {
  kpis: ['sales_cycle', 'roi', '=roi / 2 as "Half"', 'revenue:rolling=28d'],
  groupBy: ['team'],
  filters: [
    { dimension: 'team', operator: 'in', values: ['North'] },
    { field: 'created_at', operator: 'between', values: ['2026-01-01', '2026-02-01'] },
    { any: [{ dimension: 'team', operator: 'is_none' }] },
  ],
  compare: 'previous_year',
  limit: { top: 3 },
  having: [{ kpi: 'roi', operator: '>', values: ['1'] }],
};

it('has no violation with everything open', async () => {
  const { user, container } = open(everything);
  await unfold(user);
  await field('KPIs');
  expect(await violations(container)).toEqual([]);
});

it.each(catalog.types.map(({ id }) => id))('has no violation: %s', async (queryType) => {
  const { container } = open({ queryType, kpis: ['revenue'] });
  await screen.findByRole('radiogroup', { name: 'Ask for' });
  expect(await violations(container)).toEqual([]);
});

it('adds no violation to those that the lists of Grafana have themselves', async () => {
  const { user } = open();
  await user.click(await field('KPIs'));
  await option(/^Revenue/);
  const own = /^(aria-required-children|nested-interactive): .*"(listbox|option)"/;
  expect((await violations(document.body)).filter((violation) => !own.test(violation))).toEqual([]);
});

it('gives each input a name', async () => {
  const { user, container } = open(everything);
  await unfold(user);
  await field('KPIs');
  for (const role of ['combobox', 'textbox', 'spinbutton', 'switch', 'radio', 'button']) {
    for (const input of within(container).queryAllByRole(role)) {
      expect(input).toHaveAccessibleName();
    }
  }
});

it('builds a panel by the keyboard alone', async () => {
  const { user, latest } = open({ format: 'auto' });
  await field('KPIs');
  /** Goes on with the key until the focus is there. */
  const tabTo = async (role: string, name: RegExp) => {
    const there = () => screen.getByRole(role, { name }) === document.activeElement;
    for (let left = 40; left > 0 && !there(); left--) {
      await user.tab();
    }
    expect(screen.getByRole(role, { name })).toHaveFocus();
  };
  await tabTo('combobox', /^KPIs/);
  await user.keyboard('cycle');
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
  await user.keyboard('{ArrowDown}{Enter}{Escape}');
  expect(latest()?.kpis).toEqual(['sales_cycle']);
  await tabTo('combobox', /^Group by/);
  await user.keyboard('{ArrowDown}');
  await option(/^Team/);
  await user.keyboard('{Enter}{Escape}');
  expect(latest()?.groupBy).toEqual(['team']);
  await tabTo('combobox', /^Grain/);
  await user.keyboard('mon');
  await option(/^Month/);
  await user.keyboard('{ArrowDown}{Enter}');
  expect(latest()?.grain).toBe('month');
  await tabTo('button', /^Options/);
  await user.keyboard('{Enter}');
  await tabTo('combobox', /^Compare with/);
  expect(await screen.findByRole('status')).toHaveTextContent('Sales cycle by team, monthly');
});
