-- statement 1 of 1
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(known.valid_on, least(known.next - 1, $5::date), interval '1 day') as day
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $2::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $2::text and reporting.day = daily.day
)
select
  width_bucket(period_start, $8::date[]) as bucket,
  key_1,
  label_1,
  sum(amount)::float8 as amount,
  sum(actual)::float8 as actual,
  sum(abs(amount - actual))::float8 as error,
  min(missing) as "missing_rate"
from (
  select frozen.owner, frozen.period_start, frozen.period_end, key_1, label_1, max(frozen.amount) as amount, coalesce(sum(won.amount), 0) as actual, coalesce(min(frozen.missing), min(won.missing)) as missing
  from (
    select distinct on ("e"."owner", "e"."period_start", "e"."period_end")
      "e"."owner" as owner,
      "e"."period_start" as period_start,
      "e"."period_end" as period_end,
      "e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $2::text then 1 else rate.rate end as amount,
      case when "e"."amount" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $2::text) and rate.rate is null then "e"."currency"::text || ' on ' || ("e"."submitted_at" at time zone $1::text)::date end as missing,
      "e"."owner"::text as key_1,
      coalesce("owner"."name"::text, "e"."owner"::text) as label_1
    from "crm"."forecast_submissions" as "e"
    left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
    left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."submitted_at" at time zone $1::text)::date
    where "e"."category" = 'commit' and "e"."owner" is not null and (("e"."period_start" >= $3::date and "e"."period_start" < $4::date)) and "e"."period_end" <= $5::date and "e"."submitted_at" <= ("e"."period_start"::timestamp at time zone $1::text) and ("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $2::text then 1 else rate.rate end is not null or case when "e"."amount" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $2::text) and rate.rate is null then "e"."currency"::text || ' on ' || ("e"."submitted_at" at time zone $1::text)::date end is not null)
    order by "e"."owner", "e"."period_start", "e"."period_end", "e"."submitted_at" desc, 4 desc
  ) as frozen
  left join (
    select (case when "deal"."status" in ('won', 'lost') then coalesce("deal"."closed_by", "deal"."owner") else "deal"."owner" end) as rep, "deal"."closed_at" as closed_at, "deal"."amount" * case when "deal"."currency"::text is null or "deal"."currency"::text = $2::text then 1 else rate.rate end as amount, case when "deal"."amount" is not null and not ("deal"."currency"::text is null or "deal"."currency"::text = $2::text) and rate.rate is null then "deal"."currency"::text || ' on ' || ("deal"."closed_at" at time zone $1::text)::date end as missing
    from "crm"."deals" as "deal"
    left join rates as rate on rate.currency = "deal"."currency"::text and rate.day = ("deal"."closed_at" at time zone $1::text)::date
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
