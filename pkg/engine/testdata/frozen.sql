-- statement 1 of 2
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
  from given where day <= $5::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $2::text)
    then ((select rates from series where currency = $2::text) ->> width_bucket(day, (select days from series where currency = $2::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $5::date) as known(day) order by 1))) with ordinality as point(day, number)
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
  width_bucket(period_start, $8::date[]) as bucket,
  key_1,
  label_1,
  (sum(amount) filter (where actual is not null))::float8 as amount,
  (sum(actual) filter (where amount is not null))::float8 as actual,
  sum(abs(amount - actual))::float8 as error,
  count(*)::float8 as forecasts,
  count(amount - actual)::float8 as known,
  min(missing) as "missing_rate"
from (
  select frozen.owner, frozen.period_start, frozen.period_end, key_1, label_1, max(frozen.amount) as amount, case when count(won.rep) > 0 then sum(won.amount) else 0 end as actual, coalesce(min(frozen.missing), min(won.missing)) as missing
  from (
    select distinct on ("e"."owner", "e"."period_start", "e"."period_end")
      "e"."owner" as owner,
      "e"."period_start" as period_start,
      "e"."period_end" as period_end,
      case when abs("e"."amount") < 1e100 then "e"."amount" end * case when "e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."submitted_at" at time zone $1::text)::date, (select days from rates))))::numeric end as amount,
      case when not ("e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."submitted_at" at time zone $1::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."submitted_at" at time zone $1::text)::date, (select days from rates)))) is null and case when abs("e"."amount") < 1e100 then "e"."amount" end is not null then concat("e"."currency"::text, ' ', ("e"."submitted_at" at time zone $1::text)::date) end as missing,
      "e"."owner"::text as key_1,
      coalesce((case when ("owner"."name" >= '!' collate "C" or btrim("owner"."name", E' \t\r\n') <> '') then "owner"."name" end)::text, "e"."owner"::text) as label_1
    from "crm"."forecast_submissions" as "e"
    left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
    where "e"."category" = 'commit' and "e"."owner" is not null and (("e"."period_start" >= $3::date and "e"."period_start" < $4::date)) and "e"."period_end" <= $5::date and "e"."submitted_at" <= ("e"."period_start"::timestamp at time zone $1::text) and (case when abs("e"."amount") < 1e100 then "e"."amount" end * case when "e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."submitted_at" at time zone $1::text)::date, (select days from rates))))::numeric end is not null or case when not ("e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."submitted_at" at time zone $1::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."submitted_at" at time zone $1::text)::date, (select days from rates)))) is null and case when abs("e"."amount") < 1e100 then "e"."amount" end is not null then concat("e"."currency"::text, ' ', ("e"."submitted_at" at time zone $1::text)::date) end is not null)
    order by "e"."owner", "e"."period_start", "e"."period_end", "e"."submitted_at" desc, 4 desc
  ) as frozen
  left join (
    select (case when "deal"."status" in ('won', 'lost') then coalesce("deal"."closed_by", "deal"."owner") else "deal"."owner" end) as rep, "deal"."closed_at" as closed_at, case when abs("deal"."amount") < 1e100 then "deal"."amount" end * case when "deal"."currency"::text = $2::text or coalesce(btrim("deal"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "deal"."currency"::text)::int + width_bucket(("deal"."closed_at" at time zone $1::text)::date, (select days from rates))))::numeric end as amount, case when not ("deal"."currency"::text = $2::text or coalesce(btrim("deal"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "deal"."currency"::text and ("deal"."closed_at" at time zone $1::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "deal"."currency"::text)::int + width_bucket(("deal"."closed_at" at time zone $1::text)::date, (select days from rates)))) is null and case when abs("deal"."amount") < 1e100 then "deal"."amount" end is not null then concat("deal"."currency"::text, ' ', ("deal"."closed_at" at time zone $1::text)::date) end as missing
    from "crm"."deals" as "deal"
    where "deal"."status" = 'won' and "deal"."closed_at" >= $6::timestamptz and "deal"."closed_at" <= $7::timestamptz
  ) as won on won.rep = frozen.owner and won.closed_at >= (frozen.period_start::timestamp at time zone $1::text) and won.closed_at < (frozen.period_end::timestamp at time zone $1::text)
  group by frozen.owner, frozen.period_start, frozen.period_end, key_1, label_1
) as forecasts
group by 1, 2, 3;
-- $1 = Europe/Berlin
-- $2 = USD
-- $3 = 2026-01-01
-- $4 = 2027-01-01
-- $5 = 2026-03-18
-- $6 = 2025-12-31 23:00:00Z
-- $7 = 2026-03-18 11:00:00Z
-- $8 = [2026-01-01 2026-04-01 2026-07-01 2026-10-01 2027-01-01]
-- statement 2 of 2
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
-- $2 = [Agnieszka Kaźmierczak Anna Wright Björn Schäfer Felix Lindner Harry Taylor Haruto Mehta Lena Brandt Noah Thompson Анна Ковалёва Ольга Щербакова]
