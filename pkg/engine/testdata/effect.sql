-- statement 1 of 2
select
  "e"."user"::text as who,
  "e"."completed_at" as at,
  coalesce(true, false) as counts,
  "e"."training"::text as key_1,
  coalesce((case when ("training"."name" >= '!' collate "C" or btrim("training"."name", E' \t\r\n') <> '') then "training"."name" end)::text, "e"."training"::text) as label_1
from "crm"."training_enrollments" as "e"
left join "crm"."trainings" as "training" on "training"."id" = "e"."training"
where "e"."user" is not null and "e"."completed_at" >= $1::timestamptz and "e"."completed_at" < $2::timestamptz;
-- $1 = 2025-12-01 23:00:00Z
-- $2 = 2027-01-30 23:00:00Z
-- statement 2 of 2
select "e"."agent"::text as who, "e"."responded_at" as at, (case when case when abs("e"."score") < 1e100 then "e"."score" end >= 0.8 * case when abs("e"."scale_max") < 1e100 then "e"."scale_max" end then 1 else 0 end)::float8 as value
from "crm"."surveys" as "e"
where "e"."agent" is not null and (case when case when abs("e"."score") < 1e100 then "e"."score" end >= 0.8 * case when abs("e"."scale_max") < 1e100 then "e"."scale_max" end then 1 else 0 end) is not null and ("e"."kind" = 'csat' and case when abs("e"."score") < 1e100 then "e"."score" end is not null) and "e"."responded_at" >= $1::timestamptz and "e"."responded_at" < $2::timestamptz
order by at;
-- $1 = 2025-12-01 23:00:00Z
-- $2 = 2027-01-30 23:00:00Z
