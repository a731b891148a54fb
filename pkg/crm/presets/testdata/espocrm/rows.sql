insert into team (id, name, deleted) values ('t1', 'North', false), ('t2', 'South', false), ('t0', 'gone', true);
insert into "user" (id, user_name, type, first_name, last_name, default_team_id) values ('u1', 'anna', 'regular', 'Anna', null, 't2'),
  ('u2', 'ben', 'admin', null, null, null), ('sys', 'system', 'system', null, 'System', null),
  ('api', 'robot', 'api', null, 'Robot', null);
insert into team_user (team_id, user_id, deleted) values ('t1', 'u1', false), ('t0', 'u2', false), ('t2', 'u2', false), ('t1', 'u2', true);
insert into currency (id, rate) values ('USD', 1), ('EUR', 1.25);
insert into campaign (id, name, type, start_date, end_date, budget, budget_currency, deleted) values
  ('k1', 'Spring', 'Email', '2026-01-01', '2026-03-31', 900, 'USD', false), ('k2', 'gone', 'Web', null, null, null, null, true);
insert into account (id, name, type, industry, created_at, deleted) values ('a1', 'Acme', 'Customer', 'Banking', '2025-12-01', false),
  ('a2', 'Beta', 'Partner', '', '2025-12-01', false), ('a3', 'gone', '', '', '2025-12-01', true);
insert into opportunity (id, name, amount, amount_currency, stage, probability, lead_source, close_date, account_id, campaign_id,
  assigned_user_id, created_at, modified_at, deleted) values
  ('o1', 'won', 1000, 'USD', 'Closed Won', 100, 'Web Site', '2026-02-04', 'a1', null, 'u1', '2026-01-05 12:00', '2026-02-10 09:00', false),
  ('o2', 'won in euros', 400, 'EUR', 'Closed Won', 100, '', '2026-02-09', 'a2', 'k1', 'u2', '2026-01-20 12:00', '2026-02-09 15:00', false),
  -- Lost with a close date that stayed ahead of it.
  ('o3', 'lost', 500, 'USD', 'Closed Lost', 0, '', '2026-06-30', 'a1', null, 'u1', '2026-01-12 09:00', '2026-02-20 09:00', false),
  ('o4', 'open', 300, 'USD', 'Qualification', 20, '', '2026-04-15', 'a1', null, 'u1', '2026-02-15 09:00', '2026-03-01 09:00', false),
  ('o5', 'own stage, past due', 700, 'USD', 'Trial', 50, '', '2026-03-01', 'a3', 'k2', 'u2', '2026-02-10 09:00', '2026-02-10 09:00', false),
  ('o6', 'deleted', 9999, 'USD', 'Closed Won', 100, '', '2026-02-04', 'a1', null, 'u1', '2026-01-05 12:00', '2026-02-10 09:00', true),
  ('o7', 'won in an own stage', 200, null, 'Signed', 100, '', '2026-03-10', null, null, 'u1', '2026-03-10 13:00', '2026-03-10 14:00', false);
insert into lead (id, first_name, status, source, campaign_id, created_account_id, created_opportunity_id, assigned_user_id, converted_at, created_at, deleted) values
  ('l1', 'One', 'Converted', 'Web Site', 'k1', 'a1', 'o1', 'u1', '2026-01-05 12:00', '2026-01-02 10:00', false),
  ('l2', 'Two', 'In Process', 'Call', null, null, null, 'u2', null, '2026-01-03 10:00', false),
  ('l3', 'Three', 'Dead', '', null, null, null, 'u2', null, '2026-01-04 10:00', false),
  ('l4', 'deleted', 'New', '', null, null, null, 'u2', null, '2026-01-04 10:00', true);
insert into campaign_log_record (id, action, action_date, campaign_id, parent_id, parent_type, is_test, deleted) values
  ('r1', 'Clicked', '2026-01-04 10:00', 'k1', 'l1', 'Lead', false, false), ('r2', 'Sent', '2026-01-03 10:00', 'k1', 'l1', 'Lead', false, false),
  ('r3', 'Clicked', '2026-01-04 10:00', 'k1', 'l2', 'Lead', true, false);
