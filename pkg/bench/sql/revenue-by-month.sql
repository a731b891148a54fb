with rates as materialized (
  select known.currency, day::date as day, known.rate
  from (
    select currency, valid_on, rate, lead(valid_on, 1, $2::date) over (partition by currency order by valid_on) as next
    from crm.currency_rates
  ) as known
  cross join lateral generate_series(known.valid_on, known.next - 1, interval '1 day') as day
)
select date_trunc('month', d.closed_at, 'UTC') as bucket, sum(d.amount * case when coalesce(d.currency, 'USD') = 'USD' then 1 else r.rate end)::float8 as revenue
from crm.deals as d
left join rates as r on r.currency = d.currency and r.day = (d.closed_at at time zone 'UTC')::date
where d.status = 'won' and d.closed_at >= $1 and d.closed_at < $2
group by 1
order by 1
