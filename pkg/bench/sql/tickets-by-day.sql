select coalesce(c.bucket, s.bucket) as bucket, coalesce(c.tickets, 0)::float8 as created, coalesce(s.tickets, 0)::float8 as solved
from (
  select date_trunc('day', created_at, 'UTC') as bucket, count(*) as tickets
  from crm.tickets where created_at >= $1 and created_at < $2 group by 1
) as c
full join (
  select date_trunc('day', solved_at, 'UTC') as bucket, count(*) as tickets
  from crm.tickets where solved_at >= $1 and solved_at < $2 group by 1
) as s on s.bucket = c.bucket
order by 1
