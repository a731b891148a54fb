-- statement 1 of 2
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
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $1::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $1::text and reporting.day = daily.day
)
select
  null::timestamptz as newest,
  count(*)::float8 as "rows",
  (count(*) filter (where (("e"."spent_on" is null) or ("e"."spent_on" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $1::text) and rate.rate is null) or ("e"."campaign" is not null and "campaign"."id" is null)) is not true))::float8 as "usable_rows",
  null::float8 as "negative_durations",
  null::float8 as "missing_owners",
  (count(*) filter (where "e"."spent_on" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $1::text) and rate.rate is null))::float8 as "missing_rates",
  (count(*) filter (where "e"."campaign" is not null and "campaign"."id" is null))::float8 as "orphan_keys"
from "crm"."campaign_costs" as "e"
left join "crm"."campaigns" as "campaign" on "campaign"."id" = "e"."campaign"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = "e"."spent_on";
-- $1 = USD
-- $2 = 2026-03-18
-- statement 2 of 2
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(known.valid_on, least(known.next - 1, $4::date), interval '1 day') as day
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
)
select
  greatest(max("e"."created_at") filter (where "e"."created_at" <= $1::timestamptz), max("e"."closed_at") filter (where "e"."closed_at" <= $1::timestamptz)) as newest,
  count(*)::float8 as "rows",
  (count(*) filter (where ((("e"."id" is null) or ("e"."created_at" is null)) or ("e"."closed_at" < "e"."created_at") or ("e"."closed_at" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null) or ((((((("e"."account" is not null and "account"."id" is null) or ("e"."lead" is not null and "lead"."id" is null)) or ("e"."owner" is not null and "owner"."id" is null)) or ("e"."closed_by" is not null and "closed_by"."id" is null)) or ("e"."pipeline" is not null and "pipeline"."id" is null)) or ("e"."stage" is not null and "stage"."id" is null)) or ("e"."campaign" is not null and "campaign"."id" is null))) is not true))::float8 as "usable_rows",
  (count(*) filter (where "e"."closed_at" < "e"."created_at"))::float8 as "negative_durations",
  (count(*) filter (where "e"."owner" is null))::float8 as "missing_owners",
  (count(*) filter (where "e"."closed_at" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null))::float8 as "missing_rates",
  (count(*) filter (where (((((("e"."account" is not null and "account"."id" is null) or ("e"."lead" is not null and "lead"."id" is null)) or ("e"."owner" is not null and "owner"."id" is null)) or ("e"."closed_by" is not null and "closed_by"."id" is null)) or ("e"."pipeline" is not null and "pipeline"."id" is null)) or ("e"."stage" is not null and "stage"."id" is null)) or ("e"."campaign" is not null and "campaign"."id" is null)))::float8 as "orphan_keys"
from "crm"."deals" as "e"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."leads" as "lead" on "lead"."id" = "e"."lead"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."users" as "closed_by" on "closed_by"."id" = "e"."closed_by"
left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
left join "crm"."stages" as "stage" on "stage"."id" = "e"."stage"
left join "crm"."campaigns" as "campaign" on "campaign"."id" = "e"."campaign"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."closed_at" at time zone $2::text)::date;
-- $1 = 2026-03-18 11:00:00Z
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2026-03-18