insert into call (id, name, status, date_start, date_end, parent_id, parent_type, account_id, assigned_user_id, created_at, deleted) values
  ('c1', 'held', 'Held', '2026-01-03 10:40', '2026-01-03 11:10', null, null, null, 'u2', '2026-01-03 10:00', false),
  ('c2', 'not held', 'Not Held', '2026-01-03 10:10', '2026-01-03 10:20', 'l2', 'Lead', null, 'u2', '2026-01-03 10:00', false),
  ('c3', 'late', 'Planned', '2026-03-10 10:00', '2026-03-10 10:30', 'o5', 'Opportunity', null, 'u2', '2026-03-01 10:00', false),
  ('c4', 'deleted', 'Held', '2026-01-03 10:01', '2026-01-03 10:20', 'l2', 'Lead', null, 'u2', '2026-01-03 10:00', true);
insert into call_lead (call_id, lead_id, deleted) values ('c1', 'l2', false), ('c1', 'l3', true);
insert into meeting (id, name, status, date_start, date_end, date_start_date, parent_id, parent_type, assigned_user_id, created_at) values
  ('m1', 'held', 'Held', '2026-01-25 10:00', '2026-01-25 11:30', null, 'o1', 'Opportunity', 'u1', '2026-01-20'),
  ('m2', 'all day', 'Held', '2026-01-26 00:00', '2026-01-26 00:00', '2026-01-26', 'o2', 'Opportunity', 'u2', '2026-01-20'),
  ('m3', 'ahead', 'Planned', '2026-03-20 10:00', '2026-03-20 11:00', null, 'o4', 'Opportunity', 'u1', '2026-03-01');
insert into task (id, name, status, date_end, date_end_date, date_completed, parent_id, parent_type, assigned_user_id, created_at, modified_at) values
  ('k1', 'done', 'Completed', '2026-01-30 10:00', null, '2026-01-29 09:00', 'o2', 'Opportunity', 'u2', '2026-01-20', '2026-01-29 09:00'),
  ('k2', 'due', 'Started', null, '2026-03-21', null, 'o4', 'Opportunity', 'u1', '2026-01-20', '2026-01-20'),
  ('k3', 'cancelled', 'Canceled', '2026-03-01 10:00', null, null, 'o4', 'Opportunity', 'u1', '2026-01-20', '2026-01-20');
insert into email (id, name, status, date_sent, parent_id, parent_type, sent_by_id, created_by_id, created_at, deleted) values
  -- Sent to the lead l1 and moved to the deal when it was converted.
  ('e1', 'offer', 'Sent', '2026-01-02 10:20', 'o1', 'Opportunity', 'u1', 'u1', '2026-01-02 10:20', false),
  ('e2', 'question', 'Archived', '2026-03-01 10:00', 's1', 'Case', null, 'sys', '2026-03-01 10:00', false),
  ('e3', 'automatic', 'Sent', '2026-03-01 10:01', 's1', 'Case', null, 'sys', '2026-03-01 10:01', false),
  ('e9', 'automatic, through the API', 'Sent', '2026-03-01 10:02', 's1', 'Case', null, 'api', '2026-03-01 10:02', false),
  ('e4', 'answer', 'Sent', '2026-03-01 10:30', 's1', 'Case', null, 'u2', '2026-03-01 10:30', false),
  ('e5', 'answer from a mail program', 'Archived', '2026-03-03 09:30', 's2', 'Case', 'u1', 'sys', '2026-03-03 09:31', false),
  ('e6', 'second answer', 'Sent', '2026-03-04 13:00', 's2', 'Case', 'u1', 'u1', '2026-03-04 13:00', false),
  ('e7', 'draft', 'Draft', null, 's3', 'Case', null, 'u1', '2026-03-11 13:00', false),
  ('e8', 'deleted', 'Sent', '2026-03-11 13:00', 's3', 'Case', 'u1', 'u1', '2026-03-11 13:00', true);
