-- statement 1 of 1
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $8::date), least(known.next - 1, $9::date), interval '1 day') as day
  where known.next is null or known.next > $8::date
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $2::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $2::text and reporting.day = daily.day
)
select
  bucket,
  key_1,
  label_1,
  coalesce(sum(amount), 0)::float8 as amount,
  sum(now)::float8 as rows,
  (count(*) filter (where now > 0))::float8 as active,
  (count(*) filter (where now > 1))::float8 as repeat,
  (count(*) filter (where before > 0))::float8 as before,
  (count(*) filter (where before > 0 and now = 0))::float8 as lost,
  sum(valued)::float8 as valued,
  min("missing_rate") as "missing_rate"
from (
  select
    period.bucket as bucket,
    "account"."segment"::text as key_1,
    "account"."segment"::text as label_1,
    "e"."account" as member,
    sum("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $2::text then 1 else rate.rate end) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as amount,
    count("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $2::text then 1 else rate.rate end) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as valued,
    count(*) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as now,
    count(*) filter (where "e"."ordered_at" >= period.before_from and "e"."ordered_at" < period.before_to) as before,
    min("e"."currency"::text || ' on ' || ("e"."ordered_at" at time zone $1::text)::date) filter (where ("e"."amount" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $2::text) and rate.rate is null and "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to)) as "missing_rate"
  from "crm"."orders" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."ordered_at" at time zone $1::text)::date
  join (
    select (number - 1)::int as bucket, before_from, before_to, now_from, now_to
    from unnest($3::timestamptz[], $4::timestamptz[], $4::timestamptz[], $5::timestamptz[]) with ordinality as given(before_from, before_to, now_from, now_to, number)
  ) as period on ("e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to or "e"."ordered_at" >= period.before_from and "e"."ordered_at" < period.before_to)
  where "e"."ordered_at" >= $6::timestamptz and "e"."ordered_at" < $7::timestamptz and "e"."account" is not null
  group by 1, 2, 3, 4
) as members
group by bucket, key_1, label_1;
-- $1 = Europe/Berlin
-- $2 = USD
-- $3 = [2024-03-18 11:00:00Z]
-- $4 = [2025-03-18 11:00:00Z]
-- $5 = [2026-03-18 11:00:00Z]
-- $6 = 2024-03-18 11:00:00Z
-- $7 = 2026-03-18 11:00:00Z
-- $8 = 2024-03-18
-- $9 = 2026-03-18
