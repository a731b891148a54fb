-- statement 1 of 2
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate
    from (select "s"."currency", "s"."valid_on", case when abs("s"."rate") < 1e100 then "s"."rate" end as "rate" from "crm"."currency_rates" as "s") as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given where day <= $9::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $3::text)
    then ((select rates from series where currency = $3::text) ->> width_bucket(day, (select days from series where currency = $3::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $9::date) as known(day) order by 1))) with ordinality as point(day, number)
),
held as materialized (
  select series.number, worth.point, worth.rate
  from series
  cross join lateral unnest(array(
    select trim_scale((series.rates ->> width_bucket(day, series.days))::numeric / unit) from points order by number
  )) with ordinality as worth(rate, point)
),
axis as materialized (
  select array(select day from points where number > 1 order by number) as days
),
rates as materialized (
  select days, days[(select max(point) from held where rate is null)] as since,
    (select jsonb_object_agg(currency, number * (select count(*) from points)) from series) as starts,
    (select jsonb_agg(rate order by number, point) from held) as rates
  from axis
)
select
  "e"."closed_at" as "time",
  $1::text as "event",
  "e"."id"::text as "key",
  coalesce("e"."name"::text, "e"."id"::text) as "subject",
  coalesce("account"."name"::text, "e"."account"::text) as "account",
  "e"."account"::text as "account.key",
  coalesce("rep"."name"::text, (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)::text) as "person",
  (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)::text as "person.key",
  (case when abs("e"."amount") < 1e100 then "e"."amount" end * case when "e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates))))::numeric end)::float8 as "amount",
  null::date as "starts_on",
  null::date as "ends_on",
  "e"."url"::text as "url",
  case when case when abs("e"."amount") < 1e100 then "e"."amount" end is not null and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates)))) is null then concat("e"."currency"::text, ' ', ("e"."closed_at" at time zone $2::text)::date) end as "missing_rate"
from "crm"."deals" as "e"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
where "e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz and ("e"."status" = 'won') and ((case when abs("e"."amount") < 1e100 then "e"."amount" end * case when "e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates))))::numeric end)::float8 >= $7::float8 or (case when abs("e"."amount") < 1e100 then "e"."amount" end is not null and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates)))) is null)) and (coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) is null or not coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) = any($6::text[]))
union all
select
  ("e"."starts_on"::timestamp at time zone $2::text) as "time",
  $8::text as "event",
  "e"."id"::text as "key",
  coalesce("e"."name"::text, "e"."id"::text) as "subject",
  null::text as "account",
  null::text as "account.key",
  null::text as "person",
  null::text as "person.key",
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
  "e"."account"::text as "account.key",
  coalesce("agent"."name"::text, "e"."agent"::text) as "person",
  "e"."agent"::text as "person.key",
  null::float8 as "amount",
  null::date as "starts_on",
  null::date as "ends_on",
  "e"."url"::text as "url",
  null::text as "missing_rate"
from "crm"."tickets" as "e"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."users" as "agent" on "agent"."id" = "e"."agent"
where "e"."escalated_at" >= $4::timestamptz and "e"."escalated_at" < $5::timestamptz
order by "missing_rate", "time" desc, "event", "key", "subject", "account", "account.key", "person", "person.key", "amount", "starts_on", "ends_on", "url"
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
-- statement 2 of 2
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."accounts" as "e"
  join (select distinct "account" as value from "answer 0") as v on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."accounts" as "e"
  join (select distinct "account" as value from "answer 0") as v on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."accounts" as "e"
  join (select value from (select distinct "account" as value from "answer 0") as v where position(' #' in value) > 0) as v on v.value = coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text
) as named
group by value
having count(distinct key) > 1
union all
select $2::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join (select distinct "person" as value from "answer 0") as v on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join (select distinct "person" as value from "answer 0") as v on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join (select value from (select distinct "person" as value from "answer 0") as v where position(' #' in value) > 0) as v on v.value = coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = 1
