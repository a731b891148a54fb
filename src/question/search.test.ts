import { catalog } from '../test/catalog';
import type { Kpi } from '../types';
import { searchKpis } from './search';

const kpi = (part: Partial<Kpi>): Kpi => ({ ...catalog.kpis[0], goals: undefined, ...part });

const kpis = [
  kpi({ id: 'product_sales', title: 'Product sales', names: ['Продажи товаров'] }),
  kpi({
    id: 'revenue',
    title: 'Revenue',
    names: ['Выручка', 'turnover', 'sales', 'оборот', 'счёт'],
    description: 'Amount of the deals won in the period.',
    descriptions: ['Сумма сделок, выигранных за период.'],
  }),
  kpi({ id: 'revenue_old', title: 'Revenue', available: false }),
  kpi({ id: 'win_rate', title: 'Win rate', names: ['Доля выигранных сделок', 'close rate'] }),
];

it.each([
  ['turnover', ['revenue']],
  ['оборот', ['revenue']],
  ['ВЫРУЧК', ['revenue']],
  ['выручки', ['revenue']],
  ['счет', ['revenue']],
  ['sales', ['revenue', 'product_sales']],
  ['revenue', ['revenue', 'revenue_old']],
  ['rate win', ['win_rate']],
  ['win_rate', ['win_rate']],
  ['сделок', ['win_rate', 'revenue']],
  ['deals won', ['revenue']],
  ['pigeons', []],
  [' - ', ['product_sales', 'revenue', 'revenue_old', 'win_rate']],
])('finds with "%s" %j', (text, expected) => {
  expect(searchKpis(kpis, text).map(({ id }) => id)).toEqual(expected);
});
