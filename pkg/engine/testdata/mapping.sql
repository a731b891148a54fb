-- statement 1 of 1
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, "won_amount", "rows 1", "known 1"
from (
  select
    1 as bucket,
    "e"."owner"::text as key_1,
    "e"."owner" as id_1,
    (sum("e"."amount"))::float8 as "won_amount",
    (count(*))::float8 as "rows 1",
    (count("e"."amount"))::float8 as "known 1"
  from (
    select d.closed_at as "closed_at", d.owner as "owner", d.amount / 1 as "amount", lower(d.status) as "status"
    from crm.deals d
    where d.name <> 'test'
  ) as "e"
  where "e"."closed_at" >= $1::timestamptz and "e"."closed_at" < $2::timestamptz and ("e"."status" = 'won')
  group by 1, 2, 3
) as grouped
left join (
  select u.email as "name", u.id as "id"
  from crm.users u
) as "name_1" on "name_1"."id" = id_1;
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
