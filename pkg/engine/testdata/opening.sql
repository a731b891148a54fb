-- statement 1 of 2
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(known.valid_on, least(known.next - 1, $7::date), interval '1 day') as day
  group by known.currency, day::date
),
dated as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $5::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $5::text and reporting.day = daily.day
),
rates as materialized (
  select currency, day, rate from dated
  union all
  (select distinct on (currency) currency, date '-infinity', rate from dated where rate is not null order by currency, day)
)
select
  bucket,
  "startless",
  "inferred",
  sum("open_rows") over (order by bucket) as "open_rows",
  (sum(coalesce("pipeline_in_range", 0)) over (order by bucket))::float8 as "pipeline_in_range",
  "missing_rate"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    count(*) filter (where "e"."valid_from" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where "e"."inferred" and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $5::text then 1 else rate.rate end, 0)) as "pipeline_in_range",
    min("e"."currency"::text || coalesce(' on ' || nullif(coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity'), date '-infinity'), '')) filter (where ("e"."amount" is not null and ("e"."status" = 'open' and "e"."expected_close_on" >= $2::date and "e"."expected_close_on" < $3::date) and not ("e"."currency"::text is null or "e"."currency"::text = $5::text) and rate.rate is null)) as "missing_rate"
  from (
    select "valid_from", "valid_to", "status", "expected_close_on", false as "inferred", "amount", "currency" from "crm"."deal_history" as recorded
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
  left join rates as rate on rate.currency = "e"."currency"::text and rate.day = coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity')
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
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(known.valid_on, least(known.next - 1, $2::date), interval '1 day') as day
  group by known.currency, day::date
),
dated as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $5::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $5::text and reporting.day = daily.day
),
rates as materialized (
  select currency, day, rate from dated
  union all
  (select distinct on (currency) currency, date '-infinity', rate from dated where rate is not null order by currency, day)
)
select
  bucket,
  "startless",
  "inferred",
  sum("open_rows") over (order by bucket) as "open_rows",
  (sum(coalesce("pipeline_in_range", 0)) over (order by bucket))::float8 as "pipeline_in_range",
  "missing_rate"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    count(*) filter (where "e"."valid_from" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where "e"."inferred" and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $5::text then 1 else rate.rate end, 0)) as "pipeline_in_range",
    min("e"."currency"::text || coalesce(' on ' || nullif(coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity'), date '-infinity'), '')) filter (where ("e"."amount" is not null and ("e"."status" = 'open' and "e"."expected_close_on" >= $2::date and "e"."expected_close_on" < $3::date) and not ("e"."currency"::text is null or "e"."currency"::text = $5::text) and rate.rate is null)) as "missing_rate"
  from (
    select "valid_from", "valid_to", "status", "expected_close_on", false as "inferred", "amount", "currency" from "crm"."deal_history" as recorded
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
  left join rates as rate on rate.currency = "e"."currency"::text and rate.day = coalesce(("e"."valid_from" at time zone $4::text)::date, date '-infinity')
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
