select date_trunc('month', l.created_at, 'UTC') as bucket, coalesce(l.source, '') as source,
  count(*) filter (where d.status = 'won' and d.closed_at >= l.created_at and d.closed_at < l.created_at + interval '90 days')::float8 / count(*) as rate
from crm.leads as l
left join crm.deals as d on d.id = l.deal
where l.created_at >= $1 and l.created_at < $2
group by 1, 2
order by 1, 2
