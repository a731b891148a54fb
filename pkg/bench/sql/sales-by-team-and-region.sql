with rates as materialized (
  select known.currency, day::date as day, known.rate
  from (
    select currency, valid_on, rate, lead(valid_on, 1, $2::date) over (partition by currency order by valid_on) as next
    from crm.currency_rates
  ) as known
  cross join lateral generate_series(known.valid_on, known.next - 1, interval '1 day') as day
),
quarters as (
  select date_trunc('quarter', d.closed_at, 'UTC') as bucket, u.team, t.name as team_name, a.region,
    sum(d.amount * case when coalesce(d.currency, 'USD') = 'USD' then 1 else r.rate end) filter (where d.status = 'won') as revenue,
    count(*) filter (where d.status = 'won') as won, count(d.amount) filter (where d.status = 'won') as valued, count(*) as closed
  from crm.deals as d
  left join crm.users as u on u.id = coalesce(d.closed_by, d.owner)
  left join crm.teams as t on t.id = u.team
  left join crm.accounts as a on a.id = d.account
  left join rates as r on r.currency = d.currency and r.day = (d.closed_at at time zone 'UTC')::date
  where d.status in ('won', 'lost') and d.closed_at >= $1::timestamptz - interval '1 year' and d.closed_at < $2
  group by 1, 2, 3, 4
),
years as (
  select bucket, team, team_name, region, revenue, won, valued, closed,
    null::numeric as old_revenue, null::bigint as old_won, null::bigint as old_valued, null::bigint as old_closed
  from quarters where bucket >= $1
  union all
  select bucket + interval '1 year', team, team_name, region, null, null, null, null, revenue, won, valued, closed
  from quarters where bucket < $1
)
select bucket, coalesce(team::text, '') as team, team_name, coalesce(region, '') as region,
  coalesce(sum(revenue), 0)::float8 as revenue, coalesce(sum(old_revenue), 0)::float8 as old_revenue,
  (sum(won) / nullif(sum(closed), 0))::float8 as win_rate, (sum(old_won) / nullif(sum(old_closed), 0))::float8 as old_win_rate,
  (coalesce(sum(revenue), 0) / nullif(sum(valued), 0))::float8 as size, (coalesce(sum(old_revenue), 0) / nullif(sum(old_valued), 0))::float8 as old_size
from years
group by bucket, team, team_name, region
order by bucket, team_name, region
