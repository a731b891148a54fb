-- statement 1 of 4
select passes, key_1, label_1, key_2, label_2
from (
  select distinct true as passes, "e"."id"::text as key_1, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) as label_1, "e"."pipeline"::text as key_2, coalesce((case when ("pipeline"."name" >= '!' collate "C" or btrim("pipeline"."name", E' \t\r\n') <> '') then "pipeline"."name" end)::text, "e"."pipeline"::text) as label_2, ("pipeline"."name")::text collate "C" as order_1, ("e"."pipeline")::text collate "C" as order_2, "e"."position" as order_3
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
-- statement 2 of 4
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, key_2, coalesce((case when ("name_2"."name" >= '!' collate "C" or btrim("name_2"."name", E' \t\r\n') <> '') then "name_2"."name" end)::text, key_2) as label_2, "deals_at_stage"
from (
  select
    1 as bucket,
    "deal"."pipeline"::text as key_1,
    "deal"."pipeline" as id_1,
    "e"."stage"::text as key_2,
    "e"."stage" as id_2,
    (count(distinct "e"."deal"))::float8 as "deals_at_stage"
  from (
    select r.deal, r.stage, r.created_at, r.inferred,
      case when r.is_first then r.created_at when r.came_at is not null then greatest(r.came_at, r.created_at) end as reached_at
    from (
      select d.id as deal, s.id as stage, d.created_at, s.is_first, coalesce(bool_or(v.inferred), false) as inferred,
        min(coalesce(v.valid_from, '-infinity')) filter (where here.position >= s.position or v.status = 'won' and s.position <= s.last_open) as came_at
      from "crm"."deals" as d
      join (
        select id, pipeline, position, position = min(position) over process as is_first,
          max(position) filter (where kind is distinct from 'won') over process as last_open
        from (
      select "id", "pipeline", ("position")::numeric as "position", "kind"
      from "crm"."stages"
    ) as steps
        where kind is distinct from 'lost' and position is not null
        window process as (partition by pipeline)
      ) as s on s.pipeline = d.pipeline
      left join (
      select "deal", "stage", "status", "valid_from", false as "inferred" from (
        select "deal", "stage", "status", "valid_from"
        from "crm"."deal_history"
        where "deal" in (select whole."id" from "crm"."deals" as whole)
      ) as recorded
      union all
      select "whole"."id" as "deal", "whole"."stage" as "stage", ('open') as "status", "whole"."created_at" as "valid_from", true as "inferred"
      from "crm"."deals" as "whole"
      where not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
      union all
      select "whole"."id" as "deal", "whole"."stage" as "stage", ('won') as "status", "whole"."closed_at" as "valid_from", true as "inferred"
      from "crm"."deals" as "whole"
      where ("whole"."status" = 'won' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
      union all
      select "whole"."id" as "deal", "whole"."stage" as "stage", ('lost') as "status", "whole"."closed_at" as "valid_from", true as "inferred"
      from "crm"."deals" as "whole"
      where ("whole"."status" = 'lost' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    ) as v on v.deal = d.id
      left join (
      select "id", "pipeline", ("position")::numeric as "position", "kind"
      from "crm"."stages"
    ) as here on here.id = v.stage and here.pipeline = d.pipeline and here.kind is distinct from 'lost'
      group by d.id, d.created_at, s.id, s.is_first
    ) as r
  ) as "e"
  left join "crm"."deals" as "deal" on "deal"."id" = "e"."deal"
  where "e"."created_at" >= $1::timestamptz and "e"."created_at" < $2::timestamptz and ("e"."reached_at" < 'infinity')
  group by 1, 2, 3, 4, 5
) as grouped
left join "crm"."pipelines" as "name_1" on "name_1"."id" = id_1
left join "crm"."stages" as "name_2" on "name_2"."id" = id_2;
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
-- statement 3 of 4
select count(distinct "e"."deal")::float8 as "inferred"
from (
  select r.deal, r.stage, r.created_at, r.inferred,
    case when r.is_first then r.created_at when r.came_at is not null then greatest(r.came_at, r.created_at) end as reached_at
  from (
    select d.id as deal, s.id as stage, d.created_at, s.is_first, coalesce(bool_or(v.inferred), false) as inferred,
      min(coalesce(v.valid_from, '-infinity')) filter (where here.position >= s.position or v.status = 'won' and s.position <= s.last_open) as came_at
    from "crm"."deals" as d
    join (
      select id, pipeline, position, position = min(position) over process as is_first,
        max(position) filter (where kind is distinct from 'won') over process as last_open
      from (
    select "id", "pipeline", ("position")::numeric as "position", "kind"
    from "crm"."stages"
  ) as steps
      where kind is distinct from 'lost' and position is not null
      window process as (partition by pipeline)
    ) as s on s.pipeline = d.pipeline
    left join (
    select "deal", "stage", "status", "valid_from", false as "inferred" from (
      select "deal", "stage", "status", "valid_from"
      from "crm"."deal_history"
      where "deal" in (select whole."id" from "crm"."deals" as whole)
    ) as recorded
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", ('open') as "status", "whole"."created_at" as "valid_from", true as "inferred"
    from "crm"."deals" as "whole"
    where not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", ('won') as "status", "whole"."closed_at" as "valid_from", true as "inferred"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'won' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
    union all
    select "whole"."id" as "deal", "whole"."stage" as "stage", ('lost') as "status", "whole"."closed_at" as "valid_from", true as "inferred"
    from "crm"."deals" as "whole"
    where ("whole"."status" = 'lost' and "whole"."closed_at" is not null) and not exists (select from "crm"."deal_history" as covered where covered."deal" = "whole"."id")
  ) as v on v.deal = d.id
    left join (
    select "id", "pipeline", ("position")::numeric as "position", "kind"
    from "crm"."stages"
  ) as here on here.id = v.stage and here.pipeline = d.pipeline and here.kind is distinct from 'lost'
    group by d.id, d.created_at, s.id, s.is_first
  ) as r
) as "e"
where "e"."inferred" and "e"."created_at" >= $1::timestamptz and "e"."created_at" < $2::timestamptz and ("e"."reached_at" < 'infinity');
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
-- statement 4 of 4
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."pipelines" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."pipelines" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1
union all
select $3::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."stages" as "e"
  join unnest($4::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."stages" as "e"
  join unnest($4::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Expansion New business Partner sales]
-- $3 = 1
-- $4 = [Contract Discovery Joint proposal Needs Negotiation Proposal Qualification Quote Registered Won]
