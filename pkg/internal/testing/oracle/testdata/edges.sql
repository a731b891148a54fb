-- What real companies have and the demo company does not, or too rarely for random questions to find it.

-- Events exactly at the borders of hours, days, weeks, months, quarters and years of each zone. Some deals now close before
-- they were created, some tickets are answered before they came in.
update crm.deals set closed_at = date_trunc('month', closed_at, 'Europe/Berlin') where id % 41 = 0 and status <> 'open';
update crm.deals set closed_at = date_trunc('week', closed_at, 'Asia/Kathmandu') where id % 43 = 0 and status <> 'open';
update crm.deals set closed_at = date_trunc('day', closed_at, 'America/New_York') where id % 47 = 0 and status <> 'open';
update crm.deals set created_at = date_trunc('quarter', created_at, 'Asia/Kolkata') where id % 53 = 0;
update crm.leads set created_at = date_trunc('hour', created_at) where id % 11 = 0;
update crm.leads set created_at = date_trunc('year', created_at, 'Australia/Lord_Howe') where id % 211 = 0;
update crm.tickets set created_at = date_trunc('day', created_at) where id % 13 = 0;
update crm.tickets set first_response_at = created_at - interval '3 minutes' where id % 31 = 0 and first_response_at is not null;
update crm.tickets set solved_at = date_trunc('month', solved_at) where id % 17 = 0;
update crm.activities set completed_at = date_trunc('hour', completed_at) where id % 7 = 0;
update crm.orders set ordered_at = date_trunc('month', ordered_at, 'Europe/Berlin') where id % 29 = 0;
-- The hours that the clocks skip and show twice.
update crm.leads set created_at = timestamptz '2025-03-30 01:00:00Z' + id % 3 * interval '30 minutes' where id % 1009 = 0;
update crm.leads set created_at = timestamptz '2025-11-02 05:15:00Z' + id % 3 * interval '45 minutes' where id % 1013 = 0;
update crm.leads set created_at = timestamptz '2025-04-05 14:45:00Z' + id % 3 * interval '15 minutes' where id % 1019 = 0;
-- A whole window to the microsecond: too late. And closed when created: in time.
update crm.deals set closed_at = created_at + interval '2160 hours' where id % 101 = 0 and status <> 'open';
update crm.deals set closed_at = created_at + interval '2160 hours' - interval '1 microsecond' where id % 103 = 0 and status <> 'open';
update crm.deals set closed_at = created_at where id % 107 = 0 and status <> 'open';

-- Nobody's and nothing's.
update crm.deals set amount = null where id % 59 = 0;
update crm.deals set currency = null where id % 61 = 0;
update crm.deals set owner = null, closed_by = null where id % 67 = 0;
update crm.deals set account = null where id % 71 = 0;
update crm.deals set expected_close_on = null where id % 73 = 0;
update crm.deals set probability = null where id % 79 = 0;
update crm.deal_history set amount = null where id % 83 = 0;
update crm.deal_history set stage = null where id % 89 = 0;
update crm.orders set account = null where id % 97 = 0;
update crm.orders set cost = null where id % 31 = 0;
update crm.tickets set account = null, team = null where id % 37 = 0;
update crm.surveys set ticket = null where id % 19 = 0;
update crm.surveys set scale_max = null where id % 23 = 0;
update crm.campaigns set channel = null where id % 7 = 0;
update crm.leads set source = '' where id % 113 = 0;

-- Namesakes.
update crm.accounts a set name = b.name from crm.accounts b where b.id = a.id - 1 and a.id % 7 = 0;
update crm.users set name = 'Anna Smith' where id in (select id from crm.users order by id desc limit 3);
update crm.stages set name = 'Offer' where position = 2;

-- Touches at the same instant, and at the instant of closing, which is too late.
update crm.touches set occurred_at = date_trunc('day', occurred_at) where id % 3 = 0;
update crm.touches t set occurred_at = d.closed_at from crm.deals d where d.id = t.deal and d.closed_at is not null and t.id % 5 = 0;

