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
  from given where day <= $7::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $5::text)
    then ((select rates from series where currency = $5::text) ->> width_bucket(day, (select days from series where currency = $5::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $7::date union select unnest(array[date '-infinity', date '4000-01-01 BC'])) as known(day) order by 1))) with ordinality as point(day, number)
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
  "startless",
  "inferred",
  sum("open_rows") over (order by bucket) as "open_rows",
  (sum(coalesce("pipeline_in_range", 0)) over (order by bucket))::float8 as "pipeline_in_range",
  (sum(coalesce("rows 1", 0)) over (order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (order by bucket))::float8 as "known 1",
  "missing_rate"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    count(*) filter (where "e"."valid_from" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where "e"."inferred" and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce("e"."amount" * case when "e"."currency"::text = $5::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity'), (select days from rates))))::numeric end, 0)) as "pipeline_in_range",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where "e"."amount" is not null) as "known 1",
    min(concat("e"."currency"::text, ' ', nullif(coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity'), date '-infinity'))) filter (where (("e"."status" = 'open' and "e"."expected_close_on" >= $2::date and "e"."expected_close_on" < $3::date) and not ("e"."currency"::text = $5::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity') >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity'), (select days from rates)))) is null and "e"."amount" is not null)) as "missing_rate"
  from (
    select "valid_from", "valid_to", "status", "expected_close_on", false as "inferred", "amount", "currency" from (
      select "valid_from", "valid_to", "status", "expected_close_on", "amount", "currency"
      from "crm"."deal_history"
      where "deal" in (select whole."id" from "crm"."deals" as whole)
    ) as recorded
    union all
    select "whole"."created_at" as "valid_from", "whole"."closed_at" as "valid_to", ('open') as "status", "whole"."expected_close_on" as "expected_close_on", true as "inferred", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."closed_at" as "valid_from", (null) as "valid_to", ('won') as "status", "whole"."expected_close_on" as "expected_close_on", true as "inferred", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'won' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."closed_at" as "valid_from", (null) as "valid_to", ('lost') as "status", "whole"."expected_close_on" as "expected_close_on", true as "inferred", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'lost' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
  ) as "e"
  cross join lateral (values (coalesce("e"."valid_from", '-infinity'), 1), ("e"."valid_to", -1)) as change(at, sign)
  where ("e"."valid_from" is null or "e"."valid_from" < $6::timestamptz) and ("e"."valid_to" is null or "e"."valid_to" >= $6::timestamptz and ("e"."valid_to" > "e"."valid_from") is not false) and ("e"."status" = 'open' and "e"."expected_close_on" >= $2::date and "e"."expected_close_on" < $3::date) and change.at < $6::timestamptz
  group by 1
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = 2026-01-01
-- $3 = 2027-01-01
-- $4 = Europe/Berlin
-- $5 = USD
-- $6 = 2026-03-18 11:00:00Z
-- $7 = 2026-03-18
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
  from given where day <= $2::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $5::text)
    then ((select rates from series where currency = $5::text) ->> width_bucket(day, (select days from series where currency = $5::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $2::date union select unnest(array[date '-infinity', date '4000-01-01 BC'])) as known(day) order by 1))) with ordinality as point(day, number)
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
  "startless",
  "inferred",
  sum("open_rows") over (order by bucket) as "open_rows",
  (sum(coalesce("pipeline_in_range", 0)) over (order by bucket))::float8 as "pipeline_in_range",
  (sum(coalesce("rows 1", 0)) over (order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (order by bucket))::float8 as "known 1",
  "missing_rate"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    count(*) filter (where "e"."valid_from" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where "e"."inferred" and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce("e"."amount" * case when "e"."currency"::text = $5::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity'), (select days from rates))))::numeric end, 0)) as "pipeline_in_range",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where "e"."amount" is not null) as "known 1",
    min(concat("e"."currency"::text, ' ', nullif(coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity'), date '-infinity'))) filter (where (("e"."status" = 'open' and "e"."expected_close_on" >= $2::date and "e"."expected_close_on" < $3::date) and not ("e"."currency"::text = $5::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity') >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity'), (select days from rates)))) is null and "e"."amount" is not null)) as "missing_rate"
  from (
    select "valid_from", "valid_to", "status", "expected_close_on", false as "inferred", "amount", "currency" from (
      select "valid_from", "valid_to", "status", "expected_close_on", "amount", "currency"
      from "crm"."deal_history"
      where "deal" in (select whole."id" from "crm"."deals" as whole)
    ) as recorded
    union all
    select "whole"."created_at" as "valid_from", "whole"."closed_at" as "valid_to", ('open') as "status", "whole"."expected_close_on" as "expected_close_on", true as "inferred", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."closed_at" as "valid_from", (null) as "valid_to", ('won') as "status", "whole"."expected_close_on" as "expected_close_on", true as "inferred", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'won' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."closed_at" as "valid_from", (null) as "valid_to", ('lost') as "status", "whole"."expected_close_on" as "expected_close_on", true as "inferred", "whole"."amount" as "amount", "whole"."currency" as "currency"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'lost' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
  ) as "e"
  cross join lateral (values (coalesce("e"."valid_from", '-infinity'), 1), ("e"."valid_to", -1)) as change(at, sign)
  where ("e"."valid_from" is null or "e"."valid_from" < $6::timestamptz) and ("e"."valid_to" is null or "e"."valid_to" >= $6::timestamptz and ("e"."valid_to" > "e"."valid_from") is not false) and ("e"."status" = 'open' and "e"."expected_close_on" >= $2::date and "e"."expected_close_on" < $3::date) and change.at < $6::timestamptz
  group by 1
) as changes
order by bucket;
-- $1 = [2025-12-31 23:00:00Z]
-- $2 = 2026-01-01
-- $3 = 2027-01-01
-- $4 = Europe/Berlin
-- $5 = USD
-- $6 = 2025-12-31 23:00:00Z
