-- statement 1 of 6
select hours.weekday::int as weekday, null::date as holiday
from "crm"."business_hours" as hours
where hours.schedule::text = $1::text
union all
select null, holiday.day
from "crm"."holidays" as holiday
where holiday.schedule::text = $1::text;
-- $1 = default
-- statement 2 of 6
select
  target.scope,
  target.scope_id,
  target.period_start,
  target.period_end,
  (target.value * case when (target.currency is null or target.currency::text = $1::text) then 1 else (rate.rate / case when (select count(*) from "crm"."currency_rates" as given where given.currency::text = $1::text) > 0 then nullif(reporting.rate, 0) else 1 end) end)::float8 as value,
  case when not (target.currency is null or target.currency::text = $1::text) and (rate.rate / case when (select count(*) from "crm"."currency_rates" as given where given.currency::text = $1::text) > 0 then nullif(reporting.rate, 0) else 1 end) is null then target.currency::text || ' on ' || target.period_start end as "missing_rate"
from "crm"."targets" as target
left join lateral (
  select given.rate from "crm"."currency_rates" as given
  where not (target.currency is null or target.currency::text = $1::text) and given.currency::text = target.currency::text and given.valid_on <= target.period_start
  order by given.valid_on desc limit 1
) as rate on true
left join lateral (
  select given.rate from "crm"."currency_rates" as given
  where not (target.currency is null or target.currency::text = $1::text) and given.currency::text = $1::text and given.valid_on <= target.period_start
  order by given.valid_on desc limit 1
) as reporting on true
where target.metric = $2::text and target.value is not null and target.scope = any($3::text[]) and target.period_start < $4::date and target.period_end > $5::date;
-- $1 = USD
-- $2 = revenue
-- $3 = [company team user]
-- $4 = 2028-01-01
-- $5 = 2025-01-01
-- statement 3 of 6
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
-- $1 = [2024-12-31 23:00:00Z 2025-12-31 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2024-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = 2025-01-01
-- $7 = 2027-01-01
-- statement 4 of 6
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
-- $1 = [2026-01-01 2027-01-01]
-- $2 = 2026-03-18
-- $3 = USD
-- $4 = 2026-01-01
-- $5 = 2027-01-01
-- statement 5 of 6
select
  width_bucket("e"."created_at", $1::timestamptz[]) as bucket,
  (count("e"."id") filter (where ("deal"."status" = 'won' and "deal"."closed_at" >= "e"."created_at" and "deal"."closed_at" < "e"."created_at" + $2::interval)))::float8 as "created_leads_won window=90d",
  (count("e"."id"))::float8 as "created_leads"
from "crm"."leads" as "e"
left join "crm"."deals" as "deal" on "deal"."id" = "e"."deal"
where "e"."created_at" >= $3::timestamptz and "e"."created_at" < $4::timestamptz
group by 1;
-- $1 = [2024-12-31 23:00:00Z 2025-12-18 11:00:00Z]
-- $2 = 7776000 seconds
-- $3 = 2024-12-31 23:00:00Z
-- $4 = 2025-12-18 11:00:00Z
-- statement 6 of 6
select
  width_bucket("e"."closed_at", $1::timestamptz[]) as bucket,
  (count("e"."amount"))::float8 as "won_deals_with_amount"
from "crm"."deals" as "e"
where "e"."closed_at" >= $2::timestamptz and "e"."closed_at" < $3::timestamptz and ("e"."status" = 'won')
group by 1;
-- $1 = [2024-12-31 23:00:00Z 2025-12-31 23:00:00Z]
-- $2 = 2024-12-31 23:00:00Z
-- $3 = 2025-12-31 23:00:00Z
