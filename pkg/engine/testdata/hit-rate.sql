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
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate
    from (select "s"."currency", "s"."valid_on", case when abs("s"."rate") < 1e100 then "s"."rate" end as "rate" from "crm"."currency_rates" as "s") as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $1::text)
    then ((select rates from series where currency = $1::text) ->> width_bucket(day, (select days from series where currency = $1::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given) as known(day) order by 1))) with ordinality as point(day, number)
),
held as materialized (
  select series.number, worth.point, worth.rate
  from series
  cross join lateral unnest(array(
    select trim_scale((series.rates ->> width_bucket(day, series.days))::numeric / unit) from points order by number
  )) with ordinality as worth(rate, point)
),
axis as materialized (
  select array(select day from points where number > 1 order by number) as days
),
rates as materialized (
  select days, days[(select max(point) from held where rate is null)] as since,
    (select jsonb_object_agg(currency, number * (select count(*) from points)) from series) as starts,
    (select jsonb_agg(rate order by number, point) from held) as rates
  from axis
)
select
  target.scope::text,
  target.scope_id,
  case when isfinite(target.period_start) and isfinite(target.period_end) and target.period_start < target.period_end then target.period_start end as period_start,
  case when isfinite(target.period_start) and isfinite(target.period_end) and target.period_start < target.period_end then target.period_end end as period_end,
  (target.value * case when target.currency::text = $1::text or coalesce(btrim(target.currency::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> target.currency::text)::int + width_bucket(target.period_start, (select days from rates))))::numeric end)::float8 as value,
  case target.scope::text when $3::text then (case when (target.scope_id >= '!' collate "C" or btrim(target.scope_id, E' \t\r\n') <> '') then target.scope_id end) end as "rep_key",
  case target.scope::text when $3::text then coalesce((case when ("by_user".name >= '!' collate "C" or btrim("by_user".name, E' \t\r\n') <> '') then "by_user".name end), (case when (target.scope_id >= '!' collate "C" or btrim(target.scope_id, E' \t\r\n') <> '') then target.scope_id end)) end as "rep_label",
  case target.scope::text when $2::text then (case when (target.scope_id >= '!' collate "C" or btrim(target.scope_id, E' \t\r\n') <> '') then target.scope_id end) when $3::text then "by_user"."team"::text end as "team_key",
  case target.scope::text when $2::text then coalesce((case when ("by_team".name >= '!' collate "C" or btrim("by_team".name, E' \t\r\n') <> '') then "by_team".name end), (case when (target.scope_id >= '!' collate "C" or btrim(target.scope_id, E' \t\r\n') <> '') then target.scope_id end)) when $3::text then coalesce((case when ("by_user_team".name >= '!' collate "C" or btrim("by_user_team".name, E' \t\r\n') <> '') then "by_user_team".name end), "by_user"."team"::text) end as "team_label",
  case when not (target.currency::text = $1::text or coalesce(btrim(target.currency::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? target.currency::text and target.period_start >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> target.currency::text)::int + width_bucket(target.period_start, (select days from rates)))) is null then concat(target.currency::text, ' ', target.period_start) end as "missing_rate"
from (select "s"."metric", "s"."scope", "s"."scope_id", "s"."period_start", "s"."period_end", case when abs("s"."value") < 1e100 then "s"."value" end as "value", "s"."currency" from "crm"."targets" as "s") as target
left join "crm"."teams" as "by_team" on target.scope::text = $2::text and "by_team".id::text = target.scope_id
left join "crm"."users" as "by_user" on target.scope::text = $3::text and "by_user".id::text = target.scope_id
left join "crm"."teams" as "by_user_team" on "by_user_team".id = "by_user"."team"
where target.metric = $4::text and target.value is not null and target.scope::text = any($5::text[]) and coalesce(target.period_start, '-infinity') < $6::date and coalesce(target.period_end, 'infinity') > $7::date;
-- $1 = USD
-- $2 = team
-- $3 = user
-- $4 = revenue
-- $5 = [team user]
-- $6 = 2027-01-01
-- $7 = 2026-01-01
-- statement 3 of 4
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate,
      max(valid_on::date) filter (where valid_on::date <= $5::date) over (partition by currency::text) as start
    from "crm"."currency_rates" as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null and day >= coalesce(start, day)
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given where day <= $6::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $2::text)
    then ((select rates from series where currency = $2::text) ->> width_bucket(day, (select days from series where currency = $2::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $6::date) as known(day) order by 1))) with ordinality as point(day, number)
),
held as materialized (
  select series.number, worth.point, worth.rate
  from series
  cross join lateral unnest(array(
    select trim_scale((series.rates ->> width_bucket(day, series.days))::numeric / unit) from points order by number
  )) with ordinality as worth(rate, point)
),
axis as materialized (
  select array(select day from points where number > 1 order by number) as days
),
rates as materialized (
  select days, days[(select max(point) from held where rate is null)] as since,
    (select jsonb_object_agg(currency, number * (select count(*) from points)) from series) as starts,
    (select jsonb_agg(rate order by number, point) from held) as rates
  from axis
)
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, key_2, coalesce((case when ("name_2"."name" >= '!' collate "C" or btrim("name_2"."name", E' \t\r\n') <> '') then "name_2"."name" end)::text, key_2) as label_2, "won_amount", "rows 1", "known 1", "missing_rate"
from (
  select
    1 as bucket,
    "rep"."team"::text as key_1,
    "rep"."team" as id_1,
    (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)::text as key_2,
    (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end) as id_2,
    (sum("e"."amount" * case when "e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $1::text)::date, (select days from rates))))::numeric end))::float8 as "won_amount",
    (count(*))::float8 as "rows 1",
    (count("e"."amount"))::float8 as "known 1",
    min(concat("e"."currency"::text, ' ', ("e"."closed_at" at time zone $1::text)::date)) filter (where (("e"."status" = 'won') and not ("e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $1::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $1::text)::date, (select days from rates)))) is null and "e"."amount" is not null)) as "missing_rate"
  from "crm"."deals" as "e"
  left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
  where "e"."closed_at" >= $3::timestamptz and "e"."closed_at" < $4::timestamptz and ("e"."status" = 'won')
  group by 1, 2, 3, 4, 5
) as grouped
left join "crm"."teams" as "name_1" on "name_1"."id" = id_1
left join "crm"."users" as "name_2" on "name_2"."id" = id_2;
-- $1 = Europe/Berlin
-- $2 = USD
-- $3 = 2025-12-31 23:00:00Z
-- $4 = 2026-12-31 23:00:00Z
-- $5 = 2026-01-01
-- $6 = 2027-01-01
-- statement 4 of 4
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
