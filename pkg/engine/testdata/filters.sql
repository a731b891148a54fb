-- statement 1 of 1
select
  1 as bucket,
  (count("e"."id"))::float8 as "created_leads"
from "crm"."leads" as "e"
left join "crm"."users" as "owner" on "owner"."id" = "e"."owner"
left join "crm"."campaigns" as "campaign" on "campaign"."id" = "e"."campaign"
where "e"."created_at" >= $1::timestamptz and "e"."created_at" < $2::timestamptz and (("e"."source"::text is null or not ("e"."source"::text >= '!' collate "C" or btrim("e"."source"::text, E' \t\r\n') <> '')) or "e"."source"::text = any($3::text[])) and ((case when ("e"."channel" >= '!' collate "C" or btrim("e"."channel", E' \t\r\n') <> '') then "e"."channel" end)::text is null or not "e"."channel"::text = any($4::text[])) and (coalesce((case when ("owner"."name" >= '!' collate "C" or btrim("owner"."name", E' \t\r\n') <> '') then "owner"."name" end)::text, "e"."owner"::text) = any($5::text[]) or coalesce((case when ("owner"."name" >= '!' collate "C" or btrim("owner"."name", E' \t\r\n') <> '') then "owner"."name" end)::text, "e"."owner"::text) || ' #' || "e"."owner"::text = any($5::text[])) and starts_with(lower(coalesce((case when ("campaign"."name" >= '!' collate "C" or btrim("campaign"."name", E' \t\r\n') <> '') then "campaign"."name" end)::text, "e"."campaign"::text)), lower($6::text))
group by 1;
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
-- $3 = [blog]
-- $4 = [email]
-- $5 = [Anna Smith #17]
-- $6 = Content
