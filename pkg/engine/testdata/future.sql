-- statement 1 of 1
select
  1 as bucket,
  (case when ("e"."type" >= '!' collate "C" or btrim("e"."type", E' \t\r\n') <> '') then "e"."type" end)::text as key_1,
  (case when ("e"."type" >= '!' collate "C" or btrim("e"."type", E' \t\r\n') <> '') then "e"."type" end)::text as label_1,
  (count("e"."id"))::float8 as "planned_activities"
from "crm"."activities" as "e"
where (coalesce("e"."starts_at", "e"."due_at")) >= $1::timestamptz and (coalesce("e"."starts_at", "e"."due_at")) < $2::timestamptz and ("e"."status" = 'planned')
group by 1, 2, 3;
-- $1 = 2026-03-18 11:00:00Z
-- $2 = 2026-12-31 23:00:00Z
