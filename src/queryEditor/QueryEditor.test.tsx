import { CoreApp } from '@grafana/data';
import { setTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ReactNode } from 'react';

import type { DataSource } from '../datasource';
import { catalog } from '../test/catalog';
import { testDatasource } from '../test/datasource';
import type { Catalog, Filter, Question } from '../types';
import { AnnotationEditor, QueryEditor, type Props } from './QueryEditor';

const start: Question = { refId: 'A', version: 1, queryType: 'kpi', kpis: [], grain: 'auto', format: 'timeseries' };

beforeEach(() => {
  setTemplateSrv({ getVariables: () => [{ name: 'region' }] } as unknown as TemplateSrv);
});

/** Renders the editor as Explore does: what it changes comes back as its question, copied and a moment later. */
function open(
  part: Partial<Question> = {},
  datasource: DataSource = testDatasource(),
  { app, Editor = QueryEditor }: { app?: CoreApp; Editor?: (props: Props) => ReactNode } = {}
) {
  const onChange = jest.fn<void, [Question]>();
  const onRunQuery = jest.fn();
  function Panel() {
    const [query, setQuery] = useState<Question>({ ...start, ...part });
    const change = (changed: Question) => {
      onChange(changed);
      setTimeout(() => setQuery(JSON.parse(JSON.stringify(changed)) as Question));
    };
    return <Editor app={app} datasource={datasource} query={query} onChange={change} onRunQuery={onRunQuery} />;
  }
  render(<Panel />);
  const latest = () => onChange.mock.lastCall?.[0];
  return { user: userEvent.setup(), latest, onChange, onRunQuery };
}

const field = (name: string) => screen.findByRole('combobox', { name });
const option = (name: RegExp) => screen.findByRole('option', { name });

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

it('groups by dimensions that every chosen KPI has', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'] });
  await user.click(await field('Group by'));
  const team = await option(/^Team/);
  expect(screen.queryByRole('option', { name: /^Region/ })).not.toBeInTheDocument();
  await user.click(team);
  expect(latest()?.groupBy).toEqual(['team']);
});

it('warns of a dimension that a KPI does not have', async () => {
  open({ kpis: ['sales_cycle'], groupBy: ['region'] });
  expect(await screen.findByRole('alert')).toHaveTextContent('can be grouped by region');
});

it('filters by a suggested value', async () => {
  const { user, latest, onRunQuery } = open({ kpis: ['revenue'] });
  await user.click(await screen.findByRole('button', { name: 'Add filter' }));
  await user.click(await field('Dimension of the filter'));
  await user.click(await option(/^Region/));
  await user.click(await field('Values of the filter'));
  await user.click(await option(/^EMEA/));
  expect(latest()?.filters).toEqual([{ dimension: 'region', operator: 'in', values: ['EMEA'] }]);
  expect(onRunQuery).toHaveBeenCalledTimes(3);
});

it('says why values could not be read', async () => {
  const datasource = testDatasource();
  jest.spyOn(datasource, 'getValues').mockRejectedValue({ data: { error: 'the table crm.accounts is missing' } });
  const { user } = open(
    { kpis: ['revenue'], filters: [{ dimension: 'region', operator: 'in', values: [] }] },
    datasource
  );
  await user.click(await field('Values of the filter'));
  expect(await screen.findByText('the table crm.accounts is missing')).toBeVisible();
});

it('keeps the best groups', async () => {
  const { user, latest } = open({ kpis: ['revenue'], groupBy: ['team'] });
  await user.type(await screen.findByLabelText('Keep groups'), '5');
  await user.tab();
  expect(latest()?.limit).toEqual({ top: 5, rest: true });
});

it('lets another KPI decide between groups that share the last place', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'], groupBy: ['team'], limit: { top: 5 } });
  await user.click(await field('Then by'));
  await user.click(await option(/^Sales cycle/));
  expect(latest()?.limit).toEqual({ top: 5, then: 'sales_cycle' });
});

