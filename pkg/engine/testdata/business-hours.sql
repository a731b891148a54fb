-- statement 1 of 4
select hours.schedule::text as schedule, hours.weekday::int as weekday, hours.opens::text as opens, hours.closes::text as closes,
  hours.timezone::text as timezone, null::date as holiday
from (
  select "schedule", ("weekday")::numeric as "weekday", ("opens")::text as "opens", ("closes")::text as "closes", "timezone"
  from "crm"."business_hours"
) as hours
union all
select holiday.schedule::text, null, null, null, null, holiday.day
from "crm"."holidays" as holiday
where isfinite(holiday.day);
-- statement 2 of 4
select min(least(case when isfinite("e"."created_at") then "e"."created_at" end, case when isfinite("e"."first_response_at") then "e"."first_response_at" end)) as first, max(greatest(case when isfinite("e"."created_at") then "e"."created_at" end, case when isfinite("e"."first_response_at") then "e"."first_response_at" end)) as last
from "crm"."tickets" as "e"
where "e"."created_at" >= $1::timestamptz and "e"."created_at" < $2::timestamptz;
-- $1 = 2025-12-31 23:00:00Z
-- $2 = 2026-12-31 23:00:00Z
-- statement 3 of 4
select bucket, key_1, coalesce((case when ("name_1"."name" >= '!' collate "C" or btrim("name_1"."name", E' \t\r\n') <> '') then "name_1"."name" end)::text, key_1) as label_1, "response_wait statistic=median hours=business"
from (
  select
    1 as bucket,
    "e"."team"::text as key_1,
    "e"."team" as id_1,
    (percentile_cont($16::float8) within group (order by ((schedule.before[width_bucket(extract(epoch from "e"."first_response_at")::float8, schedule.starts)] + least(extract(epoch from "e"."first_response_at")::float8 - schedule.starts[width_bucket(extract(epoch from "e"."first_response_at")::float8, schedule.starts)], schedule.lengths[width_bucket(extract(epoch from "e"."first_response_at")::float8, schedule.starts)])) - (schedule.before[width_bucket(extract(epoch from "e"."created_at")::float8, schedule.starts)] + least(extract(epoch from "e"."created_at")::float8 - schedule.starts[width_bucket(extract(epoch from "e"."created_at")::float8, schedule.starts)], schedule.lengths[width_bucket(extract(epoch from "e"."created_at")::float8, schedule.starts)]))) / 60) filter (where "e"."first_response_at" >= "e"."created_at" and isfinite("e"."created_at") and isfinite("e"."first_response_at")))::float8 as "response_wait statistic=median hours=business"
  from "crm"."tickets" as "e"
  left join "crm"."teams" as "team" on "team"."id" = "e"."team"
  join (values ($1::text, $2::float8[], $3::float8[], $4::float8[]), ($5::text, $6::float8[], $7::float8[], $4::float8[]), ($8::text, $9::float8[], $10::float8[], $11::float8[]), ($12::text, $13::float8[], $14::float8[], $4::float8[])) as schedule(name, starts, lengths, before) on schedule.name = case when (case when ("team"."name" >= '!' collate "C" or btrim("team"."name", E' \t\r\n') <> '') then "team"."name" end)::text = any($15::text[]) then (case when ("team"."name" >= '!' collate "C" or btrim("team"."name", E' \t\r\n') <> '') then "team"."name" end)::text else $12::text end
  where "e"."created_at" >= $17::timestamptz and "e"."created_at" < $18::timestamptz
  group by 1, 2, 3
) as grouped
left join "crm"."teams" as "name_1" on "name_1"."id" = id_1;
-- $1 = Support AMER
-- $2 = [-1e+15 1.7673588e+09 1.767618e+09 1.7677044e+09 1.7677908e+09 1.7678772e+09 1.7679636e+09 1.7682228e+09 1.7683092e+09 1.7683956e+09 1.768482e+09 1.7685684e+09 1.7688276e+09 1.768914e+09 1.7690004e+09 1.7690868e+09 1.7691732e+09 1.7694324e+09 1.7695188e+09 1.7696052e+09 1.7696916e+09 1.769778e+09 1.7700372e+09 1.7701236e+09 1.77021e+09 1.7702964e+09 1.7703828e+09 1.770642e+09 1.7707284e+09 1.7708148e+09 1.7709012e+09 1.7709876e+09 1.7712468e+09 1.7713332e+09 1.7714196e+09 1.771506e+09 1.7715924e+09 1.7718516e+09 1.771938e+09 1.7720244e+09 1.7721108e+09 1.7721972e+09 1.7724564e+09 1.7725428e+09 1.7726292e+09 1.7727156e+09 1.772802e+09 1.7730576e+09 1.773144e+09 1.7732304e+09 1.7733168e+09 1.7734032e+09 1.7736624e+09 1.7737488e+09 1.7738352e+09]
-- $3 = [0 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 8047]
-- $4 = [0 0 36000 72000 108000 144000 180000 216000 252000 288000 324000 360000 396000 432000 468000 504000 540000 576000 612000 648000 684000 720000 756000 792000 828000 864000 900000 936000 972000 1.008e+06 1.044e+06 1.08e+06 1.116e+06 1.152e+06 1.188e+06 1.224e+06 1.26e+06 1.296e+06 1.332e+06 1.368e+06 1.404e+06 1.44e+06 1.476e+06 1.512e+06 1.548e+06 1.584e+06 1.62e+06 1.656e+06 1.692e+06 1.728e+06 1.764e+06 1.8e+06 1.836e+06 1.872e+06 1.908e+06]
-- $5 = Support DACH
-- $6 = [-1e+15 1.7673372e+09 1.7675964e+09 1.7676828e+09 1.7677692e+09 1.7678556e+09 1.767942e+09 1.7682012e+09 1.7682876e+09 1.768374e+09 1.7684604e+09 1.7685468e+09 1.768806e+09 1.7688924e+09 1.7689788e+09 1.7690652e+09 1.7691516e+09 1.7694108e+09 1.7694972e+09 1.7695836e+09 1.76967e+09 1.7697564e+09 1.7700156e+09 1.770102e+09 1.7701884e+09 1.7702748e+09 1.7703612e+09 1.7706204e+09 1.7707068e+09 1.7707932e+09 1.7708796e+09 1.770966e+09 1.7712252e+09 1.7713116e+09 1.771398e+09 1.7714844e+09 1.7715708e+09 1.77183e+09 1.7719164e+09 1.7720028e+09 1.7720892e+09 1.7721756e+09 1.7724348e+09 1.7725212e+09 1.7726076e+09 1.772694e+09 1.7727804e+09 1.7730396e+09 1.773126e+09 1.7732124e+09 1.7732988e+09 1.7733852e+09 1.7736444e+09 1.7737308e+09 1.7738172e+09]
-- $7 = [0 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 26047]
-- $8 = Support EMEA
-- $9 = [-1e+15 1.7673372e+09 1.7674236e+09 1.7675964e+09 1.7676828e+09 1.7677692e+09 1.7678556e+09 1.767942e+09 1.7680284e+09 1.7682012e+09 1.7682876e+09 1.768374e+09 1.7684604e+09 1.7685468e+09 1.7686332e+09 1.768806e+09 1.7688924e+09 1.7689788e+09 1.7690652e+09 1.7691516e+09 1.769238e+09 1.7694108e+09 1.7694972e+09 1.7695836e+09 1.76967e+09 1.7697564e+09 1.7698428e+09 1.7700156e+09 1.770102e+09 1.7701884e+09 1.7702748e+09 1.7703612e+09 1.7704476e+09 1.7706204e+09 1.7707068e+09 1.7707932e+09 1.7708796e+09 1.770966e+09 1.7710524e+09 1.7712252e+09 1.7713116e+09 1.771398e+09 1.7714844e+09 1.7715708e+09 1.7716572e+09 1.77183e+09 1.7719164e+09 1.7720028e+09 1.7720892e+09 1.7721756e+09 1.772262e+09 1.7724348e+09 1.7725212e+09 1.7726076e+09 1.772694e+09 1.7727804e+09 1.7728668e+09 1.7730396e+09 1.773126e+09 1.7732124e+09 1.7732988e+09 1.7733852e+09 1.7734716e+09 1.7736444e+09 1.7737308e+09 1.7738172e+09]
-- $10 = [0 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 46800 46800 46800 14400 46800 46800 26047]
-- $11 = [0 0 46800 61200 108000 154800 201600 248400 295200 309600 356400 403200 450000 496800 543600 558000 604800 651600 698400 745200 792000 806400 853200 900000 946800 993600 1.0404e+06 1.0548e+06 1.1016e+06 1.1484e+06 1.1952e+06 1.242e+06 1.2888e+06 1.3032e+06 1.35e+06 1.3968e+06 1.4436e+06 1.4904e+06 1.5372e+06 1.5516e+06 1.5984e+06 1.6452e+06 1.692e+06 1.7388e+06 1.7856e+06 1.8e+06 1.8468e+06 1.8936e+06 1.9404e+06 1.9872e+06 2.034e+06 2.0484e+06 2.0952e+06 2.142e+06 2.1888e+06 2.2356e+06 2.2824e+06 2.2968e+06 2.3436e+06 2.3904e+06 2.4372e+06 2.484e+06 2.5308e+06 2.5452e+06 2.592e+06 2.6388e+06]
-- $12 = default
-- $13 = [-1e+15 1.7673408e+09 1.7676e+09 1.7676864e+09 1.7677728e+09 1.7678592e+09 1.7679456e+09 1.7682048e+09 1.7682912e+09 1.7683776e+09 1.768464e+09 1.7685504e+09 1.7688096e+09 1.768896e+09 1.7689824e+09 1.7690688e+09 1.7691552e+09 1.7694144e+09 1.7695008e+09 1.7695872e+09 1.7696736e+09 1.76976e+09 1.7700192e+09 1.7701056e+09 1.770192e+09 1.7702784e+09 1.7703648e+09 1.770624e+09 1.7707104e+09 1.7707968e+09 1.7708832e+09 1.7709696e+09 1.7712288e+09 1.7713152e+09 1.7714016e+09 1.771488e+09 1.7715744e+09 1.7718336e+09 1.77192e+09 1.7720064e+09 1.7720928e+09 1.7721792e+09 1.7724384e+09 1.7725248e+09 1.7726112e+09 1.7726976e+09 1.772784e+09 1.7730432e+09 1.7731296e+09 1.773216e+09 1.7733024e+09 1.7733888e+09 1.773648e+09 1.7737344e+09 1.7738208e+09]
-- $14 = [0 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 36000 22447]
-- $15 = [Support AMER Support DACH Support EMEA default]
-- $16 = 0.5
-- $17 = 2025-12-31 23:00:00Z
-- $18 = 2026-12-31 23:00:00Z
-- statement 4 of 4
select $1::int as names, value, count(distinct key) as rows, max(one) as one
from (
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."teams" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."name"::text
  union all
  select v.value, "e"."id"::text as key, coalesce((case when ("e"."name" >= '!' collate "C" or btrim("e"."name", E' \t\r\n') <> '') then "e"."name" end)::text, "e"."id"::text) || ' #' || "e"."id"::text as one
  from "crm"."teams" as "e"
  join unnest($2::text[]) as v(value) on v.value = "e"."id"::text
  where ("e"."name"::text >= '!' collate "C" or btrim("e"."name"::text, E' \t\r\n') <> '') is not true
) as named
group by value
having count(distinct key) > 1;
-- $1 = 0
-- $2 = [Support AMER Support DACH Support EMEA]
