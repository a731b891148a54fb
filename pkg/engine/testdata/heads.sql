-- statement 1 of 2
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $6::date), least(known.next - 1, $7::date), interval '1 day') as day
  where known.next is null or known.next > $6::date
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
)
select
  width_bucket("e"."closed_at", $1::timestamptz[]) as bucket,
  "rep"."team"::text as key_1,
  coalesce("rep_team"."name"::text, "rep"."team"::text) as label_1,
  (sum("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end))::float8 as "won_amount",
  min("e"."currency"::text || ' on ' || ("e"."closed_at" at time zone $2::text)::date) filter (where ("e"."amount" is not null and ("e"."status" = 'won') and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
from "crm"."deals" as "e"
left join "crm"."users" as "rep" on "rep"."id" = (case when "e"."status" in ('won', 'lost') then coalesce("e"."closed_by", "e"."owner") else "e"."owner" end)
left join "crm"."teams" as "rep_team" on "rep_team"."id" = "rep"."team"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."closed_at" at time zone $2::text)::date
where "e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz and ("e"."status" = 'won')
group by 1, 2, 3;
-- $1 = [2025-12-31 23:00:00Z 2026-03-31 22:00:00Z 2026-06-30 22:00:00Z 2026-09-30 22:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2025-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = 2026-01-01
-- $7 = 2027-01-01
-- statement 2 of 2
select
  (pane.number - 1)::int as bucket,
  "e"."team"::text as key_1,
  coalesce("team"."name"::text, "e"."team"::text) as label_1,
  (sum((coalesce("e"."fte", 1)) * (least(extract(epoch from "e"."left_at")::float8, pane.stop) - greatest(extract(epoch from "e"."hired_at")::float8, pane.start)) / (pane.stop - pane.start)) filter (where "e"."is_quota_carrying"))::float8 as "quota_heads"
from "crm"."users" as "e"
left join "crm"."teams" as "team" on "team"."id" = "e"."team"
join unnest($1::float8[], $2::float8[]) with ordinality as pane(start, stop, number) on (least(extract(epoch from "e"."left_at")::float8, pane.stop) - greatest(extract(epoch from "e"."hired_at")::float8, pane.start)) > 0
where "e"."is_quota_carrying"
group by 1, 2, 3;
-- $1 = [1.767222e+09]
-- $2 = [1.7738316e+09]
