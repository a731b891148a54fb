-- statement 1 of 4
select
  (instant.number - 1)::int as bucket,
  "e"."team"::text as key_1,
  coalesce((case when ("team"."name" >= '!' collate "C" or btrim("team"."name", E' \t\r\n') <> '') then "team"."name" end)::text, "e"."team"::text) as label_1,
  count(*) filter (where "e"."created_at" is null and instant.number = 1 + coalesce(width_bucket("e"."created_at", $1::timestamptz[]), 0))::float8 as "startless",
  count(*) filter (where false and instant.number = 1 + coalesce(width_bucket("e"."created_at", $1::timestamptz[]), 0))::float8 as "inferred",
  (max(extract(epoch from instant.at - "e"."created_at")::float8 / 60) filter (where isfinite("e"."created_at")))::float8 as "oldest_wait"
from "crm"."tickets" as "e"
left join "crm"."teams" as "team" on "team"."id" = "e"."team"
join unnest($1::timestamptz[]) with ordinality as instant(at, number) on ("e"."created_at" is null or "e"."created_at" < instant.at) and ((least("e"."first_response_at", "e"."solved_at")) is null or (least("e"."first_response_at", "e"."solved_at")) >= instant.at)
where ("e"."created_at" is null or "e"."created_at" < $2::timestamptz) and ((least("e"."first_response_at", "e"."solved_at")) is null or (least("e"."first_response_at", "e"."solved_at")) >= $2::timestamptz and ((least("e"."first_response_at", "e"."solved_at")) > "e"."created_at") is not false)
group by 1, 2, 3;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = 2026-03-18 11:00:00Z
-- statement 2 of 4
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("assigned_ticket_count", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "assigned_ticket_count"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."team"::text as key_1,
    coalesce((case when ("team"."name" >= '!' collate "C" or btrim("team"."name", E' \t\r\n') <> '') then "team"."name" end)::text, "e"."team"::text) as label_1,
    count(*) filter (where "e"."created_at" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce(case when "e"."agent" is not null then 1 else 0 end, 0)) as "assigned_ticket_count"
  from "crm"."tickets" as "e"
  left join "crm"."teams" as "team" on "team"."id" = "e"."team"
  cross join lateral (values (coalesce("e"."created_at", '-infinity'), 1), ("e"."solved_at", -1)) as change(at, sign)
  where ("e"."created_at" is null or "e"."created_at" < $2::timestamptz) and ("e"."solved_at" is null or "e"."solved_at" >= $2::timestamptz and ("e"."solved_at" > "e"."created_at") is not false) and ("e"."agent" is not null) and change.at < $2::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = 2026-03-18 11:00:00Z
-- statement 3 of 4
select
  (instant.number - 1)::int as bucket,
  "e"."team"::text as key_1,
  coalesce((case when ("team"."name" >= '!' collate "C" or btrim("team"."name", E' \t\r\n') <> '') then "team"."name" end)::text, "e"."team"::text) as label_1,
  count(*) filter (where "e"."created_at" is null and instant.number = 1 + coalesce(width_bucket("e"."created_at", $1::timestamptz[]), 0))::float8 as "startless",
  count(*) filter (where false and instant.number = 1 + coalesce(width_bucket("e"."created_at", $1::timestamptz[]), 0))::float8 as "inferred",
  (count(distinct "e"."agent"))::float8 as "agents_with_tickets"
from "crm"."tickets" as "e"
left join "crm"."teams" as "team" on "team"."id" = "e"."team"
join unnest($1::timestamptz[]) with ordinality as instant(at, number) on ("e"."created_at" is null or "e"."created_at" < instant.at) and ("e"."solved_at" is null or "e"."solved_at" >= instant.at)
where ("e"."created_at" is null or "e"."created_at" < $2::timestamptz) and ("e"."solved_at" is null or "e"."solved_at" >= $2::timestamptz and ("e"."solved_at" > "e"."created_at") is not false) and ("e"."agent" is not null)
group by 1, 2, 3;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = 2026-03-18 11:00:00Z
-- statement 4 of 4
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."teams" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."teams" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Support AMER Support DACH Support EMEA]
