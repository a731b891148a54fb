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
-- $2 = [Agribank Holdings Agriline & Söhne OHG International Agrinet Holdings Agripath Partners LLP Agritrade & Sons Agritrade AG North Alpencare AG North Alpengrid & Sons South Aquacast & Söhne OHG International Aquaflow GmbH North Aquaform Group Aquatrade AG Astracargo Maschinenbau GmbH Astradata & Söhne OHG Astragen SE Astralab Group North Astrapath SE North Bauer AG South South Bauer Maschinenbau GmbH West Bennett Group Bennett Inc. 8 Bennett Ltd East Bluecast Holdings Bluenet Group North Bluepath & Sons Bluestone & Sons Brandt Maschinenbau GmbH Brandt Maschinenbau GmbH 11 Böhm AG 2 Böhm AG 5 Clarke & Sons Online North Clarke Inc. 12 Clarke Ltd West Cooper Group 2 Cooper Group Central Cooper Ltd 8 Cybercast AG Cybercast Maschinenbau GmbH Cyberform GmbH Cybergen Partners LLP Cyberlab Ltd Cybernet S.L. Davies & Sons Central Ferrobank Holdings Ferrocare & Sons North Ferroflow et Fils Ferronet AG Ferrosoft AG Fuchs AG Online Fuchs Maschinenbau GmbH 3 García S.A. East Gebrüder Astracast KG Europe Gebrüder Bluegrid KG Gebrüder Brandt KG Europe Gebrüder Fuchs KG 6 Gebrüder Intercare KG Gebrüder Kühn KG 3 Gebrüder Kühn KG Central Gebrüder Novasoft KG Gebrüder Omnitrade KG North Gebrüder Petrotrade KG Gebrüder Quantitrade KG Gebrüder Röder KG East Gebrüder Röder KG International Gebrüder Schröder KG Europe Gebrüder Silvabank KG East Gebrüder Terraline KG South Gebrüder Vitacare KG Gebrüder Vogel KG Online Gebrüder Weiß KG 4 Greenbank & Söhne OHG Greencare Holdings North Greensoft Inc. International Greentrade Group North Groupe Greencast Groupe Renaud East Groß & Söhne OHG International Groß AG Central North Groß GmbH Central Grupo Meditrade Grupo Vitamill Halden Logistics Ltd Heliobank GmbH Heliogrid & Söhne OHG North Helioline AG North Heliomill S.L. Heliotech Group International Hermanos Omnicare Hoffmann AG South Hoffmann Maschinenbau GmbH 7 Hoffmann Maschinenbau GmbH West Hoffmann SE 4 Hoffmann SE 8 Hughes Group North Interline SE Intermill Trading Co. East Interplast Ltd North Jäger SE Europe Jäger SE South Kim Industries Online Köhler AG 3 Köhler AG West Köhler Maschinenbau GmbH Online Kühn GmbH Europe North Lemoine SARL South Lindner AG Online Lindner Maschinenbau GmbH 3 Logicare Holdings Logicargo & Sons Logicast Group Logiline & Söhne OHG Loginet & Sons Europe Loginet et Fils Logiworks Maschinenbau GmbH Lumibank GmbH Lumiplast e Hijos North Lumisoft GmbH Lumiworks AG Lumiworks Partners LLP Medidata SE Medilab SA South Medipath GmbH North Medistone & Söhne OHG North Medistone Holdings North Müller & Söhne OHG Europe Müller GmbH West Müller SE International Nordflow & Söhne OHG Nordflow GmbH Nordline AG West Nordplast Holdings North Nordsoft GmbH East Nordworks Maschinenbau GmbH Novabank Holdings Central Novabank SE Novaform SE North Novanet SE Novaplast AG O'Brien Group Central North O'Brien Partners LLP Online O'Connor & Sons West North Oliveira S.L. West Omniflow Inc. Omnigen GmbH Omnigrid Partners LLP Omniplast i Wspólnicy Omnitrade SE Optidata SE Optiform Partners LLP Optigen AG Optigrid Holdings South Optigrid Ltd Optiline GmbH South Optisoft Group Pająk i Wspólnicy North Park Trading Co. Petrobank & Söhne OHG North Petrodata Group Petrodata Ltd North Petropath i Wspólnicy Quanticare Group North Quantilab & Sons North Quantiplast e Hijos Renaud SA North Robinson Inc. Rousseau SA West Röder & Söhne OHG North Röder AG International Röder Maschinenbau GmbH Central Schmidt & Söhne OHG 6 Schmidt & Söhne OHG International Schröder & Söhne OHG West North Schröder Maschinenbau GmbH International Schröder SE 5 Schäfer SE South Silvabank AG Silvaflow AG Silvagrid GmbH Silvaline Inc. South Silvapath SE North Silvastone S.A. Smith Holdings 6 Stellacare & Sons Stellagrid GmbH North Stellamill Maschinenbau GmbH Stellaplast Partners LLP South Stellaworks & Söhne OHG North Sullivan Holdings 7 Tan Industries Taylor Holdings Taylor Holdings 4 Terradata SE Terragrid Group Terramill AG Terramill Ltd South Thompson & Sons Central Thompson Group North Thompson Holdings Online Urbancargo Group Urbancast SE Europe Urbanplast Group North Urbanplast Inc. Urbanstone Group North Urbantrade Holdings East Vitacargo Maschinenbau GmbH North Vitagen SE Vitagrid & Sons Vitagrid Inc. North Vitanet Holdings West Vogel & Söhne OHG Europe Vogel Maschinenbau GmbH Online Vogel SE Vogel SE 10 Vogel SE 6 Vázquez e Hijos East Walker & Sons South Walker Partners LLP South Weiß & Söhne OHG International Weiß AG 2 Weiß Maschinenbau GmbH 2 Weiß SE 9 Wilson & Sons West Wilson Inc. 6 Zakłady Górski South Zakłady Optinet North Zakłady Urbannet Zimmermann & Söhne OHG South Zimmermann AG 4 Zimmermann AG Online Zimmermann AG West Zúñiga S.A. North Établissements L'Hermite East Établissements Silvaflow Öztürk SE International Żółkiewski S.A. АО «Helioplast» North ООД „Interdata“ ТОО «Alpenbank»]
