-- statement 1 of 2
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $7::date), least(known.next - 1, $8::date), interval '1 day') as day
  where known.next is null or known.next > $7::date
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
  "e"."campaign"::text as key_1,
  coalesce("campaign"."name"::text, "e"."campaign"::text) as label_1,
  (sum(("e"."amount" * "e"."credit") * case when "e"."currency"::text is null or "e"."currency"::text = $3::text then 1 else rate.rate end))::float8 as "credited_amount attribution=last",
  min("e"."currency"::text || ' on ' || ("e"."closed_at" at time zone $2::text)::date) filter (where (("e"."amount" * "e"."credit") is not null and ("e"."status" = 'won' and "e"."touched") and not ("e"."currency"::text is null or "e"."currency"::text = $3::text) and rate.rate is null)) as "missing_rate"
from (
  select d.id as deal, d.rep, d.account, credited.campaign, credited.channel, d.closed_at, d.status, d.amount, d.currency,
    coalesce(credited.credit, 1) as credit, credited.credit is not null as touched
  from (select "s"."id", "s"."lead", (case when "s"."status" in ('won', 'lost') then coalesce("s"."closed_by", "s"."owner") else "s"."owner" end) as "rep", "s"."account", "s"."closed_at", "s"."status", "s"."amount", "s"."currency" from "crm"."deals" as "s") as d
  left join lateral (
    select w.campaign, w.channel, w.weight / sum(w.weight) over () as credit
    from (
      select t.campaign, t.channel, (case $6::text
        when 'last' then case when row_number() over latest = 1 then 1 else 0 end
        when 'first' then case when row_number() over earliest = 1 then 1 else 0 end
        when 'linear' then 1
        when 'position' then case when count(*) over () <= 2 then 1 when 1 in (row_number() over latest, row_number() over earliest) then 0.4
          else 0.2 / (count(*) over () - 2) end
        when 'time_decay' then power(2, -least(extract(epoch from d.closed_at - t.occurred_at) / 604800, 1000))
      end)::float8 as weight
      from (
        select campaign, channel, occurred_at from "crm"."touches" as by_deal where by_deal.deal = d.id
        union all
        select campaign, channel, occurred_at from "crm"."touches" as by_lead where by_lead.lead = d.lead and by_lead.deal is distinct from d.id
      ) as t
      where t.occurred_at < d.closed_at
      window latest as (order by t.occurred_at desc, t.campaign desc nulls last, t.channel desc nulls last),
        earliest as (order by t.occurred_at, t.campaign nulls first, t.channel nulls first)
    ) as w
    where w.weight > 0
  ) as credited on true
) as "e"
left join "crm"."campaigns" as "campaign" on "campaign"."id" = "e"."campaign"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = ("e"."closed_at" at time zone $2::text)::date
where "e"."closed_at" >= $4::timestamptz and "e"."closed_at" < $5::timestamptz and ("e"."status" = 'won' and "e"."touched")
group by 1, 2, 3;
-- $1 = [2025-12-31 23:00:00Z 2026-12-31 23:00:00Z]
-- $2 = Europe/Berlin
-- $3 = USD
-- $4 = 2025-12-31 23:00:00Z
-- $5 = 2026-12-31 23:00:00Z
-- $6 = last
-- $7 = 2026-01-01
-- $8 = 2027-01-01
-- statement 2 of 2
with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from "crm"."currency_rates" as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(greatest(known.valid_on, $3::date), least(known.next - 1, $4::date), interval '1 day') as day
  where known.next is null or known.next > $3::date
  group by known.currency, day::date
),
rates as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = $2::text) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = $2::text and reporting.day = daily.day
)
select
  width_bucket("e"."spent_on", $1::date[]) as bucket,
  "e"."campaign"::text as key_1,
  coalesce("campaign"."name"::text, "e"."campaign"::text) as label_1,
  (sum("e"."amount" * case when "e"."currency"::text is null or "e"."currency"::text = $2::text then 1 else rate.rate end))::float8 as "campaign_spend",
  min("e"."currency"::text || ' on ' || "e"."spent_on") filter (where ("e"."amount" is not null and not ("e"."currency"::text is null or "e"."currency"::text = $2::text) and rate.rate is null)) as "missing_rate"
from "crm"."campaign_costs" as "e"
left join "crm"."campaigns" as "campaign" on "campaign"."id" = "e"."campaign"
left join rates as rate on rate.currency = "e"."currency"::text and rate.day = "e"."spent_on"
where "e"."spent_on" >= $3::date and "e"."spent_on" < $4::date
group by 1, 2, 3;
-- $1 = [2026-01-01 2027-01-01]
-- $2 = USD
-- $3 = 2026-01-01
-- $4 = 2027-01-01
