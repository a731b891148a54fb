-- statement 1 of 1
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate,
      max(valid_on::date) filter (where valid_on::date <= $8::date) over (partition by currency::text) as start
    from (select "s"."currency", "s"."valid_on", case when abs("s"."rate") < 1e100 then "s"."rate" end as "rate" from "crm"."currency_rates" as "s") as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null and day >= coalesce(start, day)
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given where day <= $9::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $2::text)
    then ((select rates from series where currency = $2::text) ->> width_bucket(day, (select days from series where currency = $2::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $9::date) as known(day) order by 1))) with ordinality as point(day, number)
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
  bucket,
  key_1,
  label_1,
  sum(amount)::float8 as amount,
  sum(now)::float8 as rows,
  (count(*) filter (where now > 0))::float8 as active,
  (count(*) filter (where now > 1))::float8 as repeat,
  (count(*) filter (where before > 0))::float8 as before,
  (count(*) filter (where before > 0 and now = 0))::float8 as lost,
  sum(valued)::float8 as valued,
  min("missing_rate") as "missing_rate"
from (
  select
    period.bucket as bucket,
    (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end)::text as key_1,
    (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end)::text as label_1,
    "e"."account" as member,
    sum(case when abs("e"."amount") < 1e100 then "e"."amount" end * case when "e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."ordered_at" at time zone $1::text)::date, (select days from rates))))::numeric end) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as amount,
    count(case when abs("e"."amount") < 1e100 then "e"."amount" end) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as valued,
    count(*) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as now,
    count(*) filter (where "e"."ordered_at" >= period.before_from and "e"."ordered_at" < period.before_to) as before,
    min(concat("e"."currency"::text, ' ', ("e"."ordered_at" at time zone $1::text)::date)) filter (where (not ("e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."ordered_at" at time zone $1::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."ordered_at" at time zone $1::text)::date, (select days from rates)))) is null and case when abs("e"."amount") < 1e100 then "e"."amount" end is not null and "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to)) as "missing_rate"
  from "crm"."orders" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  join (
    select (number - 1)::int as bucket, before_from, before_to, now_from, now_to
    from unnest($3::timestamptz[], $4::timestamptz[], $4::timestamptz[], $5::timestamptz[]) with ordinality as given(before_from, before_to, now_from, now_to, number)
  ) as period on ("e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to or "e"."ordered_at" >= period.before_from and "e"."ordered_at" < period.before_to)
  where "e"."ordered_at" >= $6::timestamptz and "e"."ordered_at" < $7::timestamptz and "e"."account" is not null
  group by 1, 2, 3, 4
) as members
group by bucket, key_1, label_1;
-- $1 = Europe/Berlin
-- $2 = USD
-- $3 = [2024-03-18 11:00:00Z]
-- $4 = [2025-03-18 11:00:00Z]
-- $5 = [2026-03-18 11:00:00Z]
-- $6 = 2024-03-18 11:00:00Z
-- $7 = 2026-03-18 11:00:00Z
-- $8 = 2024-03-18
-- $9 = 2026-03-18
