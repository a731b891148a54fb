-- statement 1 of 1
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
