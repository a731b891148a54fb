-- statement 1 of 5
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("risk_escalated segment_weights=Enterprise=2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "risk_escalated segment_weights=Enterprise=2",
  (sum(coalesce("rows 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 1"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."account"::text as key_1,
    coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) as label_1,
    count(*) filter (where (greatest("e"."created_at", "e"."escalated_at")) is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce((coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)), 0)) as "risk_escalated segment_weights=Enterprise=2",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where (coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)) is not null) as "known 1"
  from "crm"."tickets" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  cross join lateral (values (coalesce((greatest("e"."created_at", "e"."escalated_at")), '-infinity'), 1), ("e"."solved_at", -1)) as change(at, sign)
  where ((greatest("e"."created_at", "e"."escalated_at")) is null or (greatest("e"."created_at", "e"."escalated_at")) < $3::timestamptz) and ("e"."solved_at" is null or "e"."solved_at" >= $3::timestamptz and ("e"."solved_at" > (greatest("e"."created_at", "e"."escalated_at"))) is not false) and ("e"."escalated_at" is not null and "e"."account" is not null) and change.at < $3::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = {"Enterprise":2}
-- $3 = 2026-03-18 11:00:00Z
-- statement 2 of 5
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("risk_complaints segment_weights=Enterprise=2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "risk_complaints segment_weights=Enterprise=2",
  (sum(coalesce("rows 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 1"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."account"::text as key_1,
    coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) as label_1,
    count(*) filter (where "e"."received_at" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce((coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)), 0)) as "risk_complaints segment_weights=Enterprise=2",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where (coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)) is not null) as "known 1"
  from "crm"."feedback" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  cross join lateral (values (coalesce("e"."received_at", '-infinity'), 1), (("e"."received_at" + interval '2160 hours'), -1)) as change(at, sign)
  where ("e"."received_at" is null or "e"."received_at" < $3::timestamptz) and (("e"."received_at" + interval '2160 hours') is null or ("e"."received_at" + interval '2160 hours') >= $3::timestamptz and (("e"."received_at" + interval '2160 hours') > "e"."received_at") is not false) and ("e"."kind" = 'complaint' and "e"."account" is not null and "e"."received_at" is not null) and change.at < $3::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = {"Enterprise":2}
-- $3 = 2026-03-18 11:00:00Z
-- statement 3 of 5
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("risk_open segment_weights=Enterprise=2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "risk_open segment_weights=Enterprise=2",
  (sum(coalesce("rows 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 1"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."account"::text as key_1,
    coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) as label_1,
    count(*) filter (where "e"."created_at" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce((coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)), 0)) as "risk_open segment_weights=Enterprise=2",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where (coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)) is not null) as "known 1"
  from "crm"."tickets" as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  cross join lateral (values (coalesce("e"."created_at", '-infinity'), 1), ("e"."solved_at", -1)) as change(at, sign)
  where ("e"."created_at" is null or "e"."created_at" < $3::timestamptz) and ("e"."solved_at" is null or "e"."solved_at" >= $3::timestamptz and ("e"."solved_at" > "e"."created_at") is not false) and ("e"."account" is not null) and change.at < $3::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = {"Enterprise":2}
