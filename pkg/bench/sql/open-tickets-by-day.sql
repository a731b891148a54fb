with changes as (
  select date_trunc('day', greatest(created_at, $1), 'UTC') as bucket, 1 as change
  from crm.tickets
  where created_at < $2 and (solved_at is null or solved_at > greatest(created_at, $1))
  union all
  select date_trunc('day', solved_at, 'UTC'), -1
  from crm.tickets
  where solved_at > greatest(created_at, $1) and solved_at < $2
)
select d.bucket, sum(coalesce(c.change, 0)) over (order by d.bucket)::float8 as tickets
from generate_series($1::timestamptz, $2::timestamptz - interval '1 day', interval '1 day') as d(bucket)
left join (select bucket, sum(change) as change from changes group by 1) as c on c.bucket = d.bucket
order by 1
