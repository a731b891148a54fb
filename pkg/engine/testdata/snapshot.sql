-- statement 1 of 3
select passes, key_1, label_1
from (
  select distinct true as passes, "e"."id"::text as key_1, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) as label_1, ("pipeline"."name")::text collate "C" as order_1, ("e"."pipeline")::text collate "C" as order_2, "e"."position" as order_3
  from (
    select "id", "name", "pipeline", ("position")::numeric as "position"
    from "crm"."stages"
  ) as "e"
  left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
  where "e"."id" is not null
) as members
order by order_1 nulls last, order_2 nulls last, order_3 nulls last, label_1 collate "C", key_1
limit $1::int;
-- $1 = 10001
-- statement 2 of 3
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
  from given where day <= $6::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $3::text)
    then ((select rates from series where currency = $3::text) ->> width_bucket(day, (select days from series where currency = $3::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $6::date union select unnest(array[date '-infinity', date '4000-01-01 BC'])) as known(day) order by 1))) with ordinality as point(day, number)
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
    (select jsonb_agg(case when point = 2 then (select first.rate from held as first where first.number = held.number and first.rate is not null order by first.point limit 1) else rate end order by number, point) from held) as rates
  from axis
)
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("open_deal_count", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "open_deal_count",
  (sum(coalesce("open_deal_amount", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "open_deal_amount",
  (sum(coalesce("rows 2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 2",
  (sum(coalesce("known 2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 2",
  "missing_rate"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."stage"::text as key_1,
    coalesce((case when ("stage"."name" >= '!' collate "C" or btrim("stage"."name", E' \t\r\n') <> '') then "stage"."name" end)::text, "e"."stage"::text) as label_1,
    count(*) filter (where "e"."valid_from" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where "e"."inferred" and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce(case when "e"."deal" is not null then 1 else 0 end, 0)) as "open_deal_count",
    sum(change.sign * coalesce("e"."amount" * case when "e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(coalesce(("e"."valid_from" at time zone $2::text)::date, date '-infinity'), (select days from rates))))::numeric end, 0)) as "open_deal_amount",
    sum(change.sign) as "rows 2",
    sum(change.sign) filter (where "e"."amount" is not null) as "known 2",
    min(concat("e"."currency"::text, ' ', nullif(coalesce(("e"."valid_from" at time zone $2::text)::date, date '-infinity'), date '-infinity'))) filter (where (("e"."status" = 'open') and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and coalesce(("e"."valid_from" at time zone $2::text)::date, date '-infinity') >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(coalesce(("e"."valid_from" at time zone $2::text)::date, date '-infinity'), (select days from rates)))) is null and "e"."amount" is not null and ("e"."valid_to" is null or width_bucket(coalesce("e"."valid_from", '-infinity'), $1::timestamptz[]) < width_bucket("e"."valid_to", $1::timestamptz[])))) as "missing_rate"
  from (
    select "valid_from", "valid_to", "stage", "status", false as "inferred", "deal", "amount", "currency" from (
      select "valid_from", "valid_to", "stage", "status", "deal", "amount", "currency"
      from "crm"."deal_history"
      where "deal" in (select whole."id" from "crm"."deals" as whole)
    ) as recorded
    union all
    select "whole"."created_at" as "valid_from", "whole"."closed_at" as "valid_to", "whole"."stage" as "stage", ('open') as "status", true as "inferred", "whole"."id" as "deal", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."closed_at" as "valid_from", (null) as "valid_to", "whole"."stage" as "stage", ('won') as "status", true as "inferred", "whole"."id" as "deal", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'won' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."closed_at" as "valid_from", (null) as "valid_to", "whole"."stage" as "stage", ('lost') as "status", true as "inferred", "whole"."id" as "deal", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'lost' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
  ) as "e"
  left join "crm"."stages" as "stage" on "stage"."id" = "e"."stage"
  cross join lateral (values (coalesce("e"."valid_from", '-infinity'), 1), ("e"."valid_to", -1)) as change(at, sign)
  where ("e"."valid_from" is null or "e"."valid_from" < $5::timestamptz) and ("e"."valid_to" is null or "e"."valid_to" >= $4::timestamptz and ("e"."valid_to" > "e"."valid_from") is not false) and ("e"."status" = 'open') and change.at < $5::timestamptz and ("e"."inferred" or ("e"."valid_to" is null or width_bucket(coalesce("e"."valid_from", '-infinity'), $1::timestamptz[]) < width_bucket("e"."valid_to", $1::timestamptz[])))
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-01-31 23:00:00Z 2026-02-28 23:00:00Z 2026-03-18 11:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2026-01-31 23:00:00Z
-- $5 = 2026-03-18 11:00:00Z
-- $6 = 2026-03-18
-- statement 3 of 3
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."stages" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."stages" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Contract Discovery Joint proposal Needs Negotiation Proposal Qualification Quote Registered]
