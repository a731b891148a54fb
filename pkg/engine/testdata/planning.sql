-- statement 1 of 6
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
-- statement 2 of 6
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
  case when not (target.currency::text = $1::text or coalesce(btrim(target.currency::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? target.currency::text and target.period_start >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> target.currency::text)::int + width_bucket(target.period_start, (select days from rates)))) is null then concat(target.currency::text, ' ', target.period_start) end as "missing_rate"
from (select "s"."metric", "s"."scope", "s"."scope_id", "s"."period_start", "s"."period_end", case when abs("s"."value") < 1e100 then "s"."value" end as "value", "s"."currency" from "crm"."targets" as "s") as target
where target.metric = $2::text and target.value is not null and target.scope::text = any($3::text[]) and coalesce(target.period_start, '-infinity') < $4::date and coalesce(target.period_end, 'infinity') > $5::date;
-- $1 = USD
-- $2 = revenue
-- $3 = [company team user]
-- $4 = 2028-01-01
-- $5 = 2025-01-01
-- statement 3 of 6
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate,
      max(valid_on::date) filter (where valid_on::date <= $6::date) over (partition by currency::text) as start
    from "crm"."currency_rates" as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null and day >= coalesce(start, day)
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given where day <= $7::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $3::text)
    then ((select rates from series where currency = $3::text) ->> width_bucket(day, (select days from series where currency = $3::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $7::date) as known(day) order by 1))) with ordinality as point(day, number)
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
  width_bucket("e"."closed_at", $1::timestamptz[]) as bucket,
  (sum("e"."amount" * case when "e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates))))::numeric end))::float8 as "won_amount",
  (count(*))::float8 as "rows 1",
  (count("e"."amount"))::float8 as "known 1",
  min(concat("e"."currency"::text, ' ', ("e"."closed_at" at time zone $2::text)::date)) filter (where (("e"."status" = 'won') and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates)))) is null and "e"."amount" is not null)) as "missing_rate"
from "crm"."deals" as "e"
where "e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz and ("e"."status" = 'won')
group by 1;
-- $1 = [2024-12-31 23:00:00Z 2025-12-31 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2024-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = 2025-01-01
-- $7 = 2027-01-01
-- statement 4 of 6
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate,
      max(valid_on::date) filter (where valid_on::date <= $3::date) over (partition by currency::text) as start
    from "crm"."currency_rates" as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null and day >= coalesce(start, day)
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given where day <= $4::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $1::text)
    then ((select rates from series where currency = $1::text) ->> width_bucket(day, (select days from series where currency = $1::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $4::date) as known(day) order by 1))) with ordinality as point(day, number)
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
  1 as bucket,
  (sum(("e"."amount" * "e"."probability") * case when "e"."currency"::text = $1::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket("e"."expected_close_on", (select days from rates))))::numeric end))::float8 as "expected_amount",
  (count(*))::float8 as "rows 1",
  (count(("e"."amount" * "e"."probability")))::float8 as "known 1",
  min(concat("e"."currency"::text, ' ', "e"."expected_close_on")) filter (where (("e"."status" = 'open' and "e"."expected_close_on" >= $2::date) and not ("e"."currency"::text = $1::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and "e"."expected_close_on" >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket("e"."expected_close_on", (select days from rates)))) is null and ("e"."amount" * "e"."probability") is not null)) as "missing_rate"
from "crm"."deals" as "e"
where "e"."expected_close_on" >= $3::date and "e"."expected_close_on" < $4::date and ("e"."status" = 'open' and "e"."expected_close_on" >= $2::date)
group by 1;
-- $1 = USD
-- $2 = 2026-03-18
-- $3 = 2026-01-01
-- $4 = 2027-01-01
-- statement 5 of 6
select
  1 as bucket,
  (count("e"."id") filter (where ("deal"."status" = 'won' and "deal"."closed_at" >= "e"."created_at" and "deal"."closed_at" < "e"."created_at" + $1::interval)))::float8 as "created_leads_won window=90d",
  (count("e"."id"))::float8 as "created_leads"
from "crm"."leads" as "e"
left join "crm"."deals" as "deal" on "deal"."id" = "e"."deal"
where "e"."created_at" >= $2::timestamptz and "e"."created_at" < $3::timestamptz
group by 1;
-- $1 = 7776000 seconds
-- $2 = 2024-12-31 23:00:00Z
-- $3 = 2025-12-18 11:00:00Z
-- statement 6 of 6
select
  1 as bucket,
  (count(case when abs("e"."amount") < 1e100 then "e"."amount" end))::float8 as "won_deals_with_amount"
from "crm"."deals" as "e"
where "e"."closed_at" >= $1::timestamptz and "e"."closed_at" < $2::timestamptz and ("e"."status" = 'won')
group by 1;
-- $1 = 2024-12-31 23:00:00Z
-- $2 = 2025-12-31 23:00:00Z
