-- statement 1 of 3
select passes, key_1, label_1
from (
  select distinct true as passes, "e"."id"::text as key_1, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) as label_1, ("pipeline"."name")::text collate "C" as order_1, ("e"."pipeline")::text collate "C" as order_2, "e"."position" as order_3
  from (
    select "id", "name", "pipeline", ("position")::numeric as "position"
    from "crm"."stages"
  ) as "e"
  left join "crm"."pipelines" as "pipeline" on "pipeline"."id" = "e"."pipeline"
  where "e"."id" is not null
) as members
order by order_1 nulls last, order_2 nulls last, order_3 nulls last, label_1 collate "C", key_1
limit $1::int;
-- $1 = 10001
-- statement 2 of 3
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("stalled_deal_count", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "stalled_deal_count"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."stage"::text as key_1,
    coalesce((case when ("stage"."name" >= '!' collate "C" or btrim("stage"."name", E' \t\r\n') <> '') then "stage"."name" end)::text, "e"."stage"::text) as label_1,
    count(*) filter (where "e"."stalled_at" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where "e"."inferred" and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce(case when "e"."deal" is not null then 1 else 0 end, 0)) as "stalled_deal_count"
  from (
    select v.deal, v.stage, v.owner, v.left_at, v.inferred,
      v.entered_at + coalesce(make_interval(hours => (24 * s.stall_after_days)::int), usual.stay) as stalled_at
    from (
      select deal, stage, owner, entered_at, left_at, false as inferred from (
      select v.deal, v.stage, (array_agg(v.owner order by v.valid_from desc nulls last))[1] as owner,
        case when bool_or(v.valid_from is null) then null else min(v.valid_from) end as entered_at,
        case when bool_or(v.valid_to is null) then null else max(v.valid_to) end as left_at
      from (
        select h.*, sum(h.moved) over (partition by h.deal order by h.valid_from nulls first) as visit
        from (
          select deal, stage, owner, status, valid_from, valid_to,
            case when stage is distinct from lag(stage) over life or status is distinct from lag(status) over life then 1 else 0 end as moved
          from (
        select "deal", "stage", "owner", "status", "valid_from", "valid_to"
        from "crm"."deal_history"
        where "deal" in (select whole."id" from "crm"."deals" as whole)
      ) as versions
          where (valid_to > valid_from) is not false
          window life as (partition by deal order by valid_from nulls first)
        ) as h
      ) as v
      where v.status = 'open'
      group by v.deal, v.stage, v.visit
    ) as recorded
      union all
      select deal, stage, owner, valid_from, valid_to, true from (
      select "deal", "stage", "owner", "status", "valid_from", "valid_to", false as "inferred" from (
        select "deal", "stage", "owner", "status", "valid_from", "valid_to"
        from "crm"."deal_history"
        where "deal" in (select whole."id" from "crm"."deals" as whole)
      ) as recorded
      union all
      select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('open') as "status", "whole"."created_at" as "valid_from", "whole"."closed_at" as "valid_to", true as "inferred"
      from "crm"."deals" as "whole"
      where not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
      union all
      select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('won') as "status", "whole"."closed_at" as "valid_from", (null) as "valid_to", true as "inferred"
      from "crm"."deals" as "whole"
      where ("whole"."status" = 'won' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
      union all
      select "whole"."id" as "deal", "whole"."stage" as "stage", "whole"."owner" as "owner", ('lost') as "status", "whole"."closed_at" as "valid_from", (null) as "valid_to", true as "inferred"
      from "crm"."deals" as "whole"
      where ("whole"."status" = 'lost' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    ) as made where made.inferred and made.status = 'open'
    ) as v
    join (
      select "id", ("stall_after_days")::numeric as "stall_after_days"
      from "crm"."stages"
    ) as s on s.id = v.stage
    left join (
      select stage, percentile_cont(0.75) within group (order by left_at - entered_at) as stay
      from (
      select v.deal, v.stage, (array_agg(v.owner order by v.valid_from desc nulls last))[1] as owner,
        case when bool_or(v.valid_from is null) then null else min(v.valid_from) end as entered_at,
        case when bool_or(v.valid_to is null) then null else max(v.valid_to) end as left_at
      from (
        select h.*, sum(h.moved) over (partition by h.deal order by h.valid_from nulls first) as visit
        from (
          select deal, stage, owner, status, valid_from, valid_to,
            case when stage is distinct from lag(stage) over life or status is distinct from lag(status) over life then 1 else 0 end as moved
          from (
        select "deal", "stage", "owner", "status", "valid_from", "valid_to"
        from "crm"."deal_history"
        where "deal" in (select whole."id" from "crm"."deals" as whole)
      ) as versions
          where (valid_to > valid_from) is not false
          window life as (partition by deal order by valid_from nulls first)
        ) as h
      ) as v
      where v.status = 'open'
      group by v.deal, v.stage, v.visit
    ) as ended
      where left_at >= $3::timestamptz and left_at < $4::timestamptz and isfinite(entered_at)
      group by stage
    ) as usual on usual.stage = v.stage
    where s.stall_after_days is not null or usual.stay is not null
  ) as "e"
  left join "crm"."stages" as "stage" on "stage"."id" = "e"."stage"
  cross join lateral (values (coalesce("e"."stalled_at", '-infinity'), 1), ("e"."left_at", -1)) as change(at, sign)
  where ("e"."stalled_at" is null or "e"."stalled_at" < $2::timestamptz) and ("e"."left_at" is null or "e"."left_at" >= $2::timestamptz and ("e"."left_at" > "e"."stalled_at") is not false) and change.at < $2::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = 2026-03-18 11:00:00Z
-- $3 = 2024-12-31 23:00:00Z
-- $4 = 2025-12-31 23:00:00Z
-- statement 3 of 3
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."stages" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."stages" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Contract Discovery Joint proposal Needs Negotiation Proposal Qualification Quote Registered]
