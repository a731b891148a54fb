-- statement 1 of 2
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate
    from "crm"."currency_rates" as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
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
  select number, day, case when exists (select from given where currency = $2::text)
    then ((select rates from series where currency = $2::text) ->> width_bucket(day, (select days from series where currency = $2::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given union select unnest(array[date '-infinity', date '4000-01-01 BC'])) as known(day) order by 1))) with ordinality as point(day, number)
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
    (select jsonb_agg(case when point = 2 then (select first.rate from held as first where first.number = held.number and first.rate is not null order by first.point limit 1) else rate end order by number, point) from held) as rates
  from axis
)
select
  1 as bucket,
  "e"."move"::text as key_1,
  "e"."move"::text as label_1,
  (sum(("e"."sign" * "e"."amount") * case when "e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(coalesce(("e"."rated_at" at time zone $1::text)::date, date '-infinity'), (select days from rates))))::numeric end))::float8 as "pipeline_moved",
  (count(*))::float8 as "rows 1",
  (count(("e"."sign" * "e"."amount")))::float8 as "known 1",
  min(concat("e"."currency"::text, ' ', nullif(coalesce(("e"."rated_at" at time zone $1::text)::date, date '-infinity'), date '-infinity'))) filter (where (not ("e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and coalesce(("e"."rated_at" at time zone $1::text)::date, date '-infinity') >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(coalesce(("e"."rated_at" at time zone $1::text)::date, date '-infinity'), (select days from rates)))) is null and ("e"."sign" * "e"."amount") is not null)) as "missing_rate"
from (
  select v.deal, v.stage, v.owner, v.forecast_category, m.moved_at, m.move, m.sign, v.amount, v.currency, v.valid_from as rated_at,
    v.inferred
  from (
    select h.*, lag(h.status) over life as status_before, lag(h.inside) over life as inside_before,
      lead(h.status) over life as status_after, lead(h.inside) over life as inside_after
    from (
      select deal, stage, owner, status, valid_from, valid_to, amount, currency, forecast_category, inferred,
        status = 'open' and coalesce(expected_close_on >= $5::date and expected_close_on < $6::date, false) as inside
      from (
    select "deal", "stage", "owner", "status", "valid_from", "valid_to", "expected_close_on", "amount", "currency", "forecast_category", false as "inferred" from (
      select "deal", "stage", "owner", "status", "valid_from", "valid_to", "expected_close_on", "amount", "currency", "forecast_category"
      from "crm"."deal_history"
      where "deal" in (select whole."id" from "crm"."deals" as whole)
    ) as recorded
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
    (v.valid_to, -1, case when v.status_after in ('won', 'lost') then v.status_after::text when v.inside_after then 'resized' else 'pushed_out' end)
  ) as m(moved_at, sign, move)
  where v.inside
) as "e"
where "e"."moved_at" >= $3::timestamptz and "e"."moved_at" < $4::timestamptz
group by 1, 2, 3;
-- $1 = Europe/Berlin
-- $2 = USD
-- $3 = 2025-12-31 23:00:00Z
-- $4 = 2026-12-31 23:00:00Z
-- $5 = 2026-01-01
-- $6 = 2027-01-01
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
    select "deal", "stage", "owner", "status", "valid_from", "valid_to", "expected_close_on", "amount", "currency", "forecast_category", false as "inferred" from (
      select "deal", "stage", "owner", "status", "valid_from", "valid_to", "expected_close_on", "amount", "currency", "forecast_category"
      from "crm"."deal_history"
      where "deal" in (select whole."id" from "crm"."deals" as whole)
    ) as recorded
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
    (v.valid_to, -1, case when v.status_after in ('won', 'lost') then v.status_after::text when v.inside_after then 'resized' else 'pushed_out' end)
  ) as m(moved_at, sign, move)
  where v.inside
) as "e"
where "e"."inferred" and "e"."moved_at" >= $1::timestamptz and "e"."moved_at" < $2::timestamptz;
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
-- $3 = 2026-01-01
-- $4 = 2027-01-01