-- Quotes without an end, activities that are due but do not start.
update crm.quotes set valid_until = null where id % 5 = 0;
update crm.activities set starts_at = null, due_at = coalesce(due_at, created_at) where id % 9 = 0 and status = 'planned';

-- A currency that has rates only from the middle on.
insert into crm.currency_rates (currency, valid_on, rate) values ('JPY', '2024-06-01', 0.0065), ('JPY', '2025-01-06', 0.0067);
update crm.orders set currency = 'JPY' where id in (select id from crm.orders order by ordered_at limit 3);
update crm.deals set currency = 'JPY' where id % 401 = 0 and closed_at > '2024-06-02' and created_at > '2024-06-02';
update crm.deals set currency = 'JPY' where id in (select id from crm.deals where status = 'won' order by closed_at limit 2);

-- Rates since ever, none for weeks, and for two days one that is no number; the reporting currency's on other days than the rest.
-- Currencies that are blank.
update crm.currency_rates set valid_on = '-infinity' where currency = 'CHF' and valid_on = (select min(valid_on) from crm.currency_rates);
delete from crm.currency_rates where currency = 'EUR' and (valid_on between '2025-03-01' and '2025-04-15' or extract(day from valid_on) in (2, 3, 5, 8, 13, 21));
delete from crm.currency_rates where currency = 'USD' and extract(day from valid_on) not in (4, 17);
insert into crm.currency_rates (currency, valid_on, rate) values ('JPY', '2025-05-01', 'NaN'), ('JPY', '2025-05-03', 0.0068);
update crm.deals set currency = '   ' where id % 137 = 0;
update crm.deal_history set currency = '   ' where id % 139 = 0;
update crm.orders set currency = '   ' where id % 149 = 0;
update crm.quotes set currency = '   ' where id % 151 = 0;
update crm.campaign_costs set currency = '   ' where spent_on < '2025-01-01';

-- Targets that overlap, leave gaps, last for years or a weekend, in another currency, for scopes that have none yet.
delete from crm.targets where metric = 'revenue' and scope = 'company' and period_start between '2025-04-01' and '2025-07-31';
delete from crm.targets where metric = 'revenue' and scope = 'team' and period_start between '2025-06-01' and '2025-07-31';
insert into crm.targets (metric, scope, scope_id, period_start, period_end, value, currency) values
  ('revenue', 'company', null, '2024-11-28', '2024-12-03', 750000, 'EUR'),
  ('revenue', 'company', null, '2024-11-30', '2024-12-05', 650000, 'EUR'),
  ('revenue', 'company', null, '2024-01-01', '2025-01-01', 9000000, 'USD'),
  ('revenue', 'company', null, '2025-05-03', '2025-05-05', 12345.67, null),
  ('revenue', 'user', '999999', '2025-06-01', '2025-09-01', 90000, 'USD'),
  ('revenue', 'pipeline', '1', '2025-01-01', '2026-01-01', 5000000, 'USD'),
  ('revenue', 'pipeline', '2', '2025-07-01', '2025-10-01', 800000, 'EUR'),
  ('revenue', 'region', 'EMEA', '2025-10-26', '2025-10-27', 4800, 'EUR'),
  ('new_leads', 'region', 'EMEA', '2025-03-30', '2025-03-31', 48, null),
  ('new_leads', 'campaign', '3', '2023-06-01', '2023-12-01', 500, null),
  ('new_leads', 'campaign', '7', '2025-06-01', '2026-12-01', 500, null);
insert into crm.holidays (schedule, day) values ('default', '2025-05-05') on conflict do nothing;

