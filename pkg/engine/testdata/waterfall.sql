-- statement 1 of 2
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
dated as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $3::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $3::text and reporting.day = daily.day
),
rates as materialized (
  select currency, day, rate from dated
  union all
  (select distinct on (currency) currency, date '-infinity', rate from dated where rate is not null order by currency, day)
)
select
  width_bucket("e"."moved_at", $1::timestamptz[]) as bucket,
  "e"."move"::text as key_1,
  "e"."move"::text as label_1,
  (sum(("e"."sign" * "e"."amount") * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end))::float8 as "pipeline_moved",
  min("e"."currency"::text || coalesce(' on ' || nullif(coalesce(("e"."rated_at" at time zone $2::text)::date, date '-infinity'), date '-infinity'), '')) filter (where (("e"."sign" * "e"."amount") is not null and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
from (
  select v.deal, v.stage, v.owner, v.forecast_category, m.moved_at, m.move, m.sign, v.amount, v.currency, v.valid_from as rated_at,
    v.inferred
  from (
    select h.*, lag(h.status) over life as status_before, lag(h.inside) over life as inside_before,
      lead(h.status) over life as status_after, lead(h.inside) over life as inside_after
    from (
      select deal, stage, owner, status, valid_from, valid_to, amount, currency, forecast_category, inferred,
        status = 'open' and coalesce(expected_close_on >= $6::date and expected_close_on < $7::date, false) as inside
      from (
    select "deal", "stage", "owner", "status", "valid_from", "valid_to", "expected_close_on", "amount", "currency", "forecast_category", false as "inferred" from "crm"."deal_history" as recorded
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('open') as "status", "whole"."created_at" as "valid_from", "whole"."closed_at" as "valid_to", "whole"."expected_close_on" as "expected_close_on", "whole"."amount" as "amount", "whole"."currency" as "currency", "whole"."forecast_category" as "forecast_category", true as "inferred"
    from "crm"."deals" as "whole"
    where not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('won') as "status", "whole"."closed_at" as "valid_from", (null) as "valid_to", "whole"."expected_close_on" as "expected_close_on", "whole"."amount" as "amount", "whole"."currency" as "currency", "whole"."forecast_category" as "forecast_category", true as "inferred"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'won' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('lost') as "status", "whole"."closed_at" as "valid_from", (null) as "valid_to", "whole"."expected_close_on" as "expected_close_on", "whole"."amount" as "amount", "whole"."currency" as "currency", "whole"."forecast_category" as "forecast_category", true as "inferred"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'lost' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
  ) as versions
      where (valid_to > valid_from) is not false
    ) as h
    window life as (partition by h.deal, h.inferred order by h.valid_from nulls first)
  ) as v
  cross join lateral (values
    (v.valid_from, 1, case when v.status_before is distinct from 'open' then 'new' when v.inside_before then 'resized' else 'pushed_in' end),
    (v.valid_to, -1, case when v.status_after in ('won', 'lost') then v.status_after when v.inside_after then 'resized' else 'pushed_out' end)
  ) as m(moved_at, sign, move)
  where v.inside
) as "e"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = coalesce(("e"."rated_at" at time zone $2::text)::date, date '-infinity')
where "e"."moved_at" >= $4::timestamptz and "e"."moved_at" < $5::timestamptz
group by 1, 2, 3;
-- $1 = [2025-12-31 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2025-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = 2026-01-01
-- $7 = 2027-01-01
-- statement 2 of 2
select count(distinct "e"."deal")::float8 as "inferred"
from (
  select v.deal, v.stage, v.owner, v.forecast_category, m.moved_at, m.move, m.sign, v.amount, v.currency, v.valid_from as rated_at,
    v.inferred
  from (
    select h.*, lag(h.status) over life as status_before, lag(h.inside) over life as inside_before,
      lead(h.status) over life as status_after, lead(h.inside) over life as inside_after
    from (
      select deal, stage, owner, status, valid_from, valid_to, amount, currency, forecast_category, inferred,
        status = 'open' and coalesce(expected_close_on >= $3::date and expected_close_on < $4::date, false) as inside
      from (
    select "deal", "stage", "owner", "status", "valid_from", "valid_to", "expected_close_on", "amount", "currency", "forecast_category", false as "inferred" from "crm"."deal_history" as recorded
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('open') as "status", "whole"."created_at" as "valid_from", "whole"."closed_at" as "valid_to", "whole"."expected_close_on" as "expected_close_on", "whole"."amount" as "amount", "whole"."currency" as "currency", "whole"."forecast_category" as "forecast_category", true as "inferred"
    from "crm"."deals" as "whole"
    where not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('won') as "status", "whole"."closed_at" as "valid_from", (null) as "valid_to", "whole"."expected_close_on" as "expected_close_on", "whole"."amount" as "amount", "whole"."currency" as "currency", "whole"."forecast_category" as "forecast_category", true as "inferred"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'won' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('lost') as "status", "whole"."closed_at" as "valid_from", (null) as "valid_to", "whole"."expected_close_on" as "expected_close_on", "whole"."amount" as "amount", "whole"."currency" as "currency", "whole"."forecast_category" as "forecast_category", true as "inferred"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'lost' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
  ) as versions
      where (valid_to > valid_from) is not false
    ) as h
    window life as (partition by h.deal, h.inferred order by h.valid_from nulls first)
  ) as v
  cross join lateral (values
    (v.valid_from, 1, case when v.status_before is distinct from 'open' then 'new' when v.inside_before then 'resized' else 'pushed_in' end),
    (v.valid_to, -1, case when v.status_after in ('won', 'lost') then v.status_after when v.inside_after then 'resized' else 'pushed_out' end)
  ) as m(moved_at, sign, move)
  where v.inside
) as "e"
where "e"."inferred" and "e"."moved_at" >= $1::timestamptz and "e"."moved_at" < $2::timestamptz;
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
-- $3 = 2026-01-01
-- $4 = 2027-01-01
