-- statement 1 of 4
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("risk_escalated segment_weights=Enterprise=2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "risk_escalated segment_weights=Enterprise=2",
  (sum(coalesce("rows 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 1"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."account"::text as key_1,
    coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) as label_1,
    count(*) filter (where (greatest("e"."created_at", "e"."escalated_at")) is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce((coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)), 0)) as "risk_escalated segment_weights=Enterprise=2",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where (coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)) is not null) as "known 1"
  from "crm"."tickets" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  cross join lateral (values (coalesce((greatest("e"."created_at", "e"."escalated_at")), '-infinity'), 1), ("e"."solved_at", -1)) as change(at, sign)
  where ((greatest("e"."created_at", "e"."escalated_at")) is null or (greatest("e"."created_at", "e"."escalated_at")) < $3::timestamptz) and ("e"."solved_at" is null or "e"."solved_at" >= $3::timestamptz and ("e"."solved_at" > (greatest("e"."created_at", "e"."escalated_at"))) is not false) and ("e"."escalated_at" is not null and "e"."account" is not null) and change.at < $3::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = {"Enterprise":2}
-- $3 = 2026-03-18 11:00:00Z
-- statement 2 of 4
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("risk_complaints segment_weights=Enterprise=2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "risk_complaints segment_weights=Enterprise=2",
  (sum(coalesce("rows 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 1"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."account"::text as key_1,
    coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) as label_1,
    count(*) filter (where "e"."received_at" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce((coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)), 0)) as "risk_complaints segment_weights=Enterprise=2",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where (coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)) is not null) as "known 1"
  from "crm"."feedback" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  cross join lateral (values (coalesce("e"."received_at", '-infinity'), 1), (("e"."received_at" + interval '2160 hours'), -1)) as change(at, sign)
  where ("e"."received_at" is null or "e"."received_at" < $3::timestamptz) and (("e"."received_at" + interval '2160 hours') is null or ("e"."received_at" + interval '2160 hours') >= $3::timestamptz and (("e"."received_at" + interval '2160 hours') > "e"."received_at") is not false) and ("e"."kind" = 'complaint' and "e"."account" is not null and "e"."received_at" is not null) and change.at < $3::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = {"Enterprise":2}
-- $3 = 2026-03-18 11:00:00Z
-- statement 3 of 4
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("risk_open segment_weights=Enterprise=2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "risk_open segment_weights=Enterprise=2",
  (sum(coalesce("rows 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 1"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."account"::text as key_1,
    coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) as label_1,
    count(*) filter (where "e"."created_at" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce((coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)), 0)) as "risk_open segment_weights=Enterprise=2",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where (coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)) is not null) as "known 1"
  from "crm"."tickets" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  cross join lateral (values (coalesce("e"."created_at", '-infinity'), 1), ("e"."solved_at", -1)) as change(at, sign)
  where ("e"."created_at" is null or "e"."created_at" < $3::timestamptz) and ("e"."solved_at" is null or "e"."solved_at" >= $3::timestamptz and ("e"."solved_at" > "e"."created_at") is not false) and ("e"."account" is not null) and change.at < $3::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = {"Enterprise":2}
-- $3 = 2026-03-18 11:00:00Z
-- statement 4 of 4
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("risk_unhappy segment_weights=Enterprise=2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "risk_unhappy segment_weights=Enterprise=2",
  (sum(coalesce("rows 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 1"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."account"::text as key_1,
    coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) as label_1,
    count(*) filter (where "e"."answered_at" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce((coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)), 0)) as "risk_unhappy segment_weights=Enterprise=2",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where (coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)) is not null) as "known 1"
  from (
    select s.account, s.responded_at as answered_at, lead(s.responded_at) over (partition by s.account order by s.responded_at, s.id) as superseded_at,
      s.score, s.scale_max
    from (select "s"."id", "s"."kind", "s"."account", "s"."responded_at", case when abs("s"."score") < 1e100 then "s"."score" end as "score", case when abs("s"."scale_max") < 1e100 then "s"."scale_max" end as "scale_max" from "crm"."surveys" as "s") as s
    where s.kind = 'csat' and s.score is not null and s.responded_at is not null and s.account is not null
  ) as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  cross join lateral (values (coalesce("e"."answered_at", '-infinity'), 1), ("e"."superseded_at", -1)) as change(at, sign)
  where ("e"."answered_at" is null or "e"."answered_at" < $3::timestamptz) and ("e"."superseded_at" is null or "e"."superseded_at" >= $3::timestamptz and ("e"."superseded_at" > "e"."answered_at") is not false) and ("e"."score" < 0.6 * "e"."scale_max") and change.at < $3::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = {"Enterprise":2}
-- $3 = 2026-03-18 11:00:00Z