it('shows every member of a dimension on request', async () => {
  const { user, latest } = open({ kpis: ['revenue'], groupBy: ['team'] });
  await user.click(await screen.findByRole('radio', { name: 'All' }));
  expect(latest()?.groups).toBe('all');
});

it('shows the parameters of the chosen KPIs only', async () => {
  const { user, latest, onRunQuery } = open({ kpis: ['sales_cycle'] });
  await user.click(await field('Statistic'));
  await user.click(await option(/^90th percentile/));
  expect(latest()?.parameters).toEqual({ statistic: 'p90' });
  expect(onRunQuery).toHaveBeenCalledTimes(1);
});

it('has no parameters to set where the KPIs have none', async () => {
  open({ kpis: ['revenue'] });
  await field('KPIs');
  expect(screen.queryByRole('combobox', { name: 'Statistic' })).not.toBeInTheDocument();
});

it('lists the values of a dimension', async () => {
  const { user, latest } = open();
  await user.click(await screen.findByRole('radio', { name: 'Values' }));
  await user.click(await field('Values of'));
  await user.click(await option(/^Region/));
  expect(latest()).toMatchObject({ queryType: 'values', dimension: 'region' });
});

it('edits groups of filters, within each other too', async () => {
  const region = { dimension: 'region', operator: 'in', values: ['EMEA', 'APAC'] };
  const group = { any: [region, { all: [{ dimension: 'team', operator: 'is_none' }] }] };
  const { user, latest } = open({ kpis: ['revenue'], filters: [group] });
  const all = await screen.findAllByRole('radio', { name: 'All of' });
  expect(all.map((one) => (one as HTMLInputElement).checked)).toEqual([false, true]);
  expect(screen.getByText('EMEA')).toBeVisible();
  await user.click(all[0]);
  expect(latest()?.filters).toEqual([{ all: group.any }]);
  await user.click(screen.getAllByRole('button', { name: 'Remove filter' })[0]);
  expect(latest()?.filters).toEqual([{ all: [group.any[1]] }]);
  await user.click(screen.getAllByRole('button', { name: 'Add group' }).at(-1)!);
  const fresh = { dimension: '', operator: 'in', values: [] };
  expect(latest()?.filters).toEqual([{ all: [group.any[1]] }, { any: [fresh] }]);
  await user.click(screen.getAllByRole('button', { name: 'Remove group' }).at(-1)!);
  expect(latest()?.filters).toEqual([{ all: [group.any[1]] }]);
});

it('compares numbers and days that the rows of every KPI have', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'] });
  await user.click(await screen.findByRole('button', { name: 'Add filter' }));
  await user.click(await field('Dimension of the filter'));
  const created = await option(/^Created at/);
  expect(screen.queryByRole('option', { name: /^Amount/ })).not.toBeInTheDocument();
  await user.click(created);
  expect(latest()?.filters).toEqual([{ field: 'created_at', operator: '>', values: [] }]);
  await user.click(await field('Operator of the filter'));
  await user.click(await option(/^between/));
  await user.type(screen.getByLabelText('Compared with'), '2026-01-01');
  await user.type(screen.getByLabelText('Up to'), '2026-03-31');
  await user.tab();
  expect(latest()?.filters).toEqual([
    { field: 'created_at', operator: 'between', values: ['2026-01-01', '2026-03-31'] },
  ]);
  await user.click(await field('Dimension of the filter'));
  await user.click(await option(/^Team/));
  expect(latest()?.filters).toEqual([{ dimension: 'team', operator: 'in', values: [] }]);
});

it('keeps groups by the value of a KPI, shown or not', async () => {
  const { user, latest } = open({ kpis: ['revenue'], groupBy: ['team'] });
  await user.click(await screen.findByRole('button', { name: 'Add condition' }));
  await user.click(await field('KPI of the condition'));
  await user.click(await option(/^Sales cycle/));
  await user.click(await field('Operator of the condition'));
  await user.click(await option(/^at least/));
  await user.type(screen.getByLabelText('Compared with'), '30');
  await user.tab();
  expect(latest()?.having).toEqual([{ kpi: 'sales_cycle', operator: '>=', values: ['30'] }]);
  await user.click(screen.getByRole('button', { name: 'Remove condition' }));
  expect(latest()?.having ?? []).toEqual([]);
});

