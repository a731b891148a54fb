-- statement 1 of 4
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate,
      max(valid_on::date) filter (where valid_on::date <= $8::date) over (partition by currency::text) as start
    from "crm"."currency_rates" as given
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
  select number, day, case when exists (select from given where currency = $3::text)
    then ((select rates from series where currency = $3::text) ->> width_bucket(day, (select days from series where currency = $3::text)))::numeric
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
  pane.number as bucket,
  key_1,
  label_1,
  (sum("won_amount"))::float8 as "won_amount",
  (sum("rows 1"))::float8 as "rows 1",
  (sum("known 1"))::float8 as "known 1",
  min("missing_rate") as "missing_rate"
from (
  select
    width_bucket("e"."closed_at", $1::timestamptz[]) as bucket,
    "rep"."team"::text as key_1,
    coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) as label_1,
    sum("e"."amount" * case when "e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates))))::numeric end) as "won_amount",
    count(*) as "rows 1",
    count("e"."amount") as "known 1",
    min(concat("e"."currency"::text, ' ', ("e"."closed_at" at time zone $2::text)::date)) filter (where (("e"."status" = 'won') and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates)))) is null and "e"."amount" is not null)) as "missing_rate"
  from "crm"."deals" as "e"
  left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
  left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
  where "e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz and ("e"."status" = 'won')
  group by 1, 2, 3
) as part
join unnest($6::int[], $7::int[]) as pane(stretch, number) on pane.stretch = part.bucket
group by 1, 2, 3;
-- $1 = [2025-12-07 23:00:00Z 2025-12-14 23:00:00Z 2025-12-21 23:00:00Z 2025-12-28 23:00:00Z 2025-12-31 23:00:00Z 2026-01-04 23:00:00Z 2026-01-11 23:00:00Z 2026-01-18 23:00:00Z 2026-01-25 23:00:00Z 2026-02-01 23:00:00Z 2026-02-08 23:00:00Z 2026-02-15 23:00:00Z 2026-02-18 11:00:00Z 2026-02-22 23:00:00Z 2026-03-01 23:00:00Z 2026-03-08 23:00:00Z 2026-03-15 23:00:00Z 2026-03-18 11:00:00Z 2026-03-22 23:00:00Z 2026-03-29 22:00:00Z 2026-04-05 22:00:00Z 2026-04-12 22:00:00Z 2026-04-19 22:00:00Z 2026-04-26 22:00:00Z 2026-05-03 22:00:00Z 2026-05-10 22:00:00Z 2026-05-17 22:00:00Z 2026-05-24 22:00:00Z 2026-05-31 22:00:00Z 2026-06-07 22:00:00Z 2026-06-14 22:00:00Z 2026-06-21 22:00:00Z 2026-06-28 22:00:00Z 2026-07-05 22:00:00Z 2026-07-12 22:00:00Z 2026-07-19 22:00:00Z 2026-07-26 22:00:00Z 2026-08-02 22:00:00Z 2026-08-09 22:00:00Z 2026-08-16 22:00:00Z 2026-08-23 22:00:00Z 2026-08-30 22:00:00Z 2026-09-06 22:00:00Z 2026-09-13 22:00:00Z 2026-09-20 22:00:00Z 2026-09-27 22:00:00Z 2026-10-04 22:00:00Z 2026-10-11 22:00:00Z 2026-10-18 22:00:00Z 2026-10-25 23:00:00Z 2026-11-01 23:00:00Z 2026-11-08 23:00:00Z 2026-11-15 23:00:00Z 2026-11-22 23:00:00Z 2026-11-29 23:00:00Z 2026-12-06 23:00:00Z 2026-12-13 23:00:00Z 2026-12-20 23:00:00Z 2026-12-27 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2025-12-07 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = [1 2 3 4 5 2 3 4 5 6 3 4 5 6 7 4 5 6 7 8 5 6 6 7 8 9 7 7 8 9 10 8 8 9 10 11 9 9 10 11 12 13 10 10 11 12 13 14 11 11 12 13 14 15 12 13 12 13 14 15 16 13 14 15 16 17 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59]
-- $7 = [0 0 0 0 0 1 1 1 1 1 2 2 2 2 2 3 3 3 3 3 4 5 6 6 6 6 7 8 8 8 8 9 10 10 10 10 11 12 12 12 12 12 13 14 14 14 14 14 15 16 16 16 16 16 17 17 18 18 18 18 18 19 19 19 19 19 20 21 22 23 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64]
-- $8 = 2025-12-08
-- $9 = 2027-01-01
-- statement 2 of 4
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate,
      max(valid_on::date) filter (where valid_on::date <= $9::date) over (partition by currency::text) as start
    from (select "s"."currency", "s"."valid_on", case when abs("s"."rate") < 1e100 then "s"."rate" end as "rate" from "crm"."currency_rates" as "s") as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null and day >= coalesce(start, day)
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given where day <= $10::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $5::text)
    then ((select rates from series where currency = $5::text) ->> width_bucket(day, (select days from series where currency = $5::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $10::date) as known(day) order by 1))) with ordinality as point(day, number)
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
  pane.number as bucket,
  "rep"."team"::text as key_1,
  coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) as label_1,
  (percentile_cont($6::float8) within group (order by case when abs("e"."amount") < 1e100 then "e"."amount" end * case when "e"."currency"::text = $5::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $4::text)::date, (select days from rates))))::numeric end))::float8 as "won_amount median",
  (count(*))::float8 as "rows 1",
  (count(case when abs("e"."amount") < 1e100 then "e"."amount" end))::float8 as "known 1",
  min(concat("e"."currency"::text, ' ', ("e"."closed_at" at time zone $4::text)::date)) filter (where (("e"."status" = 'won') and not ("e"."currency"::text = $5::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $4::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $4::text)::date, (select days from rates)))) is null and case when abs("e"."amount") < 1e100 then "e"."amount" end is not null)) as "missing_rate"
