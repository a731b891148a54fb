with waits as (
  select k.id, k.created_at, k.first_response_at, t.name as team,
    coalesce((select h.schedule from crm.business_hours h where h.schedule = t.name limit 1), 'default') as schedule
  from crm.tickets k left join crm.teams t on t.id = k.team
  where k.first_response_at >= k.created_at and $__timeFilter(k.created_at)
),
measured as (
  select w.team, coalesce(sum(extract(epoch from least(w.first_response_at, (at::date + h.closes) at time zone h.timezone)
    - greatest(w.created_at, (at::date + h.opens) at time zone h.timezone)) / 60)
    filter (where h.id is not null and least(w.first_response_at, (at::date + h.closes) at time zone h.timezone) > greatest(w.created_at, (at::date + h.opens) at time zone h.timezone)), 0) as minutes
  from waits w
  cross join generate_series(w.created_at::date - 1, w.first_response_at::date + 1, interval '1 day') as at
  left join crm.business_hours h on h.schedule = w.schedule and h.weekday = extract(dow from at)
    and not exists (select from crm.holidays o where o.schedule = w.schedule and o.day = at::date)
  group by w.id, w.team
)
select coalesce(team, '(none)') as "Support team", percentile_cont(0.9) within group (order by minutes) as "First response",
  (select avg(value) from crm.targets where metric = 'first_response_time' and scope = 'company'
    and period_start >= $__timeFrom()::date and period_end <= $__timeTo()::date + 1) as "Target"
from measured
group by 1
order by 1