it('offers no conditions on groups without groups', async () => {
  open({ kpis: ['revenue'] });
  await field('Group by');
  expect(screen.queryByRole('button', { name: 'Add condition' })).not.toBeInTheDocument();
});

it('asks for the story of one customer, beside other filters', async () => {
  const region: Filter = { dimension: 'region', operator: 'in', values: ['EMEA'] };
  const { user, latest } = open({ filters: [region] });
  await user.click(await screen.findByRole('radio', { name: 'Timeline' }));
  await user.click(await field('Customer'));
  await user.click(await option(/^EMEA/));
  const account = { dimension: 'account', operator: 'equals', values: ['EMEA'] };
  expect(latest()).toMatchObject({ queryType: 'timeline', filters: [account, region] });
  await user.click(await screen.findByRole('button', { name: 'Remove filter' }));
  expect(latest()?.filters).toEqual([account]);
});

it('says why the customers could not be read', async () => {
  const datasource = testDatasource();
  jest.spyOn(datasource, 'getValues').mockRejectedValue({ data: { error: 'accounts are not mapped' } });
  const { user } = open({ queryType: 'timeline' }, datasource);
  await user.click(await field('Customer'));
  expect(await screen.findByText('accounts are not mapped')).toBeVisible();
});

it('chooses what annotations mark', async () => {
  const { user, latest } = open({ parameters: { window: '90d' } });
  await user.click(await screen.findByRole('radio', { name: 'Annotations' }));
  await user.click(await field('Events'));
  await user.click(await option(/^Campaigns/));
  expect(latest()).toMatchObject({ queryType: 'annotations', events: ['campaigns'] });
  await user.type(await screen.findByLabelText('Deals from'), '50000');
  await user.tab();
  expect(latest()?.parameters).toEqual({ threshold: '50000' });
});

it('explains the KPI that was picked last', async () => {
  const { user, latest } = open({ kpis: ['revenue', 'sales_cycle'] });
  await user.click(await screen.findByRole('radio', { name: 'Explain' }));
  expect(latest()).toMatchObject({ queryType: 'explain', kpis: ['revenue'] });
  await user.click(await field('KPIs'));
  await user.click(await option(/^Sales cycle/));
  expect(latest()?.kpis).toEqual(['sales_cycle']);
});

it('checks the data, its entities unless something else is chosen', async () => {
  const { user, latest } = open();
  await user.click(await screen.findByRole('radio', { name: 'Check' }));
  expect(latest()).toMatchObject({ queryType: 'check' });
  expect(await field('About')).toHaveValue('Entities');
  await user.click(await field('About'));
  await user.click(await option(/^Findings/));
  expect(latest()).toMatchObject({ queryType: 'check', about: 'findings' });
});

it('asks for details', async () => {
  const { user, latest } = open({ kpis: ['pipeline_needed'] });
  await user.click(await screen.findByRole('switch', { name: 'Details' }));
  expect(latest()?.details).toBe(true);
});

it('says that the replaced value of a planning KPI is assumed', async () => {
  const { user, latest } = open({ kpis: ['pipeline_needed'] });
  await user.type(await screen.findByLabelText('Assumed win rate by value'), '40%');
  await user.tab();
  expect(latest()?.parameters).toEqual({ win_rate_value: '40%' });
  expect(screen.getByLabelText('Weights of segments')).toBeVisible();
});

it('says why the catalogue is missing, and tries again', async () => {
  const datasource = testDatasource();
  jest.spyOn(datasource, 'getCatalog').mockRejectedValueOnce({ data: { error: 'password authentication failed' } });
  const { user } = open({}, datasource);
  expect(await screen.findByText('password authentication failed')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await field('KPIs')).toBeVisible();
});

