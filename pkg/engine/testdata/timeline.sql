-- statement 1 of 3
select "e"."id"::text as key, coalesce("e"."name"::text, "e"."id"::text) as label
from "crm"."accounts" as "e"
where coalesce("e"."name"::text, "e"."id"::text) = $1::text or coalesce("e"."name"::text, "e"."id"::text) || ' #' || "e"."id"::text = $1::text
order by 1, 2
limit $2::int;
-- $1 = Acme #7
-- $2 = 5
-- statement 2 of 3
select
  "e"."ordered_at" as "time",
  $1::text as "what",
  $2::text as "event",
  "e"."status"::text as "type",
  coalesce("deal"."name"::text, "e"."id"::text) as "subject",
  coalesce("owner"."name"::text, "e"."owner"::text) as "person",
  "e"."owner"::text as "person.key",
  case when abs("e"."amount") < 1e100 then "e"."amount" end::float8 as "amount",
  "e"."currency"::text as "currency",
  "deal"."url"::text as "url"
from "crm"."orders" as "e"
left join "crm"."deals" as "deal" on "deal"."id" = "e"."deal"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."teams" as "owner_team" on "owner_team"."id" = "owner"."team"
where "e"."ordered_at" >= $3::timestamptz and "e"."ordered_at" < $4::timestamptz and "e"."account" = any(array(select related.id from "crm"."accounts" as related where related.id::text = $7::text)) and (coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) = any($5::text[]) or coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) || ' #' || "e"."account"::text = any($5::text[])) and (coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) is null or not coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) = any($6::text[]))
union all
select
  "e"."created_at" as "time",
  $8::text as "what",
  $9::text as "event",
  "e"."type"::text as "type",
  coalesce("e"."name"::text, "e"."id"::text) as "subject",
  coalesce("owner"."name"::text, "e"."owner"::text) as "person",
  "e"."owner"::text as "person.key",
  case when abs("e"."amount") < 1e100 then "e"."amount" end::float8 as "amount",
  "e"."currency"::text as "currency",
  "e"."url"::text as "url"
from "crm"."deals" as "e"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
where "e"."created_at" >= $3::timestamptz and "e"."created_at" < $4::timestamptz and "e"."account" = any(array(select related.id from "crm"."accounts" as related where related.id::text = $7::text)) and (coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) = any($5::text[]) or coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) || ' #' || "e"."account"::text = any($5::text[])) and (coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) is null or not coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) = any($6::text[]))
union all
select
  "e"."closed_at" as "time",
  $8::text as "what",
  "e"."status"::text as "event",
  "e"."type"::text as "type",
  coalesce("e"."name"::text, "e"."id"::text) as "subject",
  coalesce("rep"."name"::text, (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)::text) as "person",
  (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)::text as "person.key",
  case when abs("e"."amount") < 1e100 then "e"."amount" end::float8 as "amount",
  "e"."currency"::text as "currency",
  "e"."url"::text as "url"
from "crm"."deals" as "e"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
where "e"."closed_at" >= $3::timestamptz and "e"."closed_at" < $4::timestamptz and ("e"."status" in ('won', 'lost')) and "e"."account" = any(array(select related.id from "crm"."accounts" as related where related.id::text = $7::text)) and (coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) = any($5::text[]) or coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) || ' #' || "e"."account"::text = any($5::text[])) and (coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) is null or not coalesce((case when ("rep_team"."name" >= '!' collate "C" or btrim("rep_team"."name", E' \t\r\n') <> '') then "rep_team"."name" end)::text, "rep"."team"::text) = any($6::text[]))
union all
select
  "e"."completed_at" as "time",
  $10::text as "what",
  $11::text as "event",
  "e"."type"::text as "type",
  coalesce("e"."subject"::text, "e"."id"::text) as "subject",
  coalesce("owner"."name"::text, "e"."owner"::text) as "person",
  "e"."owner"::text as "person.key",
  null::float8 as "amount",
  null::text as "currency",
  "e"."url"::text as "url"
from "crm"."activities" as "e"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."teams" as "owner_team" on "owner_team"."id" = "owner"."team"
where "e"."completed_at" >= $3::timestamptz and "e"."completed_at" < $4::timestamptz and ("e"."status" = 'done') and "e"."account" = any(array(select related.id from "crm"."accounts" as related where related.id::text = $7::text)) and (coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) = any($5::text[]) or coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) || ' #' || "e"."account"::text = any($5::text[])) and (coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) is null or not coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) = any($6::text[]))
union all
select
  (coalesce("e"."starts_at", "e"."due_at")) as "time",
  $10::text as "what",
  $12::text as "event",
  "e"."type"::text as "type",
  coalesce("e"."subject"::text, "e"."id"::text) as "subject",
  coalesce("owner"."name"::text, "e"."owner"::text) as "person",
  "e"."owner"::text as "person.key",
  null::float8 as "amount",
  null::text as "currency",
  "e"."url"::text as "url"
