with rates as (
  select currency, valid_on, rate, lead(valid_on, 1, 'infinity') over (partition by currency order by valid_on) as next from crm.currency_rates
),
won as (
  select d.id, d.lead, d.closed_at, d.amount * coalesce(r.rate, 1) as amount
  from crm.deals d
  left join rates r on r.currency = d.currency and d.currency <> 'USD' and d.closed_at::date >= r.valid_on and d.closed_at::date < r.next
  where d.status = 'won' and $__timeFilter(d.closed_at)
),
touched as (
  select w.id, w.amount, t.campaign, t.occurred_at
  from won w join crm.touches t on (t.deal = w.id or t.lead = w.lead) and t.occurred_at < w.closed_at
),
last as (select distinct on (id) campaign, amount from touched order by id, occurred_at desc, campaign desc nulls last),
credited as (select campaign, sum(amount) as revenue from last group by 1),
spent as (
  select c.campaign, sum(c.amount * coalesce(r.rate, 1)) as cost
  from crm.campaign_costs c
  left join rates r on r.currency = c.currency and c.currency <> 'USD' and c.spent_on >= r.valid_on and c.spent_on < r.next
  where c.spent_on >= $__timeFrom()::date and c.spent_on <= $__timeTo()::date
  group by 1
)
select k.name as "Campaign", coalesce(c.revenue, 0) / s.cost as "ROI"
from spent s join crm.campaigns k on k.id = s.campaign left join credited c using (campaign)
where s.cost > 0
order by 2 desc
limit 5
