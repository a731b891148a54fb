with rates as materialized (
  select known.currency, day::date as day, known.rate
  from (
    select currency, valid_on, rate, lead(valid_on, 1, $2::date) over (partition by currency order by valid_on) as next
    from crm.currency_rates
  ) as known
  cross join lateral generate_series(known.valid_on, known.next - 1, interval '1 day') as day
)
select m.bucket, count(*)::float8 as deals, sum(h.amount * case when coalesce(h.currency, 'USD') = 'USD' then 1 else r.rate end)::float8 as value
from generate_series($1::timestamptz, $2::timestamptz - interval '1 month', interval '1 month') as m(bucket)
join crm.deal_history as h on h.status = 'open' and h.valid_from <= m.bucket + interval '1 month'
  and (h.valid_to is null or h.valid_to > m.bucket + interval '1 month')
left join rates as r on r.currency = h.currency and r.day = (h.valid_from at time zone 'UTC')::date
group by 1
order by 1
