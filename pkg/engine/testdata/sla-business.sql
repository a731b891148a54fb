-- statement 1 of 2
select hours.schedule::text as schedule, hours.weekday::int as weekday, hours.opens::text as opens, hours.closes::text as closes,
  hours.timezone::text as timezone, null::date as holiday
from (
  select "schedule", ("weekday")::numeric as "weekday", ("opens")::text as "opens", ("closes")::text as "closes", "timezone"
  from "crm"."business_hours"
) as hours
union all
select holiday.schedule::text, null, null, null, null, holiday.day
from "crm"."holidays" as holiday
where isfinite(holiday.day);
-- statement 2 of 2
select
  1 as bucket,
  (count("e"."ticket"))::float8 as "sla_unmet_ahead hours=business"
from "crm"."sla_targets" as "e"
left join "crm"."tickets" as "ticket" on "ticket"."id" = "e"."ticket"
left join "crm"."teams" as "ticket_team" on "ticket_team"."id" = "ticket"."team"
join (values ($1::text, $2::float8[], $3::float8[], $4::float8[]), ($5::text, $6::float8[], $7::float8[], $4::float8[]), ($8::text, $6::float8[], $7::float8[], $4::float8[]), ($9::text, $6::float8[], $7::float8[], $4::float8[])) as schedule(name, starts, lengths, before) on schedule.name = case when (case when ("ticket_team"."name" >= '!' collate "C" or btrim("ticket_team"."name", E' \t\r\n') <> '') then "ticket_team"."name" end)::text = any($10::text[]) then (case when ("ticket_team"."name" >= '!' collate "C" or btrim("ticket_team"."name", E' \t\r\n') <> '') then "ticket_team"."name" end)::text else $9::text end
where "e"."due_at" >= $11::timestamptz and "e"."due_at" < $12::timestamptz and (schedule.before[width_bucket(extract(epoch from "e"."due_at")::float8, schedule.starts)] + least(extract(epoch from "e"."due_at")::float8 - schedule.starts[width_bucket(extract(epoch from "e"."due_at")::float8, schedule.starts)], schedule.lengths[width_bucket(extract(epoch from "e"."due_at")::float8, schedule.starts)])) - (schedule.before[width_bucket(extract(epoch from $11::timestamptz)::float8, schedule.starts)] + least(extract(epoch from $11::timestamptz)::float8 - schedule.starts[width_bucket(extract(epoch from $11::timestamptz)::float8, schedule.starts)], schedule.lengths[width_bucket(extract(epoch from $11::timestamptz)::float8, schedule.starts)])) < $13::float8 and (coalesce(least("e"."met_at", "e"."breached_at"), 'infinity') = 'infinity')
group by 1;
-- $1 = Support AMER
-- $2 = [-1e+15 1.7738352e+09]
-- $3 = [0 14400]
-- $4 = [0 0]
-- $5 = Support DACH
-- $6 = [-1e+15 1.7738316e+09]
-- $7 = [0 18000]
-- $8 = Support EMEA
-- $9 = default
-- $10 = [Support AMER Support DACH Support EMEA default]
-- $11 = 2026-03-18 11:00:00Z
-- $12 = 2026-03-18 16:00:00Z
-- $13 = 14400
