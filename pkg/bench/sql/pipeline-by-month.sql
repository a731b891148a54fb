with rates as materialized (
  select known.currency, day::date as day, known.rate
  from (
    select currency, valid_on, rate, lead(valid_on, 1, $2::date) over (partition by currency order by valid_on) as next
    from crm.currency_rates
  ) as known
  cross join lateral generate_series(known.valid_on, known.next - 1, interval '1 day') as day
),
versions as materialized (
  select h.valid_from, h.valid_to, coalesce(h.amount * case when coalesce(h.currency, 'USD') = 'USD' then 1 else r.rate end, 0) as amount
  from crm.deal_history as h
  left join rates as r on r.currency = h.currency and r.day = (h.valid_from at time zone 'UTC')::date
  where h.status = 'open' and h.valid_from < $2 and (h.valid_to is null or h.valid_to >= $1)
),
changes as (
  select greatest(date_trunc('month', valid_from, 'UTC'), $1) as bucket, 1 as sign, amount from versions
  union all
  select date_trunc('month', valid_to, 'UTC'), -1, -amount from versions where valid_to < $2
)
select bucket, sum(sum(sign)) over (order by bucket)::float8 as deals, sum(sum(amount)) over (order by bucket)::float8 as value
from changes
group by bucket
order by bucket
