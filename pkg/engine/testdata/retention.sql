-- statement 1 of 1
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
    (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end)::text as key_1,
    (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end)::text as label_1,
    "e"."account" as member,
    sum(null::numeric) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as amount,
    count(null::numeric) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as valued,
    count(*) filter (where "e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to) as now,
    count(*) filter (where "e"."ordered_at" >= period.before_from and "e"."ordered_at" < period.before_to) as before
  from "crm"."orders" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  join (
    select (number - 1)::int as bucket, before_from, before_to, now_from, now_to
    from unnest($1::timestamptz[], $2::timestamptz[], $2::timestamptz[], $3::timestamptz[]) with ordinality as given(before_from, before_to, now_from, now_to, number)
  ) as period on ("e"."ordered_at" >= period.now_from and "e"."ordered_at" < period.now_to or "e"."ordered_at" >= period.before_from and "e"."ordered_at" < period.before_to)
  where "e"."ordered_at" >= $4::timestamptz and "e"."ordered_at" < $5::timestamptz and "e"."account" is not null
  group by 1, 2, 3, 4
) as members
group by bucket, key_1, label_1;
-- $1 = [2025-09-30 22:00:00Z]
-- $2 = [2025-12-31 23:00:00Z]
-- $3 = [2026-03-18 11:00:00Z]
-- $4 = 2025-09-30 22:00:00Z
-- $5 = 2026-03-18 11:00:00Z