-- Deals that are lost, reopened and then go on as if nothing had happened. Expected closes that are not known for a while, that
-- move by a month, and that lie at the beginning of one. Versions of nobody.
with reopened as (
  select distinct on (deal) * from crm.deal_history
  where deal % 7 < 2 and status = 'open' and valid_to - valid_from > interval '3 days' order by deal, valid_from desc
), cut as (
  update crm.deal_history as h set valid_to = r.valid_from + (r.valid_to - r.valid_from) / 3 from reopened as r where h.id = r.id
)
insert into crm.deal_history (deal, valid_from, valid_to, stage, owner, status, amount, currency, probability, forecast_category, expected_close_on)
select deal, valid_from + (valid_to - valid_from) / 3, valid_from + (valid_to - valid_from) / 2, stage, owner, 'lost', amount, currency, 0, 'omitted', expected_close_on
from reopened
union all
select deal, valid_from + (valid_to - valid_from) / 2, valid_to, stage, owner, 'open', amount, currency, probability, forecast_category, expected_close_on + 40
from reopened;
update crm.deal_history set expected_close_on = null where id % 23 = 0;
update crm.deal_history set expected_close_on = expected_close_on + 31 where id % 29 = 0;
update crm.deal_history set expected_close_on = date_trunc('month', expected_close_on)::date where id % 19 = 0;
update crm.deal_history set owner = null where id % 73 = 0;

-- People of whom nobody knows since when, who do not count, who leave in the middle of a day, before they have learned it all.
update crm.users set hired_at = null where id % 3 = 0;
update crm.users set ramped_at = null where id % 4 = 0;
update crm.users set fte = id % 3 / 2.0 where id % 5 = 0;
update crm.users set left_at = timestamptz '2025-10-15 09:30:00Z' + id % 7 * interval '31 days' where is_quota_carrying and id % 4 = 1 and left_at is null;
update crm.users set ramped_at = left_at + interval '10 days' where left_at is not null and id % 2 = 0;

-- Campaigns of one day, without a budget, without an end, in another currency.
update crm.campaigns set ends_on = starts_on where id % 5 = 0;
update crm.campaigns set budget = null where id % 6 = 0;
update crm.campaigns set starts_on = null where id % 11 = 0;
update crm.campaigns set ends_on = null where id % 13 = 0;
update crm.campaigns set currency = case when id % 2 = 0 then 'EUR' end where id % 3 = 0;

-- Touches that differ in nothing but their channel, of no campaign, of no channel; visitors who left their address.
insert into crm.touches (lead, account, deal, campaign, channel, kind, occurred_at)
select lead, account, deal, campaign, 'zeppelin', kind, occurred_at from crm.touches where id % 7 = 0;
update crm.touches set campaign = null where id % 23 = 0;
update crm.touches set channel = null where id % 17 = 0;
update crm.web_sessions set lead = (select min(id) from crm.leads) where id % 9 = 0;

-- Leads contacted a day later to the second, never, and before they came; qualified before they came.
update crm.leads set first_contacted_at = created_at + interval '24 hours' where id % 23 = 0;
update crm.leads set first_contacted_at = null where id % 29 = 0;
update crm.leads set first_contacted_at = created_at - interval '5 minutes' where id % 31 = 0;
update crm.leads set qualified_at = created_at - interval '1 hour' where id % 37 = 0 and qualified_at is not null;

-- Mentions of no kind, answered before they were published, reviews without a rating.
update crm.social_mentions set kind = null where id % 31 = 0;
update crm.social_mentions set responded_at = published_at - interval '1 minute' where id % 37 = 0;
update crm.social_mentions set rating = null where id % 11 = 0;

-- Tickets of nobody; never solved for the first time, or before they came. Customers and machines reply, too.
update crm.tickets set agent = null where id % 29 = 0;
update crm.tickets set first_solved_at = null where id % 19 = 0;
update crm.tickets set first_solved_at = created_at - interval '1 hour' where id % 23 = 0 and first_solved_at is not null;
insert into crm.ticket_events (ticket, kind, actor, occurred_at)
select id, 'public_reply', (array ['customer', 'bot', 'agent', null])[1 + id % 4], created_at + interval '10 minutes' from crm.tickets where id % 5 = 0;
delete from crm.ticket_events where ticket % 13 = 0;