/** A data source whose catalogue is another one. */
function withCatalog(part: Partial<Catalog>): DataSource {
  const datasource = testDatasource();
  jest.spyOn(datasource, 'getCatalog').mockResolvedValue({ ...catalog, ...part });
  return datasource;
}

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
    await user.click(await field('Scale'));
    await user.click(await option(/^One to five/));
    expect(screen.getByLabelText('Span')).toHaveAttribute('placeholder', 'a time, as 2w');
    await user.type(screen.getByLabelText('Span'), '3w');
    await user.tab();
    expect(latest()).toMatchObject({ kpis: ['mood'], parameters: { scale: 'five', span: '3w' } });
  });

  it('shows what a saved question says that is not in the catalogue', async () => {
    open({
      kpis: ['happiness'],
      grain: 'decade',
      format: 'hologram',
      compare: 'next_year',
      compareAs: ['riddle'],
      parameters: { taste: 'sweet' },
      filters: [{ dimension: 'galaxy', operator: 'like', values: ['far'] }],
    });
    expect(await screen.findByText('happiness')).toBeVisible();
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

describe('what is offered', () => {
  const offered = async () => {
    const group = await screen.findByRole('radiogroup', { name: 'Ask for' });
    return within(group)
      .getAllByRole('radio')
      .map((radio) => (radio as HTMLInputElement).labels?.[0].textContent.trim());
  };

  it('offers an alert rule what gives numbers to alert on, and keeps what is saved', async () => {
    open({ queryType: 'check' }, testDatasource(), { app: CoreApp.UnifiedAlerting });
    expect(await offered()).toEqual(['KPIs', 'Check']);
  });

  it('offers annotations what has events', async () => {
    open({ queryType: 'annotations' }, testDatasource(), { Editor: AnnotationEditor });
    expect(await offered()).toEqual(['Records', 'Agenda', 'Timeline', 'Annotations']);
  });

  it('has nothing to choose where there is one type', async () => {
    open({}, testDatasource(), { app: CoreApp.UnifiedAlerting });
    await field('KPIs');
    expect(screen.queryByRole('radiogroup', { name: 'Ask for' })).not.toBeInTheDocument();
  });
});

it('makes a table of a question without a time axis', async () => {
  const { user, latest } = open({ kpis: ['revenue'] });
  await user.click(await field('Grain'));
  await user.click(await option(/^Whole range/));
  expect(latest()).toMatchObject({ grain: 'none', format: 'table' });
  expect(await screen.findByRole('radio', { name: 'Table' })).toBeChecked();
});

it('adds a formula by the keyboard alone, with a label and a unit, and orders groups by it', async () => {
  const { user, latest } = open({ kpis: ['revenue'], groupBy: ['team'], limit: { top: 3 } });
  (await screen.findByRole('button', { name: 'Add formula' })).focus();
  await user.keyboard('{Enter}');
  screen.getByLabelText('Formula').focus();
  await user.keyboard('revenue / sales_cycle');
  await user.tab();
  expect(latest()?.kpis).toEqual(['revenue', '=revenue / sales_cycle']);
  const label = await screen.findByLabelText('Label');
  await user.type(label, 'Per "day"');
  await user.tab();
  expect(latest()?.kpis).toEqual(['revenue', '=revenue / sales_cycle as "Per \\"day\\""']);
  await user.click(await field('Unit'));
  await user.click(await option(/^money per day/));
  expect(latest()?.kpis).toEqual(['revenue', '=revenue / sales_cycle as "Per \\"day\\"" in money_per_day']);
  await user.click(await field('By'));
  await user.click(await option(/^Per "day"/));
  expect(latest()?.limit?.by).toBe('=revenue / sales_cycle');
  await user.click(screen.getByRole('button', { name: 'Remove formula' }));
  expect(latest()?.kpis).toEqual(['revenue']);
});

it('sets the statistic and the window of a column, and keeps the order of groups by it', async () => {
  const { user, latest } = open({ kpis: ['sales_cycle'], groupBy: ['team'], limit: { top: 3, by: 'sales_cycle' } });
  await user.click(await screen.findByRole('button', { name: 'Statistics and windows' }));
  await user.click((await screen.findAllByRole('combobox', { name: 'Statistic' }))[0]);
  await user.click(await option(/^90th percentile/));
  expect(latest()?.kpis).toEqual(['sales_cycle:statistic=p90']);
  expect(latest()?.limit?.by).toBe('sales_cycle:statistic=p90');
  await user.type(await screen.findByLabelText('Rolling over'), '28d');
  await user.tab();
  expect(latest()?.kpis).toEqual(['sales_cycle:statistic=p90:rolling=28d']);
  await user.click(await field('To date'));
  await user.click(await option(/^Year to date/));
  expect(latest()?.kpis).toEqual(['sales_cycle:statistic=p90:to_date=year']);
});

it('offers no statistic where the KPI has none', async () => {
  const { user } = open({ kpis: ['revenue'] });
  await user.click(await screen.findByRole('button', { name: 'Statistics and windows' }));
  expect(await screen.findByLabelText('Rolling over')).toBeVisible();
  expect(screen.queryByRole('combobox', { name: 'Statistic' })).not.toBeInTheDocument();
});

it('lets a filter hold for one side of a ratio, with what that side has', async () => {
  const filter: Filter = { dimension: 'region', operator: 'in', values: ['EMEA'] };
  const { user, latest } = open({ kpis: ['roi'], filters: [filter] });
  expect(screen.queryByRole('combobox', { name: 'What the filter holds for' })).not.toBeInTheDocument();
  await user.click(await screen.findByRole('button', { name: /^Hold for one side/ }));
  await user.click(await field('What the filter holds for'));
  expect(await option(/^Denominator/)).toBeVisible();
  await user.click(await option(/^Numerator/));
  expect(latest()?.filters).toEqual([{ ...filter, of: 'numerator' }]);
  await user.click(await field('Dimension of the filter'));
  await user.click(await option(/^Amount/));
  expect(latest()?.filters).toEqual([{ of: 'numerator', field: 'amount', operator: '>', values: [] }]);
  await user.click(await field('What the filter holds for'));
  await user.click(await option(/^All rows/));
  expect(latest()?.filters).toEqual([{ field: 'amount', operator: '>', values: [] }]);
});

it('lets a group hold for what comes before a KPI as a whole', async () => {
  const group = { any: [{ dimension: 'team', operator: 'in', values: ['North'] }] };
  const { user, latest } = open({ kpis: ['roi'], filters: [group] });
  await user.click(await screen.findByRole('button', { name: /^Hold for one side/ }));
  await user.click(await field('What the filter holds for'));
  await user.click(await option(/^Deals/));
  expect(latest()?.filters).toEqual([{ ...group, of: 'deals' }]);
  await user.click(screen.getByRole('radio', { name: 'All of' }));
  expect(latest()?.filters).toEqual([{ all: group.any, of: 'deals' }]);
});

it('offers no side where a KPI has none', async () => {
  open({ kpis: ['roi', 'revenue'], filters: [{ dimension: 'region', operator: 'in', values: ['EMEA'] }] });
  expect(await screen.findByRole('button', { name: 'Remove filter' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Hold for one side/ })).not.toBeInTheDocument();
});

it('compares numbers and days of the records of an entity', async () => {
  const { user, latest } = open({ queryType: 'records', entity: 'deals' });
  await user.click(await screen.findByRole('button', { name: 'Add filter' }));
  await user.click(await field('Dimension of the filter'));
  expect(screen.queryByRole('option', { name: /^Amount/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('option', { name: /^Region/ })).not.toBeInTheDocument();
  await user.click(await option(/^Created at/));
  expect(latest()?.filters).toEqual([{ field: 'created_at', operator: '>', values: [] }]);
});
