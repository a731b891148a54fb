with rates as materialized (
  select known.currency, day::date as day, known.rate
  from (
    select currency, valid_on, rate, lead(valid_on, 1, $2::date) over (partition by currency order by valid_on) as next
    from crm.currency_rates
  ) as known
  cross join lateral generate_series(known.valid_on, known.next - 1, interval '1 day') as day
),
won as (
  select u.team, sum(d.amount * case when coalesce(d.currency, 'USD') = 'USD' then 1 else r.rate end) as revenue
  from crm.deals as d
  left join crm.users as u on u.id = coalesce(d.closed_by, d.owner)
  left join rates as r on r.currency = d.currency and r.day = (d.closed_at at time zone 'UTC')::date
  where d.status = 'won' and d.closed_at >= $1 and d.closed_at < $2
  group by 1
),
goals as (
  select scope_id::bigint as team, sum(value) as target
  from crm.targets
  where metric = 'revenue' and scope = 'team' and period_start >= $1::date and period_end <= $2::date
  group by 1
)
select coalesce(t.id::text, '') as team, t.name as team_name,
  coalesce(w.revenue, 0)::float8 as revenue, g.target::float8 as target, (coalesce(w.revenue, 0) / nullif(g.target, 0))::float8 as attainment
from won as w
full join goals as g on g.team = w.team
left join crm.teams as t on t.id = coalesce(w.team, g.team)
order by t.name
