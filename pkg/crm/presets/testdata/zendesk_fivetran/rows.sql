set search_path = zendesk;
set timezone = 'UTC';
insert into "group" (id, name, _fivetran_deleted) values (11, 'Support', false), (12, 'Billing', false), (13, 'Old', true);
insert into organization (id, name, created_at, url) values (51, 'Acme', '2025-01-01', 'https://x.zendesk.com/api/v2/organizations/51.json'), (52, 'Bolt', '2025-01-01', null);
insert into "user" (id, name, role, organization_id, default_group_id, active, suspended, created_at) values
  (1, 'Ann', 'agent', null, 11, true, false, '2024-01-01'), (2, 'Bob', 'admin', null, 12, true, false, '2024-01-01'),
  (8, 'Dan', 'end-user', 52, null, true, false, '2025-01-01'), (9, 'Cleo', 'end-user', 51, null, true, false, '2025-01-01');
-- 104 and 105 are deleted, each in its own way. 107 came without a history. Ann wrote first in 106.
insert into ticket (id, subject, status, priority, type, via_channel, organization_id, requester_id, submitter_id, assignee_id, group_id, created_at, updated_at, url, _fivetran_deleted) values
  (101, 'Leak', 'closed', 'normal', 'incident', 'email', 51, 9, 9, 1, 11, '2026-03-02 09:00', '2026-03-06 13:00', 'https://x.zendesk.com/api/v2/tickets/101.json', false),
  (102, 'Noise', 'solved', 'urgent', 'problem', 'web', 52, 8, 8, 2, 11, '2026-03-03 10:00', '2026-03-05 11:00', null, null),
  (103, 'Invoice wrong', 'new', null, 'question', 'email', 51, 9, 9, null, 12, '2026-03-16 12:00', '2026-03-16 12:00', null, null),
  (104, 'Spam', 'deleted', null, null, 'email', 51, 9, 9, null, 11, '2026-03-05 12:00', '2026-03-05 12:00', null, null),
  (105, 'Gone', 'open', null, null, 'email', 51, 9, 9, null, 11, '2026-03-05 12:00', '2026-03-05 12:00', null, true),
  (106, 'Your contract', 'hold', 'urgent', 'task', 'web', 52, 8, 1, 1, 12, '2026-03-10 08:00', '2026-03-10 09:10', null, null),
  (107, 'Old', 'solved', 'low', 'question', 'email', 52, 8, 8, 2, 11, '2026-02-20 08:00', '2026-02-20 18:00', null, null);
insert into ticket_tag (ticket_id, tag) values (103, 'complaint'), (103, 'billing'), (101, 'pump');
-- The first comment is what the ticket was created with.
insert into ticket_comment (id, ticket_id, user_id, public, created, body) values
  (1, 101, 9, true, '2026-03-02 09:00', 'It leaks'), (2, 101, 1, false, '2026-03-02 09:05', 'Which pump?'), (3, 101, 1, true, '2026-03-02 09:30', 'Tighten it'),
  (4, 102, 8, true, '2026-03-03 10:00', 'It hums'), (5, 102, 2, true, '2026-03-03 11:30', 'How loud?'), (6, 102, 8, true, '2026-03-03 12:00', 'Very'),
  (7, 102, 2, true, '2026-03-03 14:00', 'Fixed'), (8, 102, 2, true, '2026-03-04 09:00', 'Fixed again'), (9, 103, 9, true, '2026-03-16 12:00', 'Wrong sum'),
  (10, 106, 1, true, '2026-03-10 08:00', 'Please sign'), (11, 106, 8, true, '2026-03-10 09:00', 'What?'), (12, 106, 1, true, '2026-03-10 09:10', 'The contract');
insert into ticket_field_history (ticket_id, field_name, updated, user_id, value) values
  (101, 'status', '2026-03-02 09:00', 9, 'new'), (101, 'status', '2026-03-02 09:30', 1, 'open'), (101, 'status', '2026-03-02 13:00', 1, 'solved'),
  (101, 'status', '2026-03-06 13:00', -1, 'closed'), (101, 'assignee_id', '2026-03-02 09:05', 1, '1'),
  (101, 'first_reply_time', '2026-03-02 09:00', -1, '{"minutes":20,"in_business_hours":false}'),
  (101, 'first_reply_time', '2026-03-02 09:01', -1, '{"minutes":60,"in_business_hours":false}'),
  (101, 'next_reply_time', '2026-03-02 09:00', -1, '{"minutes":1,"in_business_hours":false}'),
  (101, 'satisfaction_score', '2026-03-03 13:00', -1, 'offered'), (101, 'satisfaction_score', '2026-03-03 14:00', 9, 'bad'),
  (101, 'satisfaction_score', '2026-03-03 15:00', 9, 'good'), (101, 'satisfaction_comment', '2026-03-03 15:00', 9, 'Thanks'),
  (102, 'status', '2026-03-03 10:00', 8, 'new'), (102, 'status', '2026-03-03 14:00', 2, 'solved'), (102, 'status', '2026-03-04 08:00', 8, 'open'),
  (102, 'status', '2026-03-04 10:00', 2, 'solved'), (102, 'priority', '2026-03-03 10:00', 8, 'normal'), (102, 'priority', '2026-03-03 12:30', 2, 'urgent'),
  (102, 'first_reply_time', '2026-03-03 10:00', -1, '{"minutes":60,"in_business_hours":false}'),
  (102, 'total_resolution_time', '2026-03-03 10:00', -1, '{"minutes":600,"in_business_hours":false}'),
  (102, 'satisfaction_score', '2026-03-05 10:00', -1, 'offered'), (102, 'satisfaction_score', '2026-03-05 11:00', 8, 'bad'),
  (103, 'status', '2026-03-16 12:00', 9, 'new'), (103, 'first_reply_time', '2026-03-16 12:00', -1, '{"minutes":120,"in_business_hours":false}'),
  (106, 'status', '2026-03-10 08:00', 1, 'open'), (106, 'status', '2026-03-10 09:10', 1, 'hold'), (106, 'priority', '2026-03-10 08:00', 1, 'urgent'),
  (106, 'first_reply_time', '2026-03-10 08:00', -1, '{"minutes":60,"in_business_hours":true}'),
  (107, 'satisfaction_score', '2026-02-21 08:00', -1, 'offered');
-- Monday to Friday 9 to 17 in Berlin; Billing only Tuesday 10 to 12, and on Saturday night until 2 on Sunday.
insert into schedule (id, name, start_time, end_time, time_zone, created_at, _fivetran_deleted)
  select 31, 'Office', day * 1440 + 540, day * 1440 + 1020, 'Berlin', '2020-01-01', false from generate_series(1, 5) as day;
insert into schedule (id, name, start_time, end_time, time_zone, created_at, _fivetran_deleted) values
  (32, 'Billing', 2 * 1440 + 600, 2 * 1440 + 720, 'Berlin', '2021-01-01', false), (32, 'Billing', 6 * 1440 + 1320, 7 * 1440 + 120, 'Berlin', '2021-01-01', false);
insert into schedule_holiday (id, schedule_id, name, start_date, end_date, _fivetran_deleted) values (41, 31, 'Fair', '2026-03-03', '2026-03-03', false);