-- $3 = 2026-03-18 11:00:00Z
-- statement 4 of 5
select
  bucket,
  key_1,
  label_1,
  "startless",
  "inferred",
  sum("open_rows") over (partition by key_1, label_1 order by bucket) as "open_rows",
  (sum(coalesce("risk_unhappy segment_weights=Enterprise=2", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "risk_unhappy segment_weights=Enterprise=2",
  (sum(coalesce("rows 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "rows 1",
  (sum(coalesce("known 1", 0)) over (partition by key_1, label_1 order by bucket))::float8 as "known 1"
from (
  select
    width_bucket(change.at, $1::timestamptz[]) as bucket,
    "e"."account"::text as key_1,
    coalesce((case when ("account"."name" >= '!' collate "C" or btrim("account"."name", E' \t\r\n') <> '') then "account"."name" end)::text, "e"."account"::text) as label_1,
    count(*) filter (where "e"."answered_at" is null and change.sign > 0)::float8 as "startless",
    count(*) filter (where false and change.sign > 0)::float8 as "inferred",
    sum(change.sign) as "open_rows",
    sum(change.sign * coalesce((coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)), 0)) as "risk_unhappy segment_weights=Enterprise=2",
    sum(change.sign) as "rows 1",
    sum(change.sign) filter (where (coalesce(($2::jsonb ->> (case when ("account"."segment" >= '!' collate "C" or btrim("account"."segment", E' \t\r\n') <> '') then "account"."segment" end))::numeric, 1)) is not null) as "known 1"
  from (
    select s.account, s.responded_at as answered_at, lead(s.responded_at) over (partition by s.account order by s.responded_at, s.id) as superseded_at,
      s.score, s.scale_max
    from (select "s"."id", "s"."kind", "s"."account", "s"."responded_at", case when abs("s"."score") < 1e100 then "s"."score" end as "score", case when abs("s"."scale_max") < 1e100 then "s"."scale_max" end as "scale_max" from "crm"."surveys" as "s") as s
    where s.kind = 'csat' and s.score is not null and s.responded_at is not null and s.account is not null
  ) as "e"
  left join "crm"."accounts" as "account" on "account"."id" = "e"."account"
  cross join lateral (values (coalesce("e"."answered_at", '-infinity'), 1), ("e"."superseded_at", -1)) as change(at, sign)
  where ("e"."answered_at" is null or "e"."answered_at" < $3::timestamptz) and ("e"."superseded_at" is null or "e"."superseded_at" >= $3::timestamptz and ("e"."superseded_at" > "e"."answered_at") is not false) and ("e"."score" < 0.6 * "e"."scale_max") and change.at < $3::timestamptz
  group by 1, 2, 3
) as changes
order by bucket;
-- $1 = [2026-03-18 11:00:00Z]
-- $2 = {"Enterprise":2}
-- $3 = 2026-03-18 11:00:00Z
-- statement 5 of 5
select $1::int as names, v.value, count(distinct "e"."id"::text) as rows, max(coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text) as one
from "crm"."accounts" as "e"
join unnest($2::text[]) as v(value) on v.value = coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text)
group by v.value
having count(distinct "e"."id"::text) > 1;
-- $1 = 0
-- $2 = [Agribank Holdings Agriline & Söhne OHG International Agrinet Holdings Agripath Partners LLP Agritrade & Sons Agritrade AG Alpencare AG Alpengrid & Sons Aquacast & Söhne OHG International Aquaflow GmbH Aquaform Group Aquatrade AG Astracargo Maschinenbau GmbH Astradata & Söhne OHG Astragen SE Astralab Group Astrapath SE Bauer AG South Bauer Maschinenbau GmbH Bennett Group Bennett Inc. Bennett Ltd Bluecast Holdings Bluenet Group Bluepath & Sons Bluestone & Sons Brandt Maschinenbau GmbH Böhm AG Clarke & Sons Online Clarke Inc. Clarke Ltd Cooper Group Cooper Ltd Cybercast AG Cybercast Maschinenbau GmbH Cyberform GmbH Cybergen Partners LLP Cyberlab Ltd Cybernet S.L. Davies & Sons Ferrobank Holdings Ferrocare & Sons Ferroflow et Fils Ferronet AG Ferrosoft AG Fuchs AG Fuchs Maschinenbau GmbH García S.A. Gebrüder Astracast KG Europe Gebrüder Bluegrid KG Gebrüder Brandt KG Gebrüder Fuchs KG Gebrüder Intercare KG Gebrüder Kühn KG Gebrüder Novasoft KG Gebrüder Omnitrade KG Gebrüder Petrotrade KG Gebrüder Quantitrade KG Gebrüder Röder KG Gebrüder Schröder KG Gebrüder Silvabank KG East Gebrüder Terraline KG South Gebrüder Vitacare KG Gebrüder Vogel KG Gebrüder Weiß KG Greenbank & Söhne OHG Greencare Holdings Greensoft Inc. International Greentrade Group Groupe Greencast Groupe Renaud East Groß & Söhne OHG Groß AG Central Groß GmbH Central Grupo Meditrade Grupo Vitamill Halden Logistics Ltd Heliobank GmbH Heliogrid & Söhne OHG Helioline AG Heliomill S.L. Heliotech Group International Hermanos Omnicare Hoffmann AG Hoffmann Maschinenbau GmbH Hoffmann SE Hughes Group Interline SE Intermill Trading Co. East Interplast Ltd North Jäger SE Kim Industries Online Köhler AG Köhler Maschinenbau GmbH Kühn GmbH Europe Lemoine SARL South Lindner AG Lindner Maschinenbau GmbH Logicare Holdings Logicargo & Sons Logicast Group Logiline & Söhne OHG Loginet & Sons Europe Loginet et Fils Logiworks Maschinenbau GmbH Lumibank GmbH Lumiplast e Hijos Lumisoft GmbH Lumiworks AG Lumiworks Partners LLP Medidata SE Medilab SA South Medipath GmbH Medistone & Söhne OHG Medistone Holdings Müller & Söhne OHG Müller GmbH Müller SE Nordflow & Söhne OHG Nordflow GmbH Nordline AG West Nordplast Holdings Nordsoft GmbH East Nordworks Maschinenbau GmbH Novabank Holdings Central Novabank SE Novaform SE Novanet SE Novaplast AG O'Brien Group Central O'Brien Partners LLP O'Connor & Sons West Oliveira S.L. Omniflow Inc. Omnigen GmbH Omnigrid Partners LLP Omniplast i Wspólnicy Omnitrade SE Optidata SE Optiform Partners LLP Optigen AG Optigrid Holdings Optigrid Ltd Optiline GmbH Optisoft Group Pająk i Wspólnicy Park Trading Co. Petrobank & Söhne OHG Petrodata Group Petrodata Ltd Petropath i Wspólnicy Quanticare Group North Quantilab & Sons Quantiplast e Hijos Renaud SA Robinson Inc. Rousseau SA Röder & Söhne OHG Röder AG Röder Maschinenbau GmbH Schmidt & Söhne OHG Schröder & Söhne OHG West Schröder Maschinenbau GmbH Schröder SE Schäfer SE Silvabank AG Silvaflow AG Silvagrid GmbH Silvaline Inc. Silvapath SE North Silvastone S.A. Smith Holdings Stellacare & Sons Stellagrid GmbH Stellamill Maschinenbau GmbH Stellaplast Partners LLP South Stellaworks & Söhne OHG Sullivan Holdings Tan Industries Taylor Holdings Terradata SE Terragrid Group Terramill AG Terramill Ltd Thompson & Sons Thompson Group Thompson Holdings Urbancargo Group Urbancast SE Europe Urbanplast Group Urbanplast Inc. Urbanstone Group Urbantrade Holdings East Vitacargo Maschinenbau GmbH Vitagen SE Vitagrid & Sons Vitagrid Inc. Vitanet Holdings West Vogel & Söhne OHG Europe Vogel Maschinenbau GmbH Vogel SE Vázquez e Hijos Walker & Sons Walker Partners LLP South Weiß & Söhne OHG International Weiß AG Weiß Maschinenbau GmbH Weiß SE Wilson & Sons Wilson Inc. Zakłady Górski Zakłady Optinet North Zakłady Urbannet Zimmermann & Söhne OHG Zimmermann AG Zúñiga S.A. Établissements L'Hermite East Établissements Silvaflow Öztürk SE Żółkiewski S.A. АО «Helioplast» ООД „Interdata“ ТОО «Alpenbank»]
