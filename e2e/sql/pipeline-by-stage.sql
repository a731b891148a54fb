select month as time, s.name || case when count(*) over (partition by month, s.name) > 1 then ' #' || s.id else '' end as metric, sum(h.amount * case when coalesce(h.currency, 'USD') = 'USD' then 1 else (
  select r.rate from crm.currency_rates r
  where r.currency = h.currency and r.valid_on <= h.valid_from::date order by r.valid_on desc limit 1) end) as value
from generate_series($__timeFrom()::timestamptz, $__timeTo()::timestamptz, interval '1 month') as month
join crm.deal_history h on h.status = 'open' and h.valid_from < month + interval '1 month'
  and (h.valid_to is null or h.valid_to >= month + interval '1 month')
join crm.stages s on s.id = h.stage
group by month, s.id, s.name
order by 1, 2
