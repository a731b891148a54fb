-- statement 1 of 2
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $6::date), least(known.next - 1, $7::date), interval '1 day') as day
  where known.next is null or known.next > $6::date
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
)
select
  width_bucket("e"."closed_at", $1::timestamptz[]) as bucket,
  (sum("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end))::float8 as "won_amount",
  min("e"."currency"::text || ' on ' || ("e"."closed_at" at time zone $2::text)::date) filter (where ("e"."amount" is not null and ("e"."status" = 'won') and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
from "crm"."deals" as "e"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."closed_at" at time zone $2::text)::date
where "e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz and ("e"."status" = 'won')
group by 1;
-- $1 = [2025-12-31 23:00:00Z 2026-01-31 23:00:00Z 2026-02-28 23:00:00Z 2026-03-31 22:00:00Z 2026-04-30 22:00:00Z 2026-05-31 22:00:00Z 2026-06-30 22:00:00Z 2026-07-31 22:00:00Z 2026-08-31 22:00:00Z 2026-09-30 22:00:00Z 2026-10-31 23:00:00Z 2026-11-30 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2025-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = 2026-01-01
-- $7 = 2027-01-01
-- statement 2 of 2
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $4::date), least(known.next - 1, $5::date), interval '1 day') as day
  where known.next is null or known.next > $4::date
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
)
select
  width_bucket("e"."expected_close_on", $1::date[]) as bucket,
  (sum(("e"."amount" * "e"."probability") * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end))::float8 as "expected_amount",
  min("e"."currency"::text || ' on ' || "e"."expected_close_on") filter (where (("e"."amount" * "e"."probability") is not null and ("e"."status" = 'open' and "e"."expected_close_on" >= $2::date) and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
from "crm"."deals" as "e"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = "e"."expected_close_on"
where "e"."expected_close_on" >= $4::date and "e"."expected_close_on" < $5::date and ("e"."status" = 'open' and "e"."expected_close_on" >= $2::date)
group by 1;
-- $1 = [2026-01-01 2026-02-01 2026-03-01 2026-04-01 2026-05-01 2026-06-01 2026-07-01 2026-08-01 2026-09-01 2026-10-01 2026-11-01 2026-12-01 2027-01-01]
-- $2 = 2026-03-18
-- $3 = USD
-- $4 = 2026-01-01
-- $5 = 2027-01-01
