insert into users (id, uid, name, display_name, email, created_at, updated_at) values
  (1, 'anna@example.com', 'Anna', null, 'anna@example.com', '2025-01-01', '2025-01-01'),
  (2, 'ben@example.com', 'Benjamin Berg', 'Ben', 'ben@example.com', '2025-01-01', '2025-01-01');
insert into account_users (account_id, user_id, created_at, updated_at) values (1, 1, '2025-01-01', '2025-01-01'), (1, 2, '2025-01-01', '2025-01-01');
insert into teams (id, name, account_id, created_at, updated_at) values (1, 'support', 1, '2025-01-01', '2025-01-01'), (2, 'billing', 1, '2025-01-01', '2025-01-01');
-- Anna is in two teams.
insert into team_members (team_id, user_id, created_at, updated_at) values
  (2, 1, '2025-01-01', '2025-01-01'), (1, 1, '2025-01-02', '2025-01-02'), (2, 2, '2025-01-01', '2025-01-01');
-- Only the second inbox works by the clock; the hours of the first are switched off.
insert into inboxes (id, channel_id, account_id, name, created_at, updated_at, channel_type, working_hours_enabled, timezone) values
  (1, 1, 1, 'Mail', '2025-01-01', '2025-01-01', 'Channel::Email', false, 'UTC'),
  (2, 1, 1, 'Website', '2025-01-01', '2025-01-01', 'Channel::WebWidget', true, 'Europe/Berlin');
insert into working_hours (inbox_id, account_id, day_of_week, closed_all_day, open_hour, open_minutes, close_hour, close_minutes, created_at, updated_at)
select 2, 1, day, false, 9, 0, 17, 0, '2025-01-01', '2025-01-01' from generate_series(1, 5) as day;
insert into working_hours (inbox_id, account_id, day_of_week, closed_all_day, open_hour, open_minutes, close_hour, close_minutes, open_all_day, created_at, updated_at) values
  (2, 1, 0, true, null, null, null, null, false, '2025-01-01', '2025-01-01'),
  (1, 1, 1, false, 0, 0, 23, 59, true, '2025-01-01', '2025-01-01');

-- Carla and Dan are of one company, Eve and Fay of none.
insert into contacts (id, name, email, account_id, created_at, updated_at, additional_attributes) values
  (1, 'Carla', 'carla@acme.example', 1, '2025-06-01', '2025-06-01', '{"company_name": "Acme", "country_code": "DE"}'),
  (2, 'Dan', 'dan@acme.example', 1, '2025-05-01', '2025-05-01', '{"company_name": " acme "}'),
  (3, 'Eve', 'eve@example.com', 1, '2025-07-01', '2025-07-01', '{}'),
  (4, '', 'fay@example.com', 1, '2025-08-01', '2025-08-01', '{"company_name": ""}');

-- 1 solved at first contact; 2 reopened and solved again; 3 reopened and open; 4 unanswered; 5 with a bot; 6 snoozed;
-- 7 resolved without a reporting event.
insert into conversations (id, account_id, inbox_id, status, assignee_id, created_at, updated_at, contact_id, display_id, last_activity_at, team_id,
  first_reply_created_at, priority, waiting_since, cached_label_list, additional_attributes) values
  (1, 1, 2, 1, 1, '2026-03-02 09:00', '2026-03-02 11:00', 1, 1, '2026-03-02 11:00', 1, '2026-03-02 09:30', 2, null, 'invoice, vip', '{}'),
  (2, 1, 1, 1, 2, '2026-03-03 10:00', '2026-03-04 10:00', 2, 2, '2026-03-04 10:00', 2, '2026-03-03 11:30', null, null, '', '{"mail_subject": "Refund"}'),
  (3, 1, 2, 0, 1, '2026-03-10 08:00', '2026-03-12 08:00', 3, 3, '2026-03-12 08:00', 1, '2026-03-10 08:10', 3, '2026-03-12 08:00', null, '{}'),
  (4, 1, 1, 0, null, '2026-03-17 12:00', '2026-03-17 12:00', 3, 4, '2026-03-17 12:00', null, null, 0, '2026-03-17 12:00', 'invoice', '{}'),
  (5, 1, 2, 2, null, '2026-03-18 11:00', '2026-03-18 11:01', 4, 5, '2026-03-18 11:01', null, null, null, '2026-03-18 11:00', null, '{}'),
  (6, 1, 1, 3, 2, '2026-02-27 12:00', '2026-03-01 12:00', 1, 6, '2026-03-01 12:00', 2, '2026-03-01 12:00', 1, null, null, '{}'),
  (7, 1, 2, 1, 1, '2026-03-05 10:00', '2026-03-09 08:00', 3, 7, '2026-03-05 16:00', 1, '2026-03-05 10:05', null, null, 'invoice', '{}');

