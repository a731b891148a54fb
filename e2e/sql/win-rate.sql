select date_trunc('month', d.closed_at) as time, count(*) filter (where d.status = 'won') / count(*)::float as "Win rate"
from crm.deals d
where d.status in ('won', 'lost') and $__timeFilter(d.closed_at)
group by 1
order by 1
