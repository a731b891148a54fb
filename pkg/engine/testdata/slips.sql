-- statement 1 of 2
select
  bucket,
  key_1,
  label_1,
  sum(amount)::float8 as amount,
  sum(now)::float8 as rows,
  (count(*) filter (where now > 0))::float8 as active,
  (count(*) filter (where now > 1))::float8 as repeat,
  (count(*) filter (where before > 0))::float8 as before,
  (count(*) filter (where before > 0 and now = 0))::float8 as lost,
  sum(valued)::float8 as valued
from (
  select
    period.bucket as bucket,
    "e"."owner"::text as key_1,
    coalesce((case when ("owner"."name" >= '!' collate "C" or btrim("owner"."name", E' \t\r\n') <> '') then "owner"."name" end)::text, "e"."owner"::text) as label_1,
    "e"."deal" as member,
    sum(null::numeric) filter (where "e"."slipped_at" >= period.now_from and "e"."slipped_at" < period.now_to) as amount,
    count(null::numeric) filter (where "e"."slipped_at" >= period.now_from and "e"."slipped_at" < period.now_to) as valued,
    count(*) filter (where "e"."slipped_at" >= period.now_from and "e"."slipped_at" < period.now_to) as now,
    count(*) filter (where "e"."slipped_at" >= period.before_from and "e"."slipped_at" < period.before_to) as before
  from (
    select h.deal, h.stage, h.owner, h.valid_from as slipped_at, h.expected_before, h.expected_close_on, h.amount, h.currency
    from (
      select deal, stage, owner, status, valid_from, expected_close_on, amount, currency,
        lag(status) over life as status_before, lag(expected_close_on) over life as expected_before
      from (select "s"."deal", "s"."stage", "s"."owner", "s"."status", "s"."valid_from", "s"."expected_close_on", case when abs("s"."amount") < 1e100 then "s"."amount" end as "amount", "s"."currency" from (
      select "deal", "stage", "owner", "status", "valid_from", "expected_close_on", "amount", "currency"
      from "crm"."deal_history"
      where "deal" in (select whole."id" from "crm"."deals" as whole)
    ) as "s") as versions
      window life as (partition by deal order by valid_from nulls first)
    ) as h
    where h.status = 'open' and h.status_before = 'open' and h.expected_close_on < 'infinity'
      and date_trunc('month', h.expected_close_on::timestamp) > date_trunc('month', h.expected_before::timestamp)
  ) as "e"
  left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
  join (
    select (number - 1)::int as bucket, before_from, before_to, now_from, now_to
    from unnest($1::timestamptz[], $2::timestamptz[], $2::timestamptz[], $3::timestamptz[]) with ordinality as given(before_from, before_to, now_from, now_to, number)
  ) as period on ("e"."slipped_at" >= period.now_from and "e"."slipped_at" < period.now_to or "e"."slipped_at" >= period.before_from and "e"."slipped_at" < period.before_to)
  where "e"."slipped_at" >= $4::timestamptz and "e"."slipped_at" < $5::timestamptz and "e"."deal" is not null
  group by 1, 2, 3, 4
) as members
group by bucket, key_1, label_1;
-- $1 = [2025-09-30 22:00:00Z]
-- $2 = [2025-12-31 23:00:00Z]
-- $3 = [2026-03-18 11:00:00Z]
-- $4 = 2025-09-30 22:00:00Z
-- $5 = 2026-03-18 11:00:00Z
-- statement 2 of 2
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Agnieszka Kaźmierczak Anna Wright Björn Schäfer Felix Lindner Harry Taylor Haruto Mehta Lena Brandt Noah Thompson Анна Ковалёва Ольга Щербакова]
