-- statement 1 of 1
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate
    from "crm"."currency_rates" as given
    where trim(currency::text) <> ''
  ) as given
  where day is not null
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $3::text)
    then ((select rates from series where currency = $3::text) ->> width_bucket(day, (select days from series where currency = $3::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from given order by 1))) with ordinality as point(day, number)
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
  width_bucket("e"."moved_at", $1::timestamptz[]) as bucket,
  "e"."move"::text as key_1,
  "e"."move"::text as label_1,
  (sum(("e"."sign" * "e"."amount") * case when "e"."currency"::text = $3::text or coalesce(trim("e"."currency"::text), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."rated_at" at time zone $2::text)::date, (select days from rates))))::numeric end))::float8 as "pipeline_moved",
  min(concat("e"."currency"::text, ' ', ("e"."rated_at" at time zone $2::text)::date)) filter (where (("e"."sign" * "e"."amount") is not null and not ("e"."currency"::text = $3::text or coalesce(trim("e"."currency"::text), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."rated_at" at time zone $2::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."rated_at" at time zone $2::text)::date, (select days from rates)))) is null)) as "missing_rate"
from (
  select v.deal, v.stage, v.owner, v.forecast_category, m.moved_at, m.move, m.sign, v.amount, v.currency, v.valid_from as rated_at
  from (
    select h.*, lag(h.status) over life as status_before, lag(h.inside) over life as inside_before,
      lead(h.status) over life as status_after, lead(h.inside) over life as inside_after
    from (
      select deal, stage, owner, status, valid_from, valid_to, amount, currency, forecast_category,
        status = 'open' and coalesce(expected_close_on >= $6::date and expected_close_on < $7::date, false) as inside
      from "crm"."deal_history" as versions
    ) as h
    window life as (partition by h.deal order by h.valid_from)
  ) as v
  cross join lateral (values
    (v.valid_from, 1, case when v.status_before is distinct from 'open' then 'new' when v.inside_before then 'resized' else 'pushed_in' end),
    (v.valid_to, -1, case when v.status_after in ('won', 'lost') then v.status_after when v.inside_after then 'resized' else 'pushed_out' end)
  ) as m(moved_at, sign, move)
  where v.inside
) as "e"
where "e"."moved_at" >= $4::timestamptz and "e"."moved_at" < $5::timestamptz
group by 1, 2, 3;
-- $1 = [2025-12-31 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2025-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = 2026-01-01
-- $7 = 2027-01-01
