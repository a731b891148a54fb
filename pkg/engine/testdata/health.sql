-- statement 1 of 2
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate
    from "crm"."currency_rates" as given
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
  null::timestamptz as newest,
  count(*)::float8 as "rows",
  (count(*) filter (where (("e"."spent_on" is null) or ("e"."spent_on" is not null and not ("e"."currency"::text = $1::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and "e"."spent_on" >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket("e"."spent_on", (select days from rates)))) is null) or ("e"."campaign" is not null and "campaign"."id" is null)) is not true))::float8 as "usable_rows",
  null::float8 as "negative_durations",
  null::float8 as "missing_owners",
  (count(*) filter (where "e"."spent_on" is not null and not ("e"."currency"::text = $1::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and "e"."spent_on" >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket("e"."spent_on", (select days from rates)))) is null))::float8 as "missing_rates",
  (count(*) filter (where "e"."campaign" is not null and "campaign"."id" is null))::float8 as "orphan_keys"
from "crm"."campaign_costs" as "e"
left join "crm"."campaigns" as "campaign" on "campaign"."id" = "e"."campaign";
-- $1 = USD
-- statement 2 of 2
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate
    from "crm"."currency_rates" as given
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
  select number, day, case when exists (select from given where currency = $3::text)
    then ((select rates from series where currency = $3::text) ->> width_bucket(day, (select days from series where currency = $3::text)))::numeric
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
  greatest(max("e"."created_at") filter (where "e"."created_at" <= $1::timestamptz), max("e"."closed_at") filter (where "e"."closed_at" <= $1::timestamptz)) as newest,
  count(*)::float8 as "rows",
  (count(*) filter (where ((("e"."id" is null) or ("e"."created_at" is null)) or ("e"."closed_at" < "e"."created_at") or ("e"."closed_at" is not null and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates)))) is null) or ((((((("e"."account" is not null and "account"."id" is null) or ("e"."lead" is not null and "lead"."id" is null)) or ("e"."owner" is not null and "owner"."id" is null)) or ("e"."closed_by" is not null and "closed_by"."id" is null)) or ("e"."pipeline" is not null and "pipeline"."id" is null)) or ("e"."stage" is not null and "stage"."id" is null)) or ("e"."campaign" is not null and "campaign"."id" is null))) is not true))::float8 as "usable_rows",
  (count(*) filter (where "e"."closed_at" < "e"."created_at"))::float8 as "negative_durations",
  (count(*) filter (where "e"."owner" is null))::float8 as "missing_owners",
  (count(*) filter (where "e"."closed_at" is not null and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates)))) is null))::float8 as "missing_rates",
  (count(*) filter (where (((((("e"."account" is not null and "account"."id" is null) or ("e"."lead" is not null and "lead"."id" is null)) or ("e"."owner" is not null and "owner"."id" is null)) or ("e"."closed_by" is not null and "closed_by"."id" is null)) or ("e"."pipeline" is not null and "pipeline"."id" is null)) or ("e"."stage" is not null and "stage"."id" is null)) or ("e"."campaign" is not null and "campaign"."id" is null)))::float8 as "orphan_keys"
from "crm"."deals" as "e"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."leads" as "lead" on "lead"."id" = "e"."lead"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."users" as "closed_by" on "closed_by"."id" = "e"."closed_by"
left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
left join "crm"."stages" as "stage" on "stage"."id" = "e"."stage"
left join "crm"."campaigns" as "campaign" on "campaign"."id" = "e"."campaign";
-- $1 = 2026-03-18 11:00:00Z
-- $2 = Europe/Berlin
-- $3 = USD