from "crm"."activities" as "e"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."teams" as "owner_team" on "owner_team"."id" = "owner"."team"
where (coalesce("e"."starts_at", "e"."due_at")) >= $3::timestamptz and (coalesce("e"."starts_at", "e"."due_at")) < $4::timestamptz and ("e"."status" = 'planned') and "e"."account" = any(array(select related.id from "crm"."accounts" as related where related.id::text = $7::text)) and (coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) = any($5::text[]) or coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) || ' #' || "e"."account"::text = any($5::text[])) and (coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) is null or not coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) = any($6::text[]))
union all
select
  "e"."sent_at" as "time",
  $13::text as "what",
  $14::text as "event",
  "e"."status"::text as "type",
  coalesce("deal"."name"::text, "e"."id"::text) as "subject",
  coalesce("owner"."name"::text, "e"."owner"::text) as "person",
  "e"."owner"::text as "person.key",
  case when abs("e"."amount") < 1e100 then "e"."amount" end::float8 as "amount",
  "e"."currency"::text as "currency",
  "deal"."url"::text as "url"
from "crm"."quotes" as "e"
left join "crm"."deals" as "deal" on "deal"."id" = "e"."deal"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."teams" as "owner_team" on "owner_team"."id" = "owner"."team"
where "e"."sent_at" >= $3::timestamptz and "e"."sent_at" < $4::timestamptz and "e"."account" = any(array(select related.id from "crm"."accounts" as related where related.id::text = $7::text)) and (coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) = any($5::text[]) or coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) || ' #' || "e"."account"::text = any($5::text[])) and (coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) is null or not coalesce((case when ("owner_team"."name" >= '!' collate "C" or btrim("owner_team"."name", E' \t\r\n') <> '') then "owner_team"."name" end)::text, "owner"."team"::text) = any($6::text[]))
union all
select
  "e"."paid_at" as "time",
  $15::text as "what",
  $16::text as "event",
  null::text as "type",
  coalesce("order_deal"."name"::text, "e"."order"::text, "e"."id"::text) as "subject",
  coalesce("order_owner"."name"::text, "order"."owner"::text) as "person",
  "order"."owner"::text as "person.key",
  case when abs("e"."amount") < 1e100 then "e"."amount" end::float8 as "amount",
  "e"."currency"::text as "currency",
  "order_deal"."url"::text as "url"
from "crm"."payments" as "e"
left join "crm"."orders" as "order" on "order"."id" = "e"."order"
left join "crm"."deals" as "order_deal" on "order_deal"."id" = "order"."deal"
left join "crm"."users" as "order_owner" on "order_owner"."id" = "order"."owner"
left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
left join "crm"."teams" as "order_owner_team" on "order_owner_team"."id" = "order_owner"."team"
where "e"."paid_at" >= $3::timestamptz and "e"."paid_at" < $4::timestamptz and "e"."account" = any(array(select related.id from "crm"."accounts" as related where related.id::text = $7::text)) and (coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) = any($5::text[]) or coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) || ' #' || "e"."account"::text = any($5::text[])) and (coalesce((case when ("order_owner_team"."name" >= '!' collate "C" or btrim("order_owner_team"."name", E' \t\r\n') <> '') then "order_owner_team"."name" end)::text, "order_owner"."team"::text) is null or not coalesce((case when ("order_owner_team"."name" >= '!' collate "C" or btrim("order_owner_team"."name", E' \t\r\n') <> '') then "order_owner_team"."name" end)::text, "order_owner"."team"::text) = any($6::text[]))
order by "time" desc, "what", "event", "type", "subject", "person", "person.key", "amount", "currency", "url"
limit $17::int;
-- $1 = order
-- $2 = placed
-- $3 = 2026-02-28 23:00:00Z
-- $4 = 2026-03-31 22:00:00Z
-- $5 = [Acme #7]
-- $6 = [South]
-- $7 = 7
-- $8 = deal
-- $9 = created
-- $10 = activity
-- $11 = done
-- $12 = planned
-- $13 = quote
-- $14 = sent
-- $15 = payment
-- $16 = received
-- $17 = 101
-- statement 3 of 3
select $1::int as names, value, count(distinct key) as rows, max(one) as one
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
