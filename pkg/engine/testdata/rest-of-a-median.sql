-- statement 1 of 3
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, "won_deal_age statistic=median"
from (
  select
    1 as bucket,
    (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)::text as key_1,
    (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end) as id_1,
    (percentile_cont($1::float8) within group (order by extract(epoch from "e"."closed_at" - "e"."created_at")::float8 / 86400) filter (where "e"."closed_at" >= "e"."created_at" and isfinite("e"."created_at") and isfinite("e"."closed_at")))::float8 as "won_deal_age statistic=median"
  from "crm"."deals" as "e"
  where "e"."closed_at" >= $2::timestamptz and "e"."closed_at" < $3::timestamptz and ("e"."status" = 'won')
  group by 1, 2, 3
) as grouped
left join "crm"."users" as "name_1" on "name_1"."id" = id_1;
-- $1 = 0.5
-- $2 = 2025-12-31 23:00:00Z
-- $3 = 2026-12-31 23:00:00Z
-- statement 2 of 3
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Björn Schäfer Lena Brandt]
-- statement 3 of 3
select
  1 as bucket,
  (percentile_cont($1::float8) within group (order by extract(epoch from "e"."closed_at" - "e"."created_at")::float8 / 86400) filter (where "e"."closed_at" >= "e"."created_at" and isfinite("e"."created_at") and isfinite("e"."closed_at")))::float8 as "won_deal_age statistic=median"
from "crm"."deals" as "e"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
where "e"."closed_at" >= $2::timestamptz and "e"."closed_at" < $3::timestamptz and ("e"."status" = 'won') and jsonb_build_array((case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)::text) <> all($4::jsonb[])
group by 1;
-- $1 = 0.5
-- $2 = 2025-12-31 23:00:00Z
-- $3 = 2026-12-31 23:00:00Z
-- $4 = [["15"] ["16"]]
