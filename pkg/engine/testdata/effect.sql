-- statement 1 of 3
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
-- statement 2 of 3
select "e"."agent"::text as who, "e"."responded_at" as at, (case when case when abs("e"."score") < 1e100 then "e"."score" end >= 0.8 * case when abs("e"."scale_max") < 1e100 then "e"."scale_max" end then 1 else 0 end)::float8 as value
from "crm"."surveys" as "e"
where "e"."agent" is not null and (case when case when abs("e"."score") < 1e100 then "e"."score" end >= 0.8 * case when abs("e"."scale_max") < 1e100 then "e"."scale_max" end then 1 else 0 end) is not null and ("e"."kind" = 'csat' and case when abs("e"."score") < 1e100 then "e"."score" end is not null) and "e"."responded_at" >= $1::timestamptz and "e"."responded_at" < $2::timestamptz
order by at;
-- $1 = 2025-12-01 23:00:00Z
-- $2 = 2027-01-30 23:00:00Z
-- statement 3 of 3
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."trainings" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."trainings" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Active listening Data protection Difficult customers Negotiation Product basics Writing well]
