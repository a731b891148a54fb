-- statement 1 of 1
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(known.valid_on, least(known.next - 1, $6::date), interval '1 day') as day
  group by known.currency, day::date
),
dated as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
),
rates as materialized (
  select currency, day, rate from dated
  union all
  (select distinct on (currency) currency, date '-infinity', rate from dated where rate is not null order by currency, day)
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
  "missing_rate"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."stage"::text as key_1,
    coalesce("stage"."name"::text, "e"."stage"::text) as label_1,
    count(*) filter (where "e"."valid_from" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where "e"."inferred" and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce(case when "e"."deal" is not null then 1 else 0 end, 0)) as "open_deal_count",
    sum(change.sign * coalesce("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end, 0)) as "open_deal_amount",
    min("e"."currency"::text || coalesce(' on ' || nullif(coalesce(("e"."valid_from" at time zone $2::text)::date, date '-infinity'), date '-infinity'), '')) filter (where ("e"."amount" is not null and ("e"."status" = 'open') and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
  from (
    select "valid_from", "valid_to", "stage", "status", false as "inferred", "deal", "amount", "currency" from "crm"."deal_history" as recorded
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
  left join rates as rate on rate.currency = "e"."currency"::text and rate.day = coalesce(("e"."valid_from" at time zone $2::text)::date, date '-infinity')
  cross join lateral (values (coalesce("e"."valid_from", '-infinity'), 1), ("e"."valid_to", -1)) as change(at, sign)
  where ("e"."valid_from" is null or "e"."valid_from" < $5::timestamptz) and ("e"."valid_to" is null or "e"."valid_to" >= $4::timestamptz and ("e"."valid_to" > "e"."valid_from") is not false) and ("e"."status" = 'open') and change.at < $5::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-01-31 23:00:00Z 2026-02-28 23:00:00Z 2026-03-18 11:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2026-01-31 23:00:00Z
-- $5 = 2026-03-18 11:00:00Z
-- $6 = 2026-03-18
