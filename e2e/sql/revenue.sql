select sum(d.amount * case when coalesce(d.currency, 'USD') = 'USD' then 1 else (
  select r.rate from crm.currency_rates r
  where r.currency = d.currency and r.valid_on <= d.closed_at::date order by r.valid_on desc limit 1) end) as "Revenue"
from crm.deals d
where d.status = 'won' and $__timeFilter(d.closed_at)
