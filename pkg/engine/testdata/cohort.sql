-- statement 1 of 1
select
  width_bucket("e"."created_at", $1::timestamptz[]) as bucket,
  (case when ("e"."source" >= '!' collate "C" or btrim("e"."source", E' \t\r\n') <> '') then "e"."source" end)::text as key_1,
  (case when ("e"."source" >= '!' collate "C" or btrim("e"."source", E' \t\r\n') <> '') then "e"."source" end)::text as label_1,
  (count("e"."id") filter (where ("deal"."status" = 'won' and "deal"."closed_at" >= "e"."created_at" and "deal"."closed_at" < "e"."created_at" + $2::interval)))::float8 as "created_leads_won window=90d",
  (count("e"."id"))::float8 as "created_leads"
from "crm"."leads" as "e"
left join "crm"."deals" as "deal" on "deal"."id" = "e"."deal"
where "e"."created_at" >= $3::timestamptz and "e"."created_at" < $4::timestamptz
group by 1, 2, 3;
-- $1 = [2025-12-31 23:00:00Z 2026-03-31 22:00:00Z 2026-06-30 22:00:00Z 2026-09-30 22:00:00Z 2026-12-31 23:00:00Z]
-- $2 = 7776000 seconds
-- $3 = 2025-12-31 23:00:00Z
-- $4 = 2026-12-31 23:00:00Z
