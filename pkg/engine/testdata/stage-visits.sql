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
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, key_2, coalesce((case when ("name_2"."name" >= '!' collate "C" or btrim("name_2"."name", E' \t\r\n') <> '') then "name_2"."name" end)::text, key_2) as label_2, "stage_stay statistic=median"
from (
  select
    1 as bucket,
    "e"."stage"::text as key_1,
    "e"."stage" as id_1,
    "e"."owner"::text as key_2,
    "e"."owner" as id_2,
    (percentile_cont($1::float8) within group (order by extract(epoch from "e"."left_at" - "e"."entered_at")::float8 / 86400) filter (where "e"."left_at" >= "e"."entered_at" and isfinite("e"."entered_at") and isfinite("e"."left_at")))::float8 as "stage_stay statistic=median"
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
  ) as "e"
  where "e"."left_at" >= $2::timestamptz and "e"."left_at" < $3::timestamptz
  group by 1, 2, 3, 4, 5
) as grouped
left join "crm"."stages" as "name_1" on "name_1"."id" = id_1
left join "crm"."users" as "name_2" on "name_2"."id" = id_2;
-- $1 = 0.5
-- $2 = 2025-12-31 23:00:00Z
-- $3 = 2026-12-31 23:00:00Z
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
having count(distinct key) > 1
union all
select $3::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join unnest($4::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."users" as "e"
  join unnest($4::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Contract Discovery Joint proposal Needs Negotiation Proposal Qualification Quote Registered]
-- $3 = 1
-- $4 = [Agnieszka Kaźmierczak Anna Wright Björn Schäfer Felix Lindner Harry Taylor Haruto Mehta Lena Brandt Noah Thompson Анна Ковалёва Ольга Щербакова]