-- Conversation 1 has one public reply of an agent; the note, the automation, the deleted message, the bot and the survey are none.
insert into messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, content_type, content_attributes,
  sender_type, sender_id, additional_attributes) values
  (1, 'Where is my invoice?', 1, 2, 1, 0, '2026-03-02 09:00', '2026-03-02 09:00', false, 0, '{}', 'Contact', 1, '{}'),
  (2, 'We will be with you soon.', 1, 2, 1, 1, '2026-03-02 09:01', '2026-03-02 09:01', false, 0, '"{\"automation_rule_id\":4}"', null, null, '{}'),
  (3, 'Look at this one.', 1, 2, 1, 1, '2026-03-02 09:10', '2026-03-02 09:10', true, 0, '{}', 'User', 2, '{}'),
  (4, 'This message was deleted', 1, 2, 1, 1, '2026-03-02 09:20', '2026-03-02 09:20', false, 0, '"{\"deleted\":true}"', 'User', 1, '{}'),
  (5, 'Here it is.', 1, 2, 1, 1, '2026-03-02 09:30', '2026-03-02 09:30', false, 0, '{}', 'User', 1, '{}'),
  (6, 'Conversation was marked resolved by Anna', 1, 2, 1, 2, '2026-03-02 11:00', '2026-03-02 11:00', false, 0, '{}', null, null, '{}'),
  (7, 'Please rate', 1, 2, 1, 3, '2026-03-02 11:00', '2026-03-02 11:00', false, 9, '{}', null, null, '{}'),
  (8, 'Refund, please', 1, 1, 2, 0, '2026-03-03 10:00', '2026-03-03 10:00', false, 8, '{}', 'Contact', 2, '{}'),
  (9, 'Done', 1, 1, 2, 1, '2026-03-03 11:30', '2026-03-03 11:30', false, 0, '{}', 'User', 2, '{}'),
  (10, 'Please rate', 1, 1, 2, 3, '2026-03-04 10:00', '2026-03-04 10:00', false, 9, '{}', null, null, '{}'),
  (11, 'Hello', 1, 2, 5, 1, '2026-03-18 11:01', '2026-03-18 11:01', false, 0, '{}', 'AgentBot', 1, '{}'),
  (12, 'First', 1, 2, 7, 1, '2026-03-05 10:05', '2026-03-05 10:05', false, 0, '{}', 'User', 1, '{}'),
  (13, 'Second', 1, 2, 7, 1, '2026-03-05 12:00', '2026-03-05 12:00', false, 0, '{}', 'User', 1, '{}'),
  (14, 'Please rate', 1, 2, 7, 3, '2026-03-05 16:00', '2026-03-05 16:00', false, 9, '{}', null, null, '{}');
insert into csat_survey_responses (account_id, conversation_id, message_id, rating, feedback_message, contact_id, assigned_agent_id, created_at, updated_at) values
  (1, 1, 7, 5, 'Great', 1, 1, '2026-03-02 12:00', '2026-03-02 12:00'),
  (1, 2, 10, 2, null, 2, 2, '2026-03-06 10:00', '2026-03-06 10:00');

insert into reporting_events (name, value, account_id, inbox_id, user_id, conversation_id, created_at, updated_at, event_start_time, event_end_time) values
  ('first_response', 1800, 1, 2, 1, 1, '2026-03-02 09:30', '2026-03-02 09:30', '2026-03-02 09:00', '2026-03-02 09:30'),
  ('conversation_resolved', 7200, 1, 2, 1, 1, '2026-03-02 11:00:01', '2026-03-02 11:00:01', '2026-03-02 09:00', '2026-03-02 11:00'),
  ('conversation_resolved', 7200, 1, 1, 2, 2, '2026-03-03 12:00:01', '2026-03-03 12:00:01', '2026-03-03 10:00', '2026-03-03 12:00'),
  ('conversation_opened', 75600, 1, 1, 2, 2, '2026-03-04 09:00:01', '2026-03-04 09:00:01', '2026-03-03 12:00', '2026-03-04 09:00'),
  ('conversation_resolved', 86400, 1, 1, 2, 2, '2026-03-04 10:00:01', '2026-03-04 10:00:01', '2026-03-03 10:00', '2026-03-04 10:00'),
  ('conversation_resolved', 3600, 1, 2, 1, 3, '2026-03-10 09:00:01', '2026-03-10 09:00:01', '2026-03-10 08:00', '2026-03-10 09:00');

insert into sla_policies (id, name, first_response_time_threshold, next_response_time_threshold, resolution_time_threshold, account_id, created_at, updated_at) values
  (1, 'Standard', 3600, 7200, 14400, 1, '2025-01-01', '2025-01-01'),
  (2, 'Bot', 7200, null, null, 1, '2025-01-01', '2025-01-01');
insert into applied_slas (id, account_id, sla_policy_id, conversation_id, created_at, updated_at, sla_status) values
  (1, 1, 1, 1, '2026-03-02 09:00', '2026-03-02 11:00', 1),
  (2, 1, 1, 2, '2026-03-03 10:00', '2026-03-03 12:00', 2),
  (4, 1, 1, 4, '2026-03-17 12:00', '2026-03-17 16:01', 3),
  (5, 1, 2, 5, '2026-03-18 11:00', '2026-03-18 11:00', 0);
insert into sla_events (applied_sla_id, conversation_id, account_id, sla_policy_id, inbox_id, event_type, created_at, updated_at) values
  (2, 2, 1, 1, 1, 0, '2026-03-03 11:01', '2026-03-03 11:01'),
  (4, 4, 1, 1, 1, 0, '2026-03-17 13:01', '2026-03-17 13:01'),
  (4, 4, 1, 1, 1, 2, '2026-03-17 16:01', '2026-03-17 16:01');
