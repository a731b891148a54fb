with rates as materialized (
  select known.currency, day::date as day, known.rate
  from (
    select currency, valid_on, rate, lead(valid_on, 1, $2::date) over (partition by currency order by valid_on) as next
    from crm.currency_rates
  ) as known
  cross join lateral generate_series(known.valid_on, known.next - 1, interval '1 day') as day
),
won as materialized (
  select id, lead, closed_at, amount, currency from crm.deals where status = 'won' and closed_at >= $1 and closed_at < $2
),
touched as (
  select w.id, t.campaign, t.channel, t.occurred_at
  from won as w join crm.touches as t on t.deal = w.id and t.occurred_at < w.closed_at
  union all
  select w.id, t.campaign, t.channel, t.occurred_at
  from won as w join crm.touches as t on t.lead = w.lead and t.deal is distinct from w.id and t.occurred_at < w.closed_at
),
last as (
  select distinct on (id) id, campaign, channel from touched order by id, occurred_at desc, campaign desc nulls last
),
credited as (
  select l.campaign, sum(w.amount * case when coalesce(w.currency, 'USD') = 'USD' then 1 else r.rate end) as revenue
  from won as w
  join last as l on l.id = w.id
  left join rates as r on r.currency = w.currency and r.day = (w.closed_at at time zone 'UTC')::date
  group by 1
),
spent as (
  select c.campaign, sum(c.amount * case when coalesce(c.currency, 'USD') = 'USD' then 1 else r.rate end) as cost
  from crm.campaign_costs as c
  left join rates as r on r.currency = c.currency and r.day = c.spent_on
  where c.spent_on >= $1::date and c.spent_on < $2::date
  group by 1
)
select coalesce(coalesce(c.campaign, s.campaign)::text, '') as campaign, k.name as campaign_name,
  coalesce(c.revenue, 0)::float8 as revenue, coalesce(s.cost, 0)::float8 as cost, (coalesce(c.revenue, 0) / nullif(coalesce(s.cost, 0), 0))::float8 as roi
from credited as c
full join spent as s on coalesce(s.campaign, 0) = coalesce(c.campaign, 0)
left join crm.campaigns as k on k.id = coalesce(c.campaign, s.campaign)
order by k.name
