select date_trunc('week', created_at, 'UTC') as bucket,
  percentile_cont(0.9) within group (order by extract(epoch from first_response_at - created_at)::float8 / 60) as minutes
from crm.tickets
where first_response_at >= created_at and created_at >= $1 and created_at < $2
group by 1
order by 1
