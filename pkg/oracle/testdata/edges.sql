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
