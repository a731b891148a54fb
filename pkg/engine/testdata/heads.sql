-- statement 1 of 3
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate,
      max(valid_on::date) filter (where valid_on::date <= $6::date) over (partition by currency::text) as start
    from "crm"."currency_rates" as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null and day >= coalesce(start, day)
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given where day <= $7::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $3::text)
    then ((select rates from series where currency = $3::text) ->> width_bucket(day, (select days from series where currency = $3::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $7::date) as known(day) order by 1))) with ordinality as point(day, number)
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
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, "won_amount", "rows 1", "known 1", "missing_rate"
from (
  select
    width_bucket("e"."closed_at", $1::timestamptz[]) as bucket,
    "rep"."team"::text as key_1,
    "rep"."team" as id_1,
    (sum("e"."amount" * case when "e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates))))::numeric end))::float8 as "won_amount",
    (count(*))::float8 as "rows 1",
    (count("e"."amount"))::float8 as "known 1",
    min(concat("e"."currency"::text, ' ', ("e"."closed_at" at time zone $2::text)::date)) filter (where (("e"."status" = 'won') and not ("e"."currency"::text = $3::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $2::text)::date, (select days from rates)))) is null and "e"."amount" is not null)) as "missing_rate"
  from "crm"."deals" as "e"
  left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
  where "e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz and ("e"."status" = 'won')
  group by 1, 2, 3
) as grouped
left join "crm"."teams" as "name_1" on "name_1"."id" = id_1;
-- $1 = [2025-12-31 23:00:00Z 2026-03-31 22:00:00Z 2026-06-30 22:00:00Z 2026-09-30 22:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2025-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = 2026-01-01
-- $7 = 2027-01-01
-- statement 2 of 3
select
  (pane.number - 1)::int as bucket,
  "e"."team"::text as key_1,
  coalesce((case when ("team"."name" >= '!' collate "C" or btrim("team"."name", E' \t\r\n') <> '') then "team"."name" end)::text, "e"."team"::text) as label_1,
  (sum((coalesce(case when abs("e"."fte") < 1e100 then "e"."fte" end, 1)) * (least(extract(epoch from "e"."left_at")::float8, pane.stop) - greatest(extract(epoch from "e"."hired_at")::float8, pane.start)) / (pane.stop - pane.start)) filter (where "e"."is_quota_carrying"))::float8 as "quota_heads",
  (count(*) filter (where "e"."is_quota_carrying"))::float8 as "rows 1",
  (count((coalesce(case when abs("e"."fte") < 1e100 then "e"."fte" end, 1))) filter (where "e"."is_quota_carrying"))::float8 as "known 1"
from "crm"."users" as "e"
left join "crm"."teams" as "team" on "team"."id" = "e"."team"
join unnest($1::float8[], $2::float8[]) with ordinality as pane(start, stop, number) on (least(extract(epoch from "e"."left_at")::float8, pane.stop) - greatest(extract(epoch from "e"."hired_at")::float8, pane.start)) > 0
where "e"."is_quota_carrying"
group by 1, 2, 3;
-- $1 = [1.767222e+09]
-- $2 = [1.7738316e+09]
-- statement 3 of 3
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
-- $2 = [Sales AMER Sales DACH Sales EMEA]