-- Answers at the same instant, of nobody, and before the question was sent.
update crm.surveys as s set responded_at = (
  select o.responded_at from crm.surveys as o where o.account = s.account and o.kind = s.kind and o.id < s.id and o.responded_at is not null order by o.id desc limit 1
) where s.kind = 'csat' and s.id % 4 < 2 and s.responded_at is not null and exists (
  select from crm.surveys as o where o.account = s.account and o.kind = s.kind and o.id < s.id and o.responded_at is not null);
update crm.surveys set sent_at = responded_at + interval '1 minute' where id % 41 = 0 and responded_at is not null;
update crm.surveys set account = null where id % 47 = 0;

-- A support team that has holidays, but no hours of its own; another one that opens twice a day, and until midnight.
delete from crm.business_hours where schedule = (select min(schedule) from crm.business_hours where schedule <> 'default');
insert into crm.business_hours (schedule, weekday, opens, closes, timezone)
select distinct schedule, 6, time '21:00', time '22:30', timezone from crm.business_hours where schedule <> 'default'
union all
select distinct schedule, 6, time '23:15', time '24:00', timezone from crm.business_hours where schedule <> 'default';

-- Forecasts given late, to the second, twice, by nobody, in another currency, for a quarter, and not at all.
delete from crm.forecast_submissions where id % 13 = 0;
update crm.forecast_submissions set submitted_at = period_start::timestamp at time zone 'UTC' + interval '1 hour' where id % 7 = 0;
update crm.forecast_submissions set submitted_at = period_start::timestamp at time zone 'Europe/Berlin' where id % 11 = 0;
update crm.forecast_submissions set owner = null where id % 17 = 0;
update crm.forecast_submissions set currency = 'EUR' where id % 19 = 0;
insert into crm.forecast_submissions (owner, team, period_start, period_end, category, amount, currency, submitted_at)
select owner, team, period_start, period_end, category, amount * 1.5, currency, submitted_at from crm.forecast_submissions where id % 5 = 0
union all
select owner, team, period_start, (period_start + interval '3 months')::date, category, amount * 3, currency, submitted_at from crm.forecast_submissions where id % 23 = 0;

-- Trainings completed in a row, by one and the same; tests that were not taken.
insert into crm.training_enrollments (training, "user", enrolled_at, due_at, completed_at, pre_score, post_score)
select training, "user", enrolled_at, due_at, completed_at + interval '5 days', pre_score, post_score from crm.training_enrollments where id % 6 = 0;
update crm.training_enrollments set pre_score = null where id % 9 = 0;

-- Orders delivered exactly when they were promised, a moment later, and never promised.
update crm.orders set delivered_at = promised_at_original where id % 4 = 0 and promised_at_original is not null;
update crm.orders set delivered_at = promised_at_original + interval '1 microsecond' where id % 8 = 1 and promised_at_original is not null;
update crm.orders set promised_at_original = null where id % 13 = 0;

-- A rep's target for a weekend: it is 0 on each of its days but where a holiday makes them all count.
insert into crm.targets (metric, scope, scope_id, period_start, period_end, value, currency)
select 'revenue', 'user', min(id)::text, date '2025-06-07', date '2025-06-09', 4321, null from crm.users where is_quota_carrying;
-- Targets that some of the reps reach: a third of the deals is left, but all of what was to be sold.
update crm.targets set value = round(value / (3 + id % 3), 2) where metric = 'revenue' and scope = 'user';

