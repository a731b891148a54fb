-- statement 1 of 1
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $9::date), least(known.next - 1, $10::date), interval '1 day') as day
  where known.next is null or known.next > $9::date
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
  "rep"."team"::text as key_1,
  coalesce("rep_team"."name"::text, "rep"."team"::text) as label_1,
  "account"."region"::text as key_2,
  "account"."region"::text as label_2,
  (sum("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end) filter (where ("e"."status" = 'won')))::float8 as "won_amount",
  (count("e"."id") filter (where ("e"."status" = 'won')))::float8 as "won_deals",
  (count("e"."id") filter (where ("e"."status" = 'lost')))::float8 as "lost_deals",
  (count("e"."amount") filter (where ("e"."status" = 'won')))::float8 as "won_deals_with_amount",
  min("e"."currency"::text || ' on ' || ("e"."closed_at" at time zone $2::text)::date) filter (where ("e"."amount" is not null and ("e"."status" = 'won') and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
from "crm"."deals" as "e"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."closed_at" at time zone $2::text)::date
where (("e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz) or ("e"."closed_at" >= $6::timestamptz and "e"."closed_at" < $7::timestamptz)) and (("e"."status" = 'won') or ("e"."status" = 'lost')) and (coalesce("pipeline"."name"::text, "e"."pipeline"::text) is null or not coalesce("pipeline"."name"::text, "e"."pipeline"::text) = any($8::text[]))
group by 1, 2, 3, 4, 5;
-- $1 = [2024-12-31 23:00:00Z 2025-03-18 11:00:00Z 2025-12-31 23:00:00Z 2026-03-31 22:00:00Z 2026-06-30 22:00:00Z 2026-09-30 22:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2024-12-31 23:00:00Z
-- $5 = 2025-03-18 11:00:00Z
-- $6 = 2025-12-31 23:00:00Z
-- $7 = 2026-12-31 23:00:00Z
-- $8 = [Partner sales]
-- $9 = 2025-01-01
-- $10 = 2027-01-01
