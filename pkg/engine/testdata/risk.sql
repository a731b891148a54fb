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
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."accounts" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."accounts" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Agricare Ltd Agrigrid & Sons Agrilab & Söhne OHG Agriworks Inc. North Alpencast Partners LLP Alpenform Group North Aquamill & Sons North Aquatrade Ltd East Araújo e Hijos North Astrabank Inc. Astracare AG Astrasoft Maschinenbau GmbH Bennett Ltd 3 Blueflow e Hijos Bluelab Holdings North Bluemill & Sons Bluetrade AG North Brandt AG Europe Brandt GmbH International Böhm & Söhne OHG West Böhm AG Central Böhm AG Online Böhm GmbH 4 Böhm SE 3 Clarke Group West Clarke Ltd Conceição e Hijos Cybergen Partners LLP Cyberline Partners LLP North Cybersoft AG South Cyberstone & Söhne OHG North D'Souza Holdings East D'Souza Ltd South Davies Holdings Central Davies Ltd International Davies Partners LLP 3 Davies Partners LLP South Evans Holdings South North Evans Ltd South Ferrocast SA Ferrodata Holdings Ferropath SE Ferrostone et Fils Ferrotrade GmbH South Fuchs AG 5 Gebrüder Astracare KG Central Gebrüder Bluecast KG South Gebrüder Blueform KG Gebrüder Bluegrid KG Gebrüder Ferroform KG North Gebrüder Hoffmann KG Central Gebrüder Kühn KG 6 Gebrüder Lumiplast KG North Gebrüder Medisoft KG Gebrüder Röder KG Online North Gebrüder Silvatech KG Gebrüder Zimmermann KG West Gebrüder Öztürk KG North North Greencare Group Greenflow Maschinenbau GmbH Greenpath GmbH Greenplast Group Online Greensoft & Söhne OHG Greenstone Ltd Greenworks Holdings South Groupe Ferromill Groupe Novastone Groupe Petrostone Groupe Silvaform Grupo Díaz East Grupo Díaz North Halden Logistics Ltd Heliogrid e Hijos North Heliomill AG Heliomill Pte Ltd Heliosoft SE Heliosoft SE North Hermanos Lumitech Online Hermanos Núñez East Hermanos Quantibank Hermanos Silvabank Hoffmann GmbH West Hoffmann Maschinenbau GmbH International Hoffmann SE 3 Intersoft Inc. Europe Jäger AG 4 Jäger SE Central Krüger Maschinenbau GmbH Krüger SE East Köhler & Söhne OHG East Köhler Maschinenbau GmbH Köhler SE International Kühn AG Online Lemoine SA South Lim Industries Lindner GmbH West Logiline et Fils Logimill & Sons Logimill Partners LLP Europe Logitrade AG North Logiworks Ltd South Lumicargo Inc. Lumiflow AG Lumigen & Söhne OHG Lumilab Maschinenbau GmbH Lumiline Inc. Lumimill Maschinenbau GmbH Lumiworks Maschinenbau GmbH Medimill GmbH Medinet & Söhne OHG Medinet SARL Medipath Ltd North Mediworks AG Müller GmbH South Nordcast SE West Norddata GmbH West Novadata Partners LLP Novagrid GmbH Novaplast Ltd Novatrade SE Novaworks Group Omnibank SARL Omnicare GmbH South Omnigen Maschinenbau GmbH Omnipath & Söhne OHG Omnitech SE Ong Pty Ltd West Optidata & Sons Optidata Group Optilab Ltd Optipath Holdings South Optistone Partners LLP North Optitech e Hijos Optiworks SE Patel Ltd Online Petrobank AG East Petrogrid SE Petrotech SE North Petrotrade GmbH Petroworks Maschinenbau GmbH Quantibank GmbH Quantiflow SE North Quantigrid & Sons Online Quantigrid Group Quantigrid Maschinenbau GmbH Quantilab K.K. Reed Group 4 Reed Ltd 6 Robinson & Sons Röder SE International Schmidt AG Europe Schröder SE Europe North Schäfer Maschinenbau GmbH 3 Sikora Sp. z o.o. West Silvadata SE North Silvagrid & Sons Silvastone Ltd North Silvaworks Ltd South Stellacargo i Wspólnicy Stelladata AG North Stellaflow SE Stellamill Ltd Stellastone Inc. Sullivan Inc. 5 Terracargo SE North Terranet SE Thompson Inc. Urbanbank i Wspólnicy Urbancast Ltd Urbantrade AG Vitacargo GmbH North Vitacargo SE Vitaflow AG Vitanet AG Vitapath S.L. West Vogel & Söhne OHG 3 Vogel GmbH 4 Walker Partners LLP Europe Weiß & Söhne OHG 2 Weiß & Söhne OHG 3 Weiß AG South Wright & Sons Europe Wright & Sons North Zimmermann & Söhne OHG Central Zimmermann AG Online Zimmermann AG South Zimmermann GmbH International Zimmermann GmbH North Zimmermann Maschinenbau GmbH South North Zimmermann SE South Établissements Alpencare Öztürk GmbH North Öztürk Maschinenbau GmbH East Öztürk Maschinenbau GmbH West Öztürk SE Europe Öztürk SE International АО «Luminet» Група Димитров North Група Соколов Europe ООД „Medigen“ ТОО «Heliocargo» ТОО «Стоянов» East „Novatech и син“ ЕООД Online]
