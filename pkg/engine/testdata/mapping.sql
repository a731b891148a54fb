-- statement 1 of 1
select
  width_bucket("e"."closed_at", $1::timestamptz[]) as bucket,
  "e"."owner"::text as key_1,
  coalesce((case when ("rep"."name" >= '!' collate "C" or btrim("rep"."name", E' \t\r\n') <> '') then "rep"."name" end)::text, "e"."owner"::text) as label_1,
  (sum("e"."amount"))::float8 as "won_amount",
  (count(*))::float8 as "rows 1",
  (count("e"."amount"))::float8 as "known 1"
from (
  select d.closed_at as "closed_at", d.owner as "owner", d.amount / 1 as "amount", lower(d.status) as "status"
  from crm.deals d
  where d.name <> 'test'
) as "e"
left join (
  select u.id as "id", u.email as "name"
  from crm.users u
) as "rep" on "rep"."id" = "e"."owner"
where "e"."closed_at" >= $2::timestamptz and "e"."closed_at" < $3::timestamptz and ("e"."status" = 'won')
group by 1, 2, 3;
-- $1 = [2025-12-31 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = 2025-12-31 23:00:00Z
-- $3 = 2026-12-31 23:00:00Z
