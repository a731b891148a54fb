-- Another account, with a company of the same name and with an agent of both.
insert into users (id, uid, name, email, created_at, updated_at) values (3, 'cora@example.com', 'Cora', 'cora@example.com', '2025-01-01', '2025-01-01');
insert into account_users (account_id, user_id, created_at, updated_at) values (2, 3, '2025-01-01', '2025-01-01'), (2, 1, '2025-01-01', '2025-01-01');
insert into teams (id, name, account_id, created_at, updated_at) values (3, 'support', 2, '2025-01-01', '2025-01-01');
insert into inboxes (id, channel_id, account_id, name, created_at, updated_at, channel_type, working_hours_enabled, timezone) values
  (3, 1, 2, 'Mail', '2025-01-01', '2025-01-01', 'Channel::Email', true, 'UTC');
insert into working_hours (inbox_id, account_id, day_of_week, closed_all_day, open_all_day, created_at, updated_at)
select 3, 2, day, false, true, '2025-01-01', '2025-01-01' from generate_series(0, 6) as day;
insert into contacts (id, name, email, account_id, created_at, updated_at, additional_attributes) values
  (5, 'Gil', 'gil@acme.example', 2, '2025-06-01', '2025-06-01', '{"company_name": "Acme"}');
insert into conversations (id, account_id, inbox_id, status, assignee_id, created_at, updated_at, contact_id, display_id, last_activity_at, team_id,
  first_reply_created_at, priority, waiting_since, cached_label_list, additional_attributes) values
  (8, 2, 3, 1, 1, '2026-03-02 09:00', '2026-03-09 11:00', 5, 1, '2026-03-09 11:00', 3, '2026-03-05 09:30', 2, null, null, '{}'),
  (9, 2, 3, 0, null, '2026-03-01 09:00', '2026-03-01 09:00', 5, 2, '2026-03-01 09:00', 3, null, 2, '2026-03-01 09:00', null, '{}');
insert into messages (id, content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at, private, content_type, content_attributes,
  sender_type, sender_id, additional_attributes) values
  (15, 'Done', 2, 3, 8, 1, '2026-03-05 09:30', '2026-03-05 09:30', false, 0, '{}', 'User', 1, '{}'),
  (16, 'Please rate', 2, 3, 8, 3, '2026-03-09 11:00', '2026-03-09 11:00', false, 9, '{}', null, null, '{}');
insert into csat_survey_responses (account_id, conversation_id, message_id, rating, contact_id, assigned_agent_id, created_at, updated_at) values
  (2, 8, 16, 1, 5, 1, '2026-03-09 12:00', '2026-03-09 12:00');
insert into reporting_events (name, value, account_id, inbox_id, user_id, conversation_id, created_at, updated_at, event_start_time, event_end_time) values
  ('conversation_resolved', 1, 2, 3, 1, 8, '2026-03-09 11:00', '2026-03-09 11:00', '2026-03-02 09:00', '2026-03-09 11:00');
insert into sla_policies (id, name, first_response_time_threshold, resolution_time_threshold, account_id, created_at, updated_at) values
  (3, 'Fast', 60, 60, 2, '2025-01-01', '2025-01-01');
insert into applied_slas (id, account_id, sla_policy_id, conversation_id, created_at, updated_at, sla_status) values
  (8, 2, 3, 8, '2026-03-02 09:00', '2026-03-02 11:00', 2);
insert into sla_events (applied_sla_id, conversation_id, account_id, sla_policy_id, inbox_id, event_type, created_at, updated_at) values
  (8, 8, 2, 3, 3, 0, '2026-03-02 09:02', '2026-03-02 09:02');
