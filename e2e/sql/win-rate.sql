select count(*) filter (where d.status = 'won') / count(*)::float as "Win rate"
from crm.deals d
where d.status in ('won', 'lost') and $__timeFilter(d.closed_at)
