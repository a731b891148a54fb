select count(*) as "Deals won"
from crm.deals d
where d.status = 'won' and $__timeFilter(d.closed_at)