insert into "case" (id, name, status, priority, type, account_id, inbound_email_id, assigned_user_id, created_at, modified_at, deleted) values
  ('s1', 'solved at once', 'Closed', 'High', 'Question', 'a1', 'i1', 'u2', '2026-03-01 10:00', '2026-03-12 10:00', false),
  ('s2', 'reopened', 'Closed', 'Normal', 'Problem', 'a1', null, 'u1', '2026-03-03 08:00', '2026-03-12 10:00', false),
  ('s3', 'waiting', 'Pending', 'Normal', '', 'a2', null, null, '2026-03-10 12:00', '2026-03-10 12:00', false),
  ('s4', 'duplicate without a note', 'Duplicate', 'Low', '', null, null, 'u1', '2026-03-06 12:00', '2026-03-06 18:00', false),
  ('s5', 'deleted', 'New', 'Low', '', 'a1', null, 'u1', '2026-03-06 12:00', '2026-03-06 18:00', true);
insert into entity_team (entity_id, team_id, entity_type, deleted) values ('s1', 't2', 'Case', false), ('s1', 't1', 'Case', false),
  ('s2', 't2', 'Case', false), ('s2', 't0', 'Case', false), ('s2', 't1', 'Case', true), ('s3', 't1', 'Account', false);
insert into note (id, type, parent_id, parent_type, created_at, data) values
  ('n01', 'Create', 'o1', 'Opportunity', '2026-01-05 12:00:01', '{"assignedUserId": "u2", "statusValue": "Prospecting", "statusField": "stage"}'),
  -- 8.0 to 9.1: the stage in a note of its own; from 9.2 on in the same one.
  ('n02', 'Status', 'o1', 'Opportunity', '2026-01-15 12:00', '{"field": "stage", "value": "Proposal", "style": "primary"}'),
  ('n03', 'Update', 'o1', 'Opportunity', '2026-01-15 12:00', '{"fields": ["amount"], "attributes": {"was": {"amount": 800, "amountCurrency": "USD"}, "became": {"amount": 1000, "amountCurrency": "USD"}}}'),
  ('n04', 'Assign', 'o1', 'Opportunity', '2026-01-16 12:00', '{"assignedUserId": "u1", "assignedUserName": "Anna"}'),
  ('n05', 'Update', 'o1', 'Opportunity', '2026-02-04 12:00', '{"fields": [], "attributes": {"was": {}, "became": {}}, "value": "Closed Won"}'),
  ('n06', 'Create', 'o2', 'Opportunity', '2026-01-20 12:00', '{"statusValue": "Proposal", "statusField": "stage"}'),
  ('n07', 'Assign', 'o2', 'Opportunity', '2026-01-21 12:00', '{"assignedUserId": "u2"}'),
  ('n08', 'Update', 'o2', 'Opportunity', '2026-02-09 12:00', '{"fields": [], "attributes": {"was": {}, "became": {}}, "value": "Closed Won"}'),
  ('n09', 'Create', 'o3', 'Opportunity', '2026-01-12 09:00', '{"assignedUserId": "u1", "statusValue": "Prospecting", "statusField": "stage"}'),
  ('n10', 'Status', 'o3', 'Opportunity', '2026-02-01 09:00', '{"field": "stage", "value": "Proposal"}'),
  ('n11', 'Status', 'o3', 'Opportunity', '2026-02-20 09:00', '{"field": "stage", "value": "Closed Lost"}'),
  ('n12', 'Create', 'o4', 'Opportunity', '2026-02-15 09:00', '{"assignedUserId": "u1", "statusValue": "Prospecting", "statusField": "stage"}'),
  ('n13', 'Update', 'o4', 'Opportunity', '2026-02-20 09:00', '{"fields": ["closeDate"], "attributes": {"was": {"closeDate": "2026-03-31"}, "became": {"closeDate": "2026-04-15"}}, "value": "Qualification"}'),
  ('n14', 'Post', 'o4', 'Opportunity', '2026-02-21 09:00', null),
  ('n15', 'Update', 's1', 'Case', '2026-03-02 10:00', '{"fields": [], "attributes": {"was": {}, "became": {}}, "value": "Closed"}'),
  ('n16', 'Status', 's2', 'Case', '2026-03-03 12:00', '{"field": "status", "value": "Closed"}'),
  ('n17', 'Status', 's2', 'Case', '2026-03-04 12:00', '{"field": "status", "value": "Assigned"}'),
  ('n18', 'Status', 's2', 'Case', '2026-03-05 08:00', '{"field": "status", "value": "Closed"}');
