select coalesce(t.name, '(none)') as "Team", coalesce(won.revenue, 0) as "Revenue", goals.target as "Target"
from (
  select u.team, sum(d.amount * case when coalesce(d.currency, 'USD') = 'USD' then 1 else (
    select r.rate from crm.currency_rates r
    where r.currency = d.currency and r.valid_on <= d.closed_at::date order by r.valid_on desc limit 1) end) as revenue
  from crm.deals d left join crm.users u on u.id = coalesce(d.closed_by, d.owner)
  where d.status = 'won' and $__timeFilter(d.closed_at)
  group by 1) won
full join (
  select scope_id::bigint as team, sum(value) as target
  from crm.targets
  where metric = 'revenue' and scope = 'team' and period_start >= $__timeFrom()::date and period_end <= $__timeTo()::date + 1
  group by 1) goals using (team)
left join crm.teams t on t.id = team
order by 1
