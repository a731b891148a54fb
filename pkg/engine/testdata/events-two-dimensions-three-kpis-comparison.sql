-- statement 1 of 2
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
  select number, day, case when exists (select from given where currency = $3::text)
    then ((select rates from series where currency = $3::text) ->> width_bucket(day, (select days from series where currency = $3::text)))::numeric
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
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, key_2, label_2, "won_amount", "rows 1", "known 1", "won_deals", "lost_deals", "won_deals_with_amount", "missing_rate"
from (
  select
    width_bucket("e"."closed_at", $1::timestamptz[]) as bucket,
    "rep"."team"::text as key_1,
    "rep"."team" as id_1,
    (case when ("account"."region" >= '!' collate "C" or btrim("account"."region", E' \t\r\n') <> '') then "account"."region" end)::text as key_2,
    (case when ("account"."region" >= '!' collate "C" or btrim("account"."region", E' \t\r\n') <> '') then "account"."region" end)::text as label_2,
    (sum(case when abs("e"."amount") < 1e100 then "e"."amount" end * case when "e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates))))::numeric end) filter (where ("e"."status" = 'won')))::float8 as "won_amount",
    (count(*) filter (where ("e"."status" = 'won')))::float8 as "rows 1",
    (count(case when abs("e"."amount") < 1e100 then "e"."amount" end) filter (where ("e"."status" = 'won')))::float8 as "known 1",
    (count("e"."id") filter (where ("e"."status" = 'won')))::float8 as "won_deals",
    (count("e"."id") filter (where ("e"."status" = 'lost')))::float8 as "lost_deals",
    (count(case when abs("e"."amount") < 1e100 then "e"."amount" end) filter (where ("e"."status" = 'won')))::float8 as "won_deals_with_amount",
    min(concat("e"."currency"::text, ' ', ("e"."closed_at" at time zone $2::text)::date)) filter (where (("e"."status" = 'won') and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates)))) is null and case when abs("e"."amount") < 1e100 then "e"."amount" end is not null)) as "missing_rate"
  from "crm"."deals" as "e"
  left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
  where (("e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz) or ("e"."closed_at" >= $6::timestamptz and "e"."closed_at" < $7::timestamptz)) and (("e"."status" = 'won') or ("e"."status" = 'lost')) and (coalesce((case when ("pipeline"."name" >= '!' collate "C" or btrim("pipeline"."name", E' \t\r\n') <> '') then "pipeline"."name" end)::text, "e"."pipeline"::text) is null or not coalesce((case when ("pipeline"."name" >= '!' collate "C" or btrim("pipeline"."name", E' \t\r\n') <> '') then "pipeline"."name" end)::text, "e"."pipeline"::text) = any($8::text[]))
  group by 1, 2, 3, 4, 5
) as grouped
left join "crm"."teams" as "name_1" on "name_1"."id" = id_1;
-- $1 = [2024-12-31 23:00:00Z 2025-03-18 11:00:00Z 2025-12-31 23:00:00Z 2026-03-31 22:00:00Z 2026-06-30 22:00:00Z 2026-09-30 22:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2024-12-31 23:00:00Z
-- $5 = 2025-03-18 11:00:00Z
-- $6 = 2025-12-31 23:00:00Z
-- $7 = 2026-12-31 23:00:00Z
-- $8 = [Partner sales]
-- $9 = 2025-01-01
-- $10 = 2027-01-01
-- statement 2 of 2
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
