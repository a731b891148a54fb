-- statement 1 of 2
select
  (coalesce("e"."starts_at", "e"."due_at")) as "time",
  $1::text as "what",
  "e"."type"::text as "type",
  "e"."subject"::text as "subject",
  coalesce("owner"."name"::text, "e"."owner"::text) as "rep",
  "e"."owner"::text as "rep.key",
  coalesce("account"."name"::text, "e"."account"::text) as "account",
  "e"."account"::text as "account.key",
  "deal"."name"::text as "deal",
  "e"."url"::text as "url"
from "crm"."activities" as "e"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."deals" as "deal" on "deal"."id" = "e"."deal"
left join "crm"."teams" as "owner_team" on "owner_team"."id" = "owner"."team"
where (coalesce("e"."starts_at", "e"."due_at")) >= $2::timestamptz and (coalesce("e"."starts_at", "e"."due_at")) < $3::timestamptz and ("e"."status" = 'planned') and (coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) is null or not coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) = any($4::text[]))
union all
select
  "e"."due_at" as "time",
  $5::text as "what",
  "e"."kind"::text as "type",
  "ticket"."subject"::text as "subject",
  coalesce("owner"."name"::text, "e"."owner"::text) as "rep",
  "e"."owner"::text as "rep.key",
  coalesce("account"."name"::text, "e"."account"::text) as "account",
  "e"."account"::text as "account.key",
  null::text as "deal",
  null::text as "url"
from "crm"."commitments" as "e"
left join "crm"."tickets" as "ticket" on "ticket"."id" = "e"."ticket"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."teams" as "owner_team" on "owner_team"."id" = "owner"."team"
where "e"."due_at" >= $2::timestamptz and "e"."due_at" < $3::timestamptz and ("e"."fulfilled_at" is null and "e"."cancelled_at" is null) and (coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) is null or not coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) = any($4::text[]))
order by "time", "what", "type", "subject", "rep", "rep.key", "account", "account.key", "deal", "url"
limit $6::int;
-- $1 = activity
-- $2 = 2026-02-28 23:00:00Z
-- $3 = 2026-03-31 22:00:00Z
-- $4 = [South]
-- $5 = commitment
-- $6 = 101
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
  join (select distinct "rep" as value from "answer 0") as v on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join (select distinct "rep" as value from "answer 0") as v on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join (select value from (select distinct "rep" as value from "answer 0") as v where position(' #' in value) > 0) as v on v.value = coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = 1
