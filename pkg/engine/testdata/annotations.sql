-- statement 1 of 1
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $10::date), least(known.next - 1, $9::date), interval '1 day') as day
  where known.next is null or known.next > $10::date
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
)
select
  "e"."closed_at" as "time",
  $1::text as "event",
  "e"."id"::text as "key",
  coalesce("e"."name"::text, "e"."id"::text) as "subject",
  coalesce("account"."name"::text, "e"."account"::text) as "account",
  coalesce("rep"."name"::text, (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)::text) as "person",
  ("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end)::float8 as "amount",
  null::date as "starts_on",
  null::date as "ends_on",
  "e"."url"::text as "url",
  case when "e"."amount" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null then "e"."currency"::text || ' on ' || ("e"."closed_at" at time zone $2::text)::date end as "missing_rate"
from "crm"."deals" as "e"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."closed_at" at time zone $2::text)::date
where "e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz and ("e"."status" = 'won') and (("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end)::float8 >= $7::float8 or ("e"."amount" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) and (coalesce("rep_team"."name"::text, "rep"."team"::text) is null or not coalesce("rep_team"."name"::text, "rep"."team"::text) = any($6::text[]))
union all
select
  ("e"."starts_on"::timestamp at time zone $2::text) as "time",
  $8::text as "event",
  "e"."id"::text as "key",
  coalesce("e"."name"::text, "e"."id"::text) as "subject",
  null::text as "account",
  null::text as "person",
  null::float8 as "amount",
  "e"."starts_on" as "starts_on",
  "e"."ends_on" as "ends_on",
  null::text as "url",
  null::text as "missing_rate"
from "crm"."campaigns" as "e"
where "e"."starts_on" < $9::date and ("e"."ends_on" is null or "e"."ends_on" >= $10::date)
union all
select
  "e"."escalated_at" as "time",
  $11::text as "event",
  "e"."id"::text as "key",
  coalesce("e"."subject"::text, "e"."id"::text) as "subject",
  coalesce("account"."name"::text, "e"."account"::text) as "account",
  coalesce("agent"."name"::text, "e"."agent"::text) as "person",
  null::float8 as "amount",
  null::date as "starts_on",
  null::date as "ends_on",
  "e"."url"::text as "url",
  null::text as "missing_rate"
from "crm"."tickets" as "e"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."users" as "agent" on "agent"."id" = "e"."agent"
where "e"."escalated_at" >= $4::timestamptz and "e"."escalated_at" < $5::timestamptz
order by "missing_rate", "time" desc, "event", "key", "subject", "account", "person", "amount", "starts_on", "ends_on", "url"
limit $12::int;
-- $1 = won_deals
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2026-02-28 23:00:00Z
-- $5 = 2026-03-31 22:00:00Z
-- $6 = [South]
-- $7 = 1000
-- $8 = campaigns
-- $9 = 2026-04-01
-- $10 = 2026-03-01
-- $11 = escalations
-- $12 = 101
