select date_trunc('month', d.closed_at, 'UTC') as bucket, coalesce(t.id::text, '') as team, t.name as team_name,
  count(*) filter (where d.status = 'won')::float8 / nullif(count(*), 0) as win_rate
from crm.deals as d
left join crm.users as u on u.id = coalesce(d.closed_by, d.owner)
left join crm.teams as t on t.id = u.team
where d.status in ('won', 'lost') and d.closed_at >= $1 and d.closed_at < $2
group by 1, t.id, t.name
order by 1, t.name
