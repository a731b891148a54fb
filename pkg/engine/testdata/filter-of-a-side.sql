-- statement 1 of 3
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, "won_deals"
from (
  select
    1 as bucket,
    "rep"."team"::text as key_1,
    "rep"."team" as id_1,
    (count("e"."id"))::float8 as "won_deals"
  from "crm"."deals" as "e"
  left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
  left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  where "e"."closed_at" >= $1::timestamptz and "e"."closed_at" < $2::timestamptz and ("e"."status" = 'won') and (coalesce((case when ("pipeline"."name" >= '!' collate "C" or btrim("pipeline"."name", E' \t\r\n') <> '') then "pipeline"."name" end)::text, "e"."pipeline"::text) is not null and not coalesce((case when ("pipeline"."name" >= '!' collate "C" or btrim("pipeline"."name", E' \t\r\n') <> '') then "pipeline"."name" end)::text, "e"."pipeline"::text) = any($3::text[])) and "account"."region"::text = any($4::text[])
  group by 1, 2, 3
) as grouped
left join "crm"."teams" as "name_1" on "name_1"."id" = id_1;
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
-- $3 = []
-- $4 = [EMEA]
-- statement 2 of 3
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, "won_deals", "lost_deals"
from (
  select
    1 as bucket,
    "rep"."team"::text as key_1,
    "rep"."team" as id_1,
    (count("e"."id") filter (where ("e"."status" = 'won')))::float8 as "won_deals",
    (count("e"."id") filter (where ("e"."status" = 'lost')))::float8 as "lost_deals"
  from "crm"."deals" as "e"
  left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
  left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
  where "e"."closed_at" >= $1::timestamptz and "e"."closed_at" < $2::timestamptz and (("e"."status" = 'won') or ("e"."status" = 'lost')) and (coalesce((case when ("pipeline"."name" >= '!' collate "C" or btrim("pipeline"."name", E' \t\r\n') <> '') then "pipeline"."name" end)::text, "e"."pipeline"::text) is not null and not coalesce((case when ("pipeline"."name" >= '!' collate "C" or btrim("pipeline"."name", E' \t\r\n') <> '') then "pipeline"."name" end)::text, "e"."pipeline"::text) = any($3::text[]))
  group by 1, 2, 3
) as grouped
left join "crm"."teams" as "name_1" on "name_1"."id" = id_1;
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
-- $3 = []
-- statement 3 of 3
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."teams" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."teams" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Sales AMER Sales DACH Sales EMEA]