-- Deals of which nobody kept a history; none of them is closed after the end of the recorded past.
delete from crm.deal_history where deal % 31 = 0 and deal not in (select id from crm.deals where closed_at > '2026-03-18 14:25:07Z');
-- Quotes of which nobody knows since when they are out.
update crm.quotes set sent_at = null where id % 43 = 0;
-- Goals of other KPIs: levels of several scopes that overlap, of 0 and below, amounts of which less is better, and other currencies.
insert into crm.targets (metric, scope, scope_id, period_start, period_end, value, currency) values
  ('win_rate', 'company', null, '2024-01-01', '2026-07-01', 0.3, null),
  ('win_rate', 'company', null, '2024-11-28', '2025-02-03', 0.5, null),
  ('win_rate', 'region', 'EMEA', '2025-01-01', '2027-01-01', 0.25, null),
  ('win_rate', 'pipeline', '1', '2025-03-30', '2025-10-27', 0.45, null),
  ('deals_lost', 'company', null, '2025-01-01', '2026-12-31', 1234, null),
  ('open_deals', 'company', null, '2025-02-15', '2026-05-01', 500, null),
  ('nps', 'company', null, '2024-06-01', '2025-10-26', -20, null),
  ('nps', 'company', null, '2025-10-26', '2026-10-01', 30, null),
  ('backlog_change', 'company', null, '2025-01-01', '2027-01-01', -400, null),
  ('complaints_created', 'company', null, '2025-06-01', '2026-06-01', 250, null),
  ('average_deal_size', 'company', null, '2024-01-01', '2026-03-15', 20000, 'EUR'),
  ('average_deal_size', 'company', null, '2026-03-15', '2027-01-01', 25000, 'USD'),
  ('weighted_pipeline', 'company', null, '2025-01-01', '2027-01-01', 900000, 'EUR'),
  ('sales_velocity', 'company', null, '2025-01-01', '2027-01-01', 15000, 'EUR'),
  ('sla_overdue', 'company', null, '2025-01-01', '2026-02-01', 0, null),
  ('sla_overdue', 'company', null, '2026-02-01', '2027-01-01', 12, null),
  ('lead_conversion_rate', 'company', null, '2024-01-01', '2027-01-01', 0.08, null),
  ('lead_conversion_rate', 'channel', 'email', '2025-01-01', '2026-01-01', 0.12, null),
  ('forecast', 'company', null, '2026-01-01', '2027-01-01', 4000000, 'USD'),
  ('activities_upcoming', 'company', null, '2026-01-01', '2027-01-01', 40, null),
  ('average_order_value', 'region', 'EMEA', '2024-01-01', '2027-01-01', 9000, 'EUR'),
  ('cost_per_lead', 'channel', 'email', '2025-01-01', '2026-02-14', 15, 'EUR'),
  ('cost_per_lead', 'campaign', '7', '2025-06-01', '2026-12-01', 45, null),
  ('cost_per_lead', 'company', null, '2025-01-01', '2026-06-01', 60, 'EUR');
insert into crm.targets (metric, scope, scope_id, period_start, period_end, value, currency)
select 'win_rate', 'user', id::text, date '2025-01-01', date '2026-04-01', round(0.2 + id % 5 / 20.0, 2), null from crm.users where is_quota_carrying
union all select 'csat', 'user', agent::text, date '2025-01-01', date '2026-04-01', round(0.7 + agent % 4 / 20.0, 2), null from (select distinct agent from crm.tickets where agent is not null) as a
union all select 'tickets_solved', 'user', agent::text, date '2025-07-01', date '2026-07-01', 100 + agent % 7, null from (select distinct agent from crm.tickets where agent is not null) as a
union all select 'first_response_time', 'team', team::text, date '2025-01-01', date '2026-09-01', 40 + team % 3, null from (select distinct team from crm.tickets where team is not null) as a
union all select 'win_rate', 'team', id::text, date '2025-06-01', date '2026-06-01', 0.33, null from crm.teams where department = 'sales';

-- Versions of no deal and of deals that are no longer there.
alter table crm.deal_history alter column deal drop not null;
alter table crm.deal_history drop constraint deal_history_deal_fkey;
insert into crm.deal_history (deal, valid_from, valid_to, stage, owner, status, amount, currency, probability, forecast_category, expected_close_on)
select case when nobody then null else -h.deal end, h.valid_from, h.valid_to, h.stage, h.owner, h.status, h.amount, h.currency, h.probability,
  h.forecast_category, h.expected_close_on
from crm.deal_history as h cross join (values (true), (false)) as stray(nobody)
where h.deal % 10 = 3;
