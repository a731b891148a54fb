import { screen, waitFor } from '@testing-library/react';

import { catalog } from '../test/catalog';
import { field, open, option, unfold, withCatalog } from '../test/editor';
import type { Question } from '../types';

it('folds away what few people need, and says what is set there', async () => {
  const { user, latest } = open({
    kpis: ['revenue'],
    groupBy: ['team'],
    format: 'table',
    compare: 'previous_year',
    limit: { top: 5 },
  });
  const options = await screen.findByRole('button', { name: /^Options/ });
  expect(options).toHaveAccessibleName('Options as a table · against last year · top 5 by revenue');
  expect(screen.queryByLabelText('Keep groups')).not.toBeInTheDocument();
  options.focus();
  await user.keyboard('{Enter}');
  expect(options).toHaveAccessibleName('Options');
  await user.click(await field('Compare with'));
  await user.click(await option(/^Previous period/));
  await user.click(options);
  expect(latest()?.compare).toBe('previous_period');
  expect(options).toHaveAccessibleName('Options as a table · against the previous period · top 5 by revenue');
});

it('says in words what is asked', async () => {
  const { user } = open({ kpis: ['revenue'], groupBy: ['team'] });
  const said = await screen.findByRole('status');
  expect(said).toHaveTextContent('Revenue by team');
  await user.click(await field('Grain'));
  await user.click(await option(/^Month/));
  await waitFor(() => expect(said).toHaveTextContent('Revenue by team, monthly'));
});

describe('what the editor has never heard of', () => {
  const weather = {
    id: 'weather',
    title: 'Weather',
    description: 'What it will be like',
    uses: ['panels'],
    fields: [
      { name: 'place', input: 'map', title: 'Place', help: 'Where.', required: true },
      {
        name: 'sky',
        input: 'choice',
        title: 'Sky',
        default: 'blue',
        options: [
          { id: 'blue', title: 'Blue sky' },
          { id: 'grey', title: 'Grey sky' },
        ],
      },
      { name: 'night', input: 'switch', title: 'At night', beside: true },
      { name: 'winds', input: 'choices', title: 'Winds', options: [{ id: 'north', title: 'North wind' }] },
      { name: 'days', input: 'number', title: 'Days', with: 'place' },
    ],
  };

  it('shows a query type and its fields from the catalogue alone', async () => {
    const { user, latest } = open({}, withCatalog({ types: [...catalog.types, weather] }));
    await user.click(await screen.findByRole('radio', { name: 'Weather' }));
    expect(screen.queryByRole('combobox', { name: 'KPIs' })).not.toBeInTheDocument();
    expect(await field('Sky')).toHaveValue('Blue sky');
    expect(screen.queryByLabelText('Days')).not.toBeInTheDocument();
    await user.type(screen.getByLabelText('Place'), 'Harbour');
    await user.tab();
    await user.click(await field('Sky'));
    await user.click(await option(/^Grey sky/));
    await user.click(await field('Winds'));
    await user.click(await option(/^North wind/));
    await user.click(screen.getByRole('switch', { name: 'At night' }));
    await user.type(await screen.findByLabelText('Days'), '3');
    await user.tab();
    const expected = { queryType: 'weather', place: 'Harbour', sky: 'grey', winds: ['north'], night: true, days: 3 };
    expect(latest()).toMatchObject(expected);
  });

  it('shows a KPI, its department and its parameters from the catalogue alone', async () => {
    const mood = {
      ...catalog.kpis[0],
      id: 'mood',
      title: 'Mood of the team',
      department: 'people',
      parameters: [
        { name: 'scale', title: 'Scale', default: 'ten', options: [{ id: 'five', title: 'One to five' }] },
        { name: 'span', title: 'Span', help: 'a time, as 2w', default: '' },
      ],
    };
    const departments = [{ id: 'people', title: 'People' }, ...catalog.departments];
    const { user, latest } = open({}, withCatalog({ departments, kpis: [...catalog.kpis, mood] }));
    await user.click(await field('KPIs'));
    expect(await screen.findByText('People')).toBeVisible();
    await user.click(await option(/^Mood of the team/));
    await unfold(user);
    await user.click(await field('Scale'));
    await user.click(await option(/^One to five/));
    expect(screen.getByLabelText('Span')).toHaveAttribute('placeholder', 'a time, as 2w');
    await user.type(screen.getByLabelText('Span'), '3w');
    await user.tab();
    expect(latest()).toMatchObject({ kpis: ['mood'], parameters: { scale: 'five', span: '3w' } });
  });

  it('shows what a saved question says that is not in the catalogue', async () => {
    const { user } = open({
      kpis: ['happiness'],
      grain: 'decade',
      format: 'hologram',
      compare: 'next_year',
      compareAs: ['riddle'],
      parameters: { taste: 'sweet' },
      filters: [{ dimension: 'galaxy', operator: 'like', values: ['far'] }],
    });
    expect(await screen.findByText('happiness')).toBeVisible();
    await unfold(user);
    expect(await field('Grain')).toHaveValue('decade');
    expect(screen.getByRole('radio', { name: 'hologram' })).toBeChecked();
    expect(await field('Compare with')).toHaveValue('next_year');
    expect(screen.getByText('riddle')).toBeVisible();
    expect(screen.getByLabelText('taste')).toHaveValue('sweet');
    expect(await field('Dimension of the filter')).toHaveValue('galaxy');
    expect(await field('Operator of the filter')).toHaveValue('like');
    expect(screen.getByText('far')).toBeVisible();
  });

  it('shows a saved query type that is not in the catalogue, and leaves it for another', async () => {
    const { user, latest } = open({ queryType: 'oracle' });
    expect(await screen.findByRole('radio', { name: 'oracle' })).toBeChecked();
    await user.click(screen.getByRole('radio', { name: 'Agenda' }));
    expect(latest()).toMatchObject({ queryType: 'agenda' });
  });

  it('writes what is no text as JSON where it knows only a text', async () => {
    const { user, latest } = open(
      { queryType: 'weather', place: { x: 1 } } as Partial<Question>,
      withCatalog({ types: [weather] })
    );
    const place = await screen.findByLabelText('Place');
    expect(place).toHaveValue('{"x":1}');
    await user.clear(place);
    await user.type(place, '[[2]');
    await user.tab();
    expect(latest()).toMatchObject({ place: [2] });
  });
});