from "crm"."deals" as "e"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
join unnest($2::int[], $3::int[]) as pane(stretch, number) on pane.stretch = width_bucket("e"."closed_at", $1::timestamptz[])
where "e"."closed_at" >= $7::timestamptz and "e"."closed_at" < $8::timestamptz and ("e"."status" = 'won')
group by 1, 2, 3;
-- $1 = [2025-12-07 23:00:00Z 2025-12-14 23:00:00Z 2025-12-21 23:00:00Z 2025-12-28 23:00:00Z 2026-01-04 23:00:00Z 2026-01-11 23:00:00Z 2026-01-18 23:00:00Z 2026-01-25 23:00:00Z 2026-02-01 23:00:00Z 2026-02-08 23:00:00Z 2026-02-15 23:00:00Z 2026-02-18 11:00:00Z 2026-02-22 23:00:00Z 2026-03-01 23:00:00Z 2026-03-08 23:00:00Z 2026-03-15 23:00:00Z 2026-03-18 11:00:00Z]
-- $2 = [1 2 3 4 2 3 4 5 3 4 5 6 4 5 6 7 5 6 7 8 6 7 8 9 7 8 9 10 8 9 10 11 12 9 10 11 12 13 10 11 12 13 14 11 12 13 14 15 12 13 14 15 16]
-- $3 = [0 0 0 0 1 1 1 1 2 2 2 2 3 3 3 3 4 4 4 4 5 5 5 5 6 6 6 6 7 7 7 7 7 8 8 8 8 8 9 9 9 9 9 10 10 10 10 10 11 11 11 11 11]
-- $4 = Europe/Berlin
-- $5 = USD
-- $6 = 0.5
-- $7 = 2025-12-07 23:00:00Z
-- $8 = 2026-03-18 11:00:00Z
-- $9 = 2025-12-08
-- $10 = 2026-03-18
-- statement 3 of 4
select
  pane.number as bucket,
  "rep"."team"::text as key_1,
  coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) as label_1,
  (percentile_disc($4::float8) within group (order by extract(epoch from "e"."closed_at" - "e"."created_at")::float8 / 86400) filter (where "e"."closed_at" >= "e"."created_at" and isfinite("e"."created_at") and isfinite("e"."closed_at")))::float8 as "won_deal_age statistic=p90_disc"
from "crm"."deals" as "e"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
join unnest($2::int[], $3::int[]) as pane(stretch, number) on pane.stretch = width_bucket("e"."closed_at", $1::timestamptz[])
where "e"."closed_at" >= $5::timestamptz and "e"."closed_at" < $6::timestamptz and ("e"."status" = 'won')
group by 1, 2, 3;
-- $1 = [2025-12-31 23:00:00Z 2026-01-04 23:00:00Z 2026-01-11 23:00:00Z 2026-01-18 23:00:00Z 2026-01-25 23:00:00Z 2026-02-01 23:00:00Z 2026-02-08 23:00:00Z 2026-02-15 23:00:00Z 2026-02-22 23:00:00Z 2026-03-01 23:00:00Z 2026-03-08 23:00:00Z 2026-03-15 23:00:00Z 2026-03-18 11:00:00Z]
-- $2 = [1 1 2 1 2 3 1 2 3 4 1 2 3 4 5 1 2 3 4 5 6 1 2 3 4 5 6 7 1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 10 1 2 3 4 5 6 7 8 9 10 11 1 2 3 4 5 6 7 8 9 10 11 12]
-- $3 = [0 1 1 2 2 2 3 3 3 3 4 4 4 4 4 5 5 5 5 5 5 6 6 6 6 6 6 6 7 7 7 7 7 7 7 7 8 8 8 8 8 8 8 8 8 9 9 9 9 9 9 9 9 9 9 10 10 10 10 10 10 10 10 10 10 10 11 11 11 11 11 11 11 11 11 11 11 11]
-- $4 = 0.899999999999
-- $5 = 2025-12-31 23:00:00Z
-- $6 = 2026-03-18 11:00:00Z
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
