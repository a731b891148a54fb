-- statement 1 of 2
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
  select number, day, case when exists (select from given where currency = $2::text)
    then ((select rates from series where currency = $2::text) ->> width_bucket(day, (select days from series where currency = $2::text)))::numeric
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
  width_bucket("e"."spent_on", $1::date[]) as bucket,
  (case when ("e"."channel" >= '!' collate "C" or btrim("e"."channel", E' \t\r\n') <> '') then "e"."channel" end)::text as key_1,
  (case when ("e"."channel" >= '!' collate "C" or btrim("e"."channel", E' \t\r\n') <> '') then "e"."channel" end)::text as label_1,
  (sum("e"."amount" * case when "e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket("e"."spent_on", (select days from rates))))::numeric end))::float8 as "campaign_spend",
  (count(*))::float8 as "rows 1",
  (count("e"."amount"))::float8 as "known 1",
  min(concat("e"."currency"::text, ' ', "e"."spent_on")) filter (where (not ("e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and "e"."spent_on" >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket("e"."spent_on", (select days from rates)))) is null and "e"."amount" is not null)) as "missing_rate"
from "crm"."campaign_costs" as "e"
where "e"."spent_on" >= $3::date and "e"."spent_on" < $4::date
group by 1, 2, 3;
-- $1 = [2026-01-01 2026-04-01 2026-07-01 2026-10-01 2027-01-01]
-- $2 = USD
-- $3 = 2026-01-01
-- $4 = 2027-01-01
-- statement 2 of 2
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
  (pane.number - 1)::int as bucket,
  (case when ("e"."channel" >= '!' collate "C" or btrim("e"."channel", E' \t\r\n') <> '') then "e"."channel" end)::text as key_1,
  (case when ("e"."channel" >= '!' collate "C" or btrim("e"."channel", E' \t\r\n') <> '') then "e"."channel" end)::text as label_1,
  (sum(case when abs("e"."budget") < 1e100 then "e"."budget" end * case when "e"."currency"::text = $1::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket("e"."starts_on", (select days from rates))))::numeric end * (least((extract(epoch from ("e"."ends_on" + 1))::float8 / 86400), pane.stop) - greatest((extract(epoch from "e"."starts_on")::float8 / 86400), pane.start)) / ((extract(epoch from ("e"."ends_on" + 1))::float8 / 86400) - (extract(epoch from "e"."starts_on")::float8 / 86400))) filter (where (case when abs("e"."budget") < 1e100 then "e"."budget" end is not null)))::float8 as "spread_budget",
  (count(*) filter (where (case when abs("e"."budget") < 1e100 then "e"."budget" end is not null)))::float8 as "rows 1",
  (count(case when abs("e"."budget") < 1e100 then "e"."budget" end) filter (where (case when abs("e"."budget") < 1e100 then "e"."budget" end is not null)))::float8 as "known 1",
  min(concat("e"."currency"::text, ' ', "e"."starts_on")) filter (where ((case when abs("e"."budget") < 1e100 then "e"."budget" end is not null) and not ("e"."currency"::text = $1::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and "e"."starts_on" >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket("e"."starts_on", (select days from rates)))) is null and case when abs("e"."budget") < 1e100 then "e"."budget" end is not null)) as "missing_rate"
from "crm"."campaigns" as "e"
join unnest($2::float8[], $3::float8[]) with ordinality as pane(start, stop, number) on (least((extract(epoch from ("e"."ends_on" + 1))::float8 / 86400), pane.stop) - greatest((extract(epoch from "e"."starts_on")::float8 / 86400), pane.start)) > 0 and ("e"."ends_on" + 1) > "e"."starts_on" and isfinite("e"."starts_on") and isfinite(("e"."ends_on" + 1))
where (case when abs("e"."budget") < 1e100 then "e"."budget" end is not null)
group by 1, 2, 3;
-- $1 = USD
-- $2 = [20454 20544 20635 20727]
-- $3 = [20544 20635 20727 20819]
-- $4 = 2027-01-01
