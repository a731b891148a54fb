set search_path = zendesk;
set timezone = 'UTC';
insert into groups (id, name, deleted) values (11, 'Support', false), (12, 'Billing', false), (13, 'Old', true);
insert into organizations (id, name, created_at, deleted_at, url) values (51, 'Acme', '2025-01-01', null, 'https://x.zendesk.com/api/v2/organizations/51.json'),
  (52, 'Bolt', '2025-01-01', null, null), (53, 'Bolt (twice)', '2025-01-01', '2025-02-01', null);
insert into users (id, name, role, organization_id, default_group_id, active, suspended, created_at) values
  (1, 'Ann', 'agent', null, 11, true, false, '2024-01-01'), (2, 'Bob', 'admin', null, 12, true, false, '2024-01-01'),
  (8, 'Dan', 'end-user', 52, null, true, false, '2025-01-01'), (9, 'Cleo', 'end-user', 51, null, true, false, '2025-01-01');
-- 104 is deleted. 107 has no metrics. Ann wrote first in 106.
insert into tickets (id, subject, status, priority, type, via, tags, organization_id, requester_id, submitter_id, assignee_id, group_id, created_at, updated_at, url) values
  (101, 'Leak', 'closed', 'normal', 'incident', '{"channel": "email"}', '["pump"]', 51, 9, 9, 1, 11, '2026-03-02 09:00', '2026-03-06 13:00', 'https://x.zendesk.com/api/v2/tickets/101.json'),
  (102, 'Noise', 'solved', 'urgent', 'problem', '{"channel": "web"}', '[]', 52, 8, 8, 2, 11, '2026-03-03 10:00', '2026-03-05 11:00', null),
  (103, 'Invoice wrong', 'new', null, 'question', '{"channel": "email"}', '["complaint", "complaints", "praise"]', 51, 9, 9, null, 12, '2026-03-16 12:00', '2026-03-16 12:00', null),
  (104, 'Spam', 'deleted', null, null, '{"channel": "email"}', '["complaint"]', 51, 9, 9, null, 11, '2026-03-05 12:00', '2026-03-05 12:00', null),
  (106, 'Your contract', 'hold', 'urgent', 'task', '{"channel": "web"}', null, 52, 8, 1, 1, 12, '2026-03-10 08:00', '2026-03-10 09:10', null),
  (107, 'Old', 'solved', 'low', 'question', null, null, 52, 8, 8, 2, 11, '2026-02-20 08:00', '2026-02-20 18:00', null);
-- 106 was solved once and goes on.
insert into ticket_metrics (id, ticket_id, reopens, replies, reply_time_in_minutes, first_resolution_time_in_minutes, full_resolution_time_in_minutes, solved_at) values
  (201, 101, 0, 1, '{"calendar": 30, "business": 30}', '{"calendar": 240, "business": 240}', '{"calendar": 240, "business": 240}', '2026-03-02 13:00'),
  (202, 102, 1, 3, '{"calendar": 90, "business": 0}', '{"calendar": 240, "business": 0}', '{"calendar": 1440, "business": 120}', '2026-03-04 10:00'),
  (203, 103, 0, 0, '{"calendar": null, "business": null}', '{"calendar": null, "business": null}', null, null),
  (204, 104, 0, 0, '{"calendar": 5, "business": 5}', null, null, null),
  (206, 106, 1, 1, '{"calendar": 70, "business": 10}', '{"calendar": 80, "business": 20}', null, '2026-03-10 09:20');
-- The first comment is what the ticket was created with.
insert into ticket_comments (id, ticket_id, author_id, public, created_at, plain_body) values
  (1, 101, 9, true, '2026-03-02 09:00', 'It leaks'), (2, 101, 1, false, '2026-03-02 09:05', 'Which pump?'), (3, 101, 1, true, '2026-03-02 09:30', 'Tighten it'),
  (4, 102, 8, true, '2026-03-03 10:00', 'It hums'), (5, 102, 2, true, '2026-03-03 11:30', 'How loud?'), (6, 102, 8, true, '2026-03-03 12:00', 'Very'),
  (7, 102, 2, true, '2026-03-03 14:00', 'Fixed'), (8, 102, 2, true, '2026-03-04 09:00', 'Fixed again'), (10, 106, 1, true, '2026-03-10 08:00', 'Please sign'),
  (12, 106, 1, true, '2026-03-10 09:10', 'The contract');
insert into satisfaction_ratings (id, ticket_id, assignee_id, score, comment, created_at, updated_at) values
  (301, 101, 1, 'good', 'Thanks', '2026-03-03 13:00', '2026-03-03 15:00'), (302, 102, 2, 'bad', null, '2026-03-05 10:00', '2026-03-05 11:00'),
  (303, 107, 2, 'offered', null, '2026-02-21 08:00', '2026-02-21 08:00'), (304, 106, 1, 'unoffered', null, '2026-03-10 08:00', '2026-03-10 08:00');
-- 101 replied in time; 102 replied late and solved late; 103 is overdue; 106 has no policy.
insert into ticket_metric_events (id, ticket_id, metric, instance_id, type, "time") values
  (401, 101, 'reply_time', 1, 'activate', '2026-03-02T09:00:00Z'), (402, 101, 'reply_time', 1, 'apply_sla', '2026-03-02T09:00:00Z'),
  (403, 101, 'reply_time', 1, 'fulfill', '2026-03-02T09:30:00Z'), (404, 102, 'reply_time', 1, 'apply_sla', '2026-03-03T10:00:00Z'),
  (405, 102, 'reply_time', 1, 'breach', '2026-03-03T11:00:00Z'), (406, 102, 'reply_time', 1, 'fulfill', '2026-03-03T11:30:00Z'),
  (407, 102, 'reply_time', 2, 'apply_sla', '2026-03-03T12:00:00Z'), (408, 102, 'reply_time', 2, 'fulfill', '2026-03-03T14:00:00Z'),
  (409, 102, 'resolution_time', 1, 'apply_sla', '2026-03-03T10:00:00Z'), (410, 102, 'resolution_time', 1, 'breach', '2026-03-03T20:00:00Z'),
  (411, 102, 'resolution_time', 1, 'fulfill', '2026-03-04T10:00:00Z'), (412, 103, 'reply_time', 1, 'apply_sla', '2026-03-16T12:00:00Z'),
  (413, 103, 'reply_time', 1, 'breach', '2026-03-16T14:00:00Z'), (414, 106, 'reply_time', 1, 'fulfill', '2026-03-10T09:10:00Z');
-- Monday to Friday 9 to 17 in Berlin; Billing only Tuesday 10 to 12.
insert into schedules (id, name, time_zone, intervals, created_at) values
  (31, 'Office', 'Berlin', '[{"start_time": 1980, "end_time": 2460}, {"start_time": 3420, "end_time": 3900}, {"start_time": 4860, "end_time": 5340}, {"start_time": 6300, "end_time": 6780}, {"start_time": 7740, "end_time": 8220}]', '2020-01-01'),
  (32, 'Billing', 'Berlin', '[{"start_time": 3480, "end_time": 3600}]', '2021-01-01');
