-- statement 1 of 2
select passes, key_1, label_1
from (
  select distinct true as passes, "e"."id"::text as key_1, coalesce("e"."name"::text, "e"."id"::text) as label_1, ("pipeline"."name")::text collate "C" as order_1, ("e"."pipeline")::text collate "C" as order_2, "e"."position" as order_3
  from "crm"."stages" as "e"
  left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
  where "e"."id" is not null
) as members
order by order_1 nulls last, order_2 nulls last, order_3 nulls last, label_1 collate "C", key_1
limit $1::int;
-- $1 = 10001
-- statement 2 of 2
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
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
)
select
  bucket,
  key_1,
  label_1,
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("open_deal_count", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "open_deal_count",
  (sum(coalesce("open_deal_amount", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "open_deal_amount",
  "missing_rate"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."stage"::text as key_1,
    coalesce("stage"."name"::text, "e"."stage"::text) as label_1,
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce(case when "e"."deal" is not null then 1 else 0 end, 0)) as "open_deal_count",
    sum(change.sign * coalesce("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end, 0)) as "open_deal_amount",
    min("e"."currency"::text || ' on ' || ("e"."valid_from" at time zone $2::text)::date) filter (where ("e"."amount" is not null and ("e"."status" = 'open') and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
  from "crm"."deal_history" as "e"
  left join "crm"."stages" as "stage" on "stage"."id" = "e"."stage"
  left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."valid_from" at time zone $2::text)::date
  cross join lateral (values ("e"."valid_from", 1), ("e"."valid_to", -1)) as change(at, sign)
  where "e"."valid_from" <= $4::timestamptz and ("e"."valid_to" is null or "e"."valid_to" > greatest("e"."valid_from", $5::timestamptz)) and ("e"."status" = 'open') and change.at <= $4::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-01-31 23:00:00.000001Z 2026-02-28 23:00:00.000001Z 2026-03-18 11:00:00.000001Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2026-03-18 11:00:00Z
-- $5 = 2026-01-31 23:00:00Z
-- $6 = 2026-03-18
