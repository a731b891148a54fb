with rates as materialized (
  select known.currency, day::date as day, known.rate
  from (
    select currency, valid_on, rate, lead(valid_on, 1, $2::date) over (partition by currency order by valid_on) as next
    from crm.currency_rates
  ) as known
  cross join lateral generate_series(known.valid_on, known.next - 1, interval '1 day') as day
)
select coalesce(d.account::text, '') as account, a.name as account_name,
  sum(d.amount * case when coalesce(d.currency, 'USD') = 'USD' then 1 else r.rate end)::float8 as revenue, count(*)::float8 as deals
from crm.deals as d
left join crm.accounts as a on a.id = d.account
left join rates as r on r.currency = d.currency and r.day = (d.closed_at at time zone 'UTC')::date
where d.status = 'won' and d.closed_at >= $1 and d.closed_at < $2
group by d.account, a.name
order by revenue desc nulls last
limit 10
