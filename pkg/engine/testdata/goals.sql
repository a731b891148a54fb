-- statement 1 of 4
select hours.weekday::int as weekday, null::date as holiday
from (
  select "schedule", ("weekday")::numeric as "weekday"
  from "crm"."business_hours"
) as hours
where hours.schedule::text = $1::text
union all
select null, holiday.day
from "crm"."holidays" as holiday
where holiday.schedule::text = $1::text and isfinite(holiday.day);
-- $1 = default
-- statement 2 of 4
select
  target.scope::text,
  target.scope_id,
  case when isfinite(target.period_start) and isfinite(target.period_end) and target.period_start < target.period_end then target.period_start end as period_start,
  case when isfinite(target.period_start) and isfinite(target.period_end) and target.period_start < target.period_end then target.period_end end as period_end,
  (target.value)::float8 as value,
  case target.scope::text when $1::text then (case when (target.scope_id >= '!' collate "C" or btrim(target.scope_id, E' \t\r\n') <> '') then target.scope_id end) end as "agent_key",
  case target.scope::text when $1::text then coalesce((case when ("by_user".name >= '!' collate "C" or btrim("by_user".name, E' \t\r\n') <> '') then "by_user".name end), (case when (target.scope_id >= '!' collate "C" or btrim(target.scope_id, E' \t\r\n') <> '') then target.scope_id end)) end as "agent_label",
  null::text as "missing_rate"
from (select "s"."metric", "s"."scope", "s"."scope_id", "s"."period_start", "s"."period_end", case when abs("s"."value") < 1e100 then "s"."value" end as "value" from "crm"."targets" as "s") as target
left join "crm"."users" as "by_user" on target.scope::text = $1::text and "by_user".id::text = target.scope_id
where target.metric = $2::text and target.value is not null and target.scope::text = any($3::text[]) and coalesce(target.period_start, '-infinity') < $4::date and coalesce(target.period_end, 'infinity') > $5::date;
-- $1 = user
-- $2 = csat
-- $3 = [user]
-- $4 = 2027-01-01
-- $5 = 2026-01-01
-- statement 3 of 4
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, "csat_good_answers threshold=80%", "csat_answers"
from (
  select
    1 as bucket,
    "e"."agent"::text as key_1,
    "e"."agent" as id_1,
    (count("e"."id") filter (where ("e"."kind" = 'csat' and case when abs("e"."score") < 1e100 then "e"."score" end >= $1::float8 * case when abs("e"."scale_max") < 1e100 then "e"."scale_max" end)))::float8 as "csat_good_answers threshold=80%",
    (count("e"."id") filter (where ("e"."kind" = 'csat' and case when abs("e"."score") < 1e100 then "e"."score" end is not null and case when abs("e"."scale_max") < 1e100 then "e"."scale_max" end is not null)))::float8 as "csat_answers"
  from "crm"."surveys" as "e"
  where "e"."responded_at" >= $2::timestamptz and "e"."responded_at" < $3::timestamptz and (("e"."kind" = 'csat' and case when abs("e"."score") < 1e100 then "e"."score" end >= $1::float8 * case when abs("e"."scale_max") < 1e100 then "e"."scale_max" end) or ("e"."kind" = 'csat' and case when abs("e"."score") < 1e100 then "e"."score" end is not null and case when abs("e"."scale_max") < 1e100 then "e"."scale_max" end is not null))
  group by 1, 2, 3
) as grouped
left join "crm"."users" as "name_1" on "name_1"."id" = id_1;
-- $1 = 0.8
-- $2 = 2025-12-31 23:00:00Z
-- $3 = 2026-12-31 23:00:00Z
-- statement 4 of 4
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
-- $2 = [Amelia Robinson Amelia Sullivan Anna Groß Jérôme Rousseau Katarzyna Pająk Lucía Serrano Nele Schmidt Oliver Thompson Olivia Evans Айгуль Стоянова Георги Петров Николай Иванов]
