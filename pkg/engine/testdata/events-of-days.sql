-- statement 1 of 1
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $3::date), least(known.next - 1, $4::date), interval '1 day') as day
  where known.next is null or known.next > $3::date
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $2::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $2::text and reporting.day = daily.day
)
select
  width_bucket("e"."spent_on", $1::date[]) as bucket,
  "e"."channel"::text as key_1,
  "e"."channel"::text as label_1,
  (sum("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $2::text then 1 else rate.rate end))::float8 as "campaign_spend",
  min("e"."currency"::text || ' on ' || "e"."spent_on") filter (where ("e"."amount" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $2::text) and rate.rate is null)) as "missing_rate"
from "crm"."campaign_costs" as "e"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = "e"."spent_on"
where "e"."spent_on" >= $3::date and "e"."spent_on" < $4::date
group by 1, 2, 3;
-- $1 = [2026-01-01 2026-02-01 2026-03-01 2026-04-01 2026-05-01 2026-06-01 2026-07-01 2026-08-01 2026-09-01 2026-10-01 2026-11-01 2026-12-01 2027-01-01]
-- $2 = USD
-- $3 = 2026-01-01
-- $4 = 2027-01-01
