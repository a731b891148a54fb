-- statement 1 of 1
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(known.valid_on, least(known.next - 1, $7::date), interval '1 day') as day
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
)
select
  width_bucket("e"."moved_at", $1::timestamptz[]) as bucket,
  "e"."move"::text as key_1,
  "e"."move"::text as label_1,
  (sum(("e"."sign" * "e"."amount") * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end))::float8 as "pipeline_moved",
  min("e"."currency"::text || ' on ' || ("e"."rated_at" at time zone $2::text)::date) filter (where (("e"."sign" * "e"."amount") is not null and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
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
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."rated_at" at time zone $2::text)::date
where "e"."moved_at" >= $4::timestamptz and "e"."moved_at" < $5::timestamptz
group by 1, 2, 3;
-- $1 = [2025-12-31 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2025-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = 2026-01-01
-- $7 = 2027-01-01
