-- statement 1 of 2
with given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate,
      max(valid_on::date) filter (where valid_on::date <= $8::date) over (partition by currency::text) as start
    from "crm"."currency_rates" as given
    where (currency::text >= '!' collate "C" or btrim(currency::text, E' \t\r\n') <> '')
  ) as given
  where day is not null and day >= coalesce(start, day)
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given where day <= $9::date
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where currency = $2::text)
    then ((select rates from series where currency = $2::text) ->> width_bucket(day, (select days from series where currency = $2::text)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (select day from given where day <= $9::date) as known(day) order by 1))) with ordinality as point(day, number)
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
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, "credited_amount attribution=last", "rows 1", "known 1", "missing_rate"
from (
  select
    1 as bucket,
    "e"."campaign"::text as key_1,
    "e"."campaign" as id_1,
    (sum(("e"."amount" * "e"."credit") * case when "e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '' then 1 else ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $1::text)::date, (select days from rates))))::numeric end))::float8 as "credited_amount attribution=last",
    (count(*))::float8 as "rows 1",
    (count(("e"."amount" * "e"."credit")))::float8 as "known 1",
    min(concat("e"."currency"::text, ' ', ("e"."closed_at" at time zone $1::text)::date)) filter (where (("e"."status" = 'won' and "e"."touched") and not ("e"."currency"::text = $2::text or coalesce(btrim("e"."currency"::text, E' \t\r\n'), '') = '') and ((select starts from rates) ? "e"."currency"::text and ("e"."closed_at" at time zone $1::text)::date >= (select since from rates)) is not true and ((select rates from rates) ->> (((select starts from rates) ->> "e"."currency"::text)::int + width_bucket(("e"."closed_at" at time zone $1::text)::date, (select days from rates)))) is null and ("e"."amount" * "e"."credit") is not null)) as "missing_rate"
  from (
    select d.id as deal, d.rep, d.account, case when d.id is not null then credited.campaign end as campaign, credited.channel, d.closed_at, d.status,
      d.amount, d.currency, coalesce(credited.credit, 1) as credit, credited.credit is not null as touched
    from (select "s"."id", "s"."lead", (case when "s"."status" in ('won', 'lost') then coalesce("s"."closed_by", "s"."owner") else "s"."owner" end) as "rep", "s"."account", "s"."closed_at", "s"."status", "s"."amount", "s"."currency" from "crm"."deals" as "s") as d
    left join lateral (
      select w.campaign, w.channel, w.weight / sum(w.weight) over () as credit
      from (
        select t.campaign, t.channel, (case $5::text
          when 'last' then case when row_number() over latest = 1 then 1 else 0 end
          when 'first' then case when row_number() over earliest = 1 then 1 else 0 end
          when 'linear' then 1
          when 'position' then case when count(*) over () <= 2 then 1 when 1 in (row_number() over latest, row_number() over earliest) then 0.4
            else 0.2 / (count(*) over () - 2) end
          when 'time_decay' then case when isfinite(t.occurred_at) and isfinite(d.closed_at)
            then power(2, -least(extract(epoch from d.closed_at - t.occurred_at) / 604800, 1000)) else power(2, -1000) end
        end)::float8 as weight
        from (
          select campaign, channel, occurred_at from (select "s"."deal", "s"."lead", "s"."campaign", "s"."channel", "s"."occurred_at" from "crm"."touches" as "s"
    left join "crm"."campaigns" as "campaign" on "campaign"."id" = "s"."campaign"
    where ("s"."channel"::text = any($6::text[]) or starts_with(lower(coalesce((case when ("campaign"."name" >= '!' collate "C" or btrim("campaign"."name", E' \t\r\n') <> '') then "campaign"."name" end)::text, "s"."campaign"::text)), lower($7::text)))) as by_deal where by_deal.deal = d.id
          union all
          select campaign, channel, occurred_at from (select "s"."deal", "s"."lead", "s"."campaign", "s"."channel", "s"."occurred_at" from "crm"."touches" as "s"
    left join "crm"."campaigns" as "campaign" on "campaign"."id" = "s"."campaign"
    where ("s"."channel"::text = any($6::text[]) or starts_with(lower(coalesce((case when ("campaign"."name" >= '!' collate "C" or btrim("campaign"."name", E' \t\r\n') <> '') then "campaign"."name" end)::text, "s"."campaign"::text)), lower($7::text)))) as by_lead where by_lead.lead = d.lead and by_lead.deal is distinct from d.id
        ) as t
        where t.occurred_at < d.closed_at
        window latest as (order by t.occurred_at desc, t.campaign desc nulls last, t.channel desc nulls last),
          earliest as (order by t.occurred_at, t.campaign nulls first, t.channel nulls first)
      ) as w
      where w.weight > 0
    ) as credited on true
  ) as "e"
  where "e"."closed_at" >= $3::timestamptz and "e"."closed_at" < $4::timestamptz and ("e"."status" = 'won' and "e"."touched")
  group by 1, 2, 3
) as grouped
left join "crm"."campaigns" as "name_1" on "name_1"."id" = id_1;
-- $1 = Europe/Berlin
-- $2 = USD
-- $3 = 2025-12-31 23:00:00Z
-- $4 = 2026-12-31 23:00:00Z
-- $5 = last
-- $6 = [email]
-- $7 = Content
-- $8 = 2026-01-01
-- $9 = 2027-01-01
-- statement 2 of 2
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."campaigns" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."campaigns" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Content: Industry Report 2026-01 Content: New Year 2025-09 Mailing: Black Week 2025-08 Mailing: Comparison Guide 2025-12]
