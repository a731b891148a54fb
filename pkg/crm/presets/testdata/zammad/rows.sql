-- Who created and changed the settings of the helpdesk, and when, does not matter here.
do $$
declare
  c record;
begin
  for c in
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and column_name in ('created_at', 'updated_at', 'created_by_id', 'updated_by_id')
  loop
    execute format('alter table %I alter %I set default %L', c.table_name, c.column_name, case when c.column_name like '%_at' then '2025-01-01' else '1' end);
  end loop;
end $$;

-- 1 is Zammad itself; Carla and Dan are of Acme, Eve of no organization; Ben is also a customer.
insert into organizations (id, name) values (1, 'Acme');
insert into users (id, login, firstname, lastname, email, organization_id) values
  (1, '-', '-', '', '', null), (2, 'anna', 'Anna', '', 'anna@example.com', null), (3, 'ben', 'Ben', 'Berg', 'ben@example.com', null),
  (4, 'carla', 'Carla', '', 'carla@acme.example', 1), (5, 'dan', 'Dan', '', 'dan@acme.example', 1), (6, 'eve', 'Eve', '', 'eve@example.com', null);
insert into roles (id, name) values (1, 'Admin'), (2, 'Agent'), (3, 'Customer');
insert into roles_users (user_id, role_id) values (2, 1), (2, 2), (3, 2), (3, 3), (4, 3), (5, 3), (6, 3);
insert into groups (id, name) values (1, 'Users'), (2, 'Users::Billing');
insert into groups_users (user_id, group_id, access) values (2, 2, 'full'), (2, 1, 'full'), (3, 1, 'read'), (3, 2, 'full');

-- A second state counts as closed, too.
insert into ticket_state_types (id, name) values (1, 'new'), (2, 'open'), (3, 'pending reminder'), (5, 'closed'), (6, 'merged');
insert into ticket_states (id, state_type_id, name) values (1, 1, 'new'), (2, 2, 'open'), (3, 3, 'pending reminder'), (4, 5, 'closed'), (5, 6, 'merged'), (8, 5, 'done');
insert into ticket_priorities (id, name) values (2, '2 normal'), (3, '3 high');
insert into ticket_article_types (id, name, communication) values (1, 'email', true), (5, 'phone', true), (10, 'note', false), (11, 'web', true);
insert into ticket_article_senders (id, name) values (1, 'Agent'), (2, 'Customer'), (3, 'System');

-- 1 solved at first contact; 2 late, reopened and solved again; 3 reopened and open; 4 unanswered and past its deadline;
-- 5 new, with its deadlines ahead; 6 pending; 7 merged into another; 8 imported, without times of closing. Owner 1 is nobody.
insert into tickets (id, number, title, group_id, priority_id, state_id, organization_id, owner_id, customer_id, created_at, updated_at, first_response_at,
  first_response_in_min, first_response_diff_in_min, close_at, close_in_min, close_diff_in_min, last_close_at, first_response_escalation_at,
  close_escalation_at, escalation_at, create_article_type_id, create_article_sender_id, created_by_id, updated_by_id) values
  (1, '1001', 'Invoice', 1, 3, 4, 1, 2, 4, '2026-03-02 09:00', '2026-03-02 11:00', '2026-03-02 09:30', 30, 30, '2026-03-02 11:00', 120, 120, '2026-03-02 11:00',
    null, null, null, 1, 2, 4, 2),
  (2, '1002', 'Refund', 2, 2, 8, 1, 3, 5, '2026-03-03 10:00', '2026-03-04 10:00', '2026-03-03 11:30', 90, -30, '2026-03-03 12:00', 120, 120, '2026-03-04 10:00',
    null, null, null, 1, 2, 5, 3),
  (3, '1003', 'Call', 1, 2, 2, null, 2, 6, '2026-03-10 08:00', '2026-03-12 08:00', '2026-03-10 08:10', null, null, '2026-03-10 09:00', null, null, '2026-03-10 09:00',
    null, null, null, 5, 2, 2, 6),
  (4, '1004', 'Question', 1, 2, 1, null, 1, 6, '2026-03-17 12:00', '2026-03-17 12:00', null, null, null, null, null, null, null,
    '2026-03-17 13:00', '2026-03-18 15:00', '2026-03-17 13:00', 1, 2, 6, 6),
  (5, '1005', 'Another', 1, 2, 1, 1, 1, 4, '2026-03-18 11:00', '2026-03-18 11:00', null, null, null, null, null, null, null,
    '2026-03-18 13:00', '2026-03-19 11:00', '2026-03-18 13:00', 11, 2, 4, 4),
  (6, '1006', 'Waiting', 2, 2, 3, 1, 3, 4, '2026-02-27 12:00', '2026-03-01 12:00', '2026-03-01 12:00', null, null, null, null, null, null,
    null, null, null, 1, 2, 4, 3),
  (7, '1007', 'Question again', 1, 2, 5, null, 1, 6, '2026-03-17 12:30', '2026-03-17 12:40', null, null, null, null, null, null, null,
    null, null, null, 1, 2, 6, 2),
  (8, '1008', 'Imported', 1, 2, 4, null, 2, 6, '2026-03-05 10:00', '2026-03-05 16:00', '2026-03-05 10:05', null, null, null, null, null, null,
    null, null, null, 11, 2, 6, 2);

-- Ticket 1 has one reply of an agent; the internal and the public note and the reply of a trigger are none.
insert into ticket_articles (id, ticket_id, type_id, sender_id, subject, body, internal, created_by_id, updated_by_id, created_at, updated_at) values
  (1, 1, 1, 2, 'Invoice', 'Where is it?', false, 4, 4, '2026-03-02 09:00', '2026-03-02 09:00'),
  (2, 1, 1, 3, '', 'We have your mail.', false, 1, 1, '2026-03-02 09:00', '2026-03-02 09:00'),
  (3, 1, 10, 1, '', 'Look at this one.', true, 3, 3, '2026-03-02 09:10', '2026-03-02 09:10'),
  (4, 1, 1, 1, 'Re: Invoice', 'Here it is.', false, 2, 2, '2026-03-02 09:30', '2026-03-02 09:30'),
  (5, 1, 10, 1, '', 'Sent.', false, 2, 2, '2026-03-02 09:31', '2026-03-02 09:31'),
  (6, 2, 1, 1, 'Re: Refund', 'Done.', false, 3, 3, '2026-03-03 11:30', '2026-03-03 11:30'),
  (7, 8, 1, 1, 'First', 'One.', false, 2, 2, '2026-03-05 10:05', '2026-03-05 10:05'),
  (8, 8, 1, 1, 'Second', 'Two.', false, 2, 2, '2026-03-05 12:00', '2026-03-05 12:00'),
  (9, 7, 10, 1, '', 'merged', false, 2, 2, '2026-03-17 12:40', '2026-03-17 12:40');

insert into tag_objects (id, name) values (1, 'Ticket'), (2, 'KnowledgeBase::Answer::Translation');
insert into tag_items (id, name, name_downcase) values (1, 'vip', 'vip'), (2, 'invoice', 'invoice'), (3, 'all', 'all');
insert into tags (tag_item_id, tag_object_id, o_id) values (1, 1, 1), (2, 1, 1), (3, 2, 1), (2, 1, 4);

-- 2 goes from one closed state to the other and is reopened once, 3 once; the last two are of an article and of another attribute.
insert into history_types (id, name) values (1, 'updated');
insert into history_objects (id, name) values (1, 'Ticket'), (2, 'Ticket::Article');
insert into history_attributes (id, name) values (1, 'state'), (2, 'owner'), (3, 'group');
insert into histories (history_type_id, history_object_id, history_attribute_id, o_id, id_from, id_to, value_from, value_to, created_by_id, created_at, updated_at) values
  (1, 1, 1, 1, 1, 4, 'new', 'closed', 2, '2026-03-02 11:00', '2026-03-02 11:00'),
  (1, 1, 1, 2, 1, 4, 'new', 'closed', 3, '2026-03-03 12:00', '2026-03-03 12:00'),
  (1, 1, 1, 2, 4, 8, 'closed', 'done', 3, '2026-03-03 12:01', '2026-03-03 12:01'),
  (1, 1, 1, 2, 8, 2, 'done', 'open', 5, '2026-03-04 09:00', '2026-03-04 09:00'),
  (1, 1, 1, 2, 2, 8, 'open', 'done', 3, '2026-03-04 10:00', '2026-03-04 10:00'),
  (1, 1, 1, 3, 1, 4, 'new', 'closed', 2, '2026-03-10 09:00', '2026-03-10 09:00'),
  (1, 1, 1, 3, 4, 2, 'closed', 'open', 6, '2026-03-12 08:00', '2026-03-12 08:00'),
  (1, 1, 2, 2, 1, 3, '-', 'Ben Berg', 2, '2026-03-03 10:30', '2026-03-03 10:30'),
  (1, 2, 1, 1, 4, 2, 'closed', 'open', 2, '2026-03-02 11:00', '2026-03-02 11:00'),
  (1, 1, 3, 1, 4, 2, 'Old', 'Users', 2, '2026-03-02 09:05', '2026-03-02 09:05');

-- The unit is a quarter of an hour. The last time was spent on the merged ticket.
insert into ticket_time_accountings (ticket_id, time_unit, created_by_id, created_at, updated_at) values
  (1, 2, 2, '2026-03-02 11:00', '2026-03-02 11:00'), (2, 3.5, 3, '2026-03-03 12:00', '2026-03-03 12:00'), (7, 0.5, 2, '2026-03-17 12:40', '2026-03-17 12:40');
insert into settings (title, name, area, description, frontend, state_initial, state_current) values
  ('Fully Qualified Domain Name', 'fqdn', 'System::Base', '', true, E'--- !ruby/hash:ActiveSupport::HashWithIndifferentAccess\nvalue: zammad.example.com\n',
    E'--- !ruby/hash:ActiveSupport::HashWithIndifferentAccess\nvalue: help.example.com\n'),
  ('HTTP type', 'http_type', 'System::Base', '', true, E'---\nvalue: http\n', E'---\nvalue: https\n'),
  ('Time Accounting Unit', 'time_accounting_unit', 'Web::Base', '', true, E'---\nvalue: ''''\n', E'--- !ruby/hash:ActiveSupport::HashWithIndifferentAccess\nvalue: quarter\n');

-- Open from 9 to 17 in Berlin, on Thursdays with a break; Saturday's hours are switched off. 4 March is a holiday, 3 and 5 March are none any more.
insert into calendars (name, timezone, "default", business_hours, public_holidays) values
  ('Berlin', 'Europe/Berlin', true, E'--- !ruby/hash:ActiveSupport::HashWithIndifferentAccess
mon: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: true
  timeframes:
  - - ''09:00''
    - ''17:00''
tue: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: true
  timeframes:
  - - ''09:00''
    - ''17:00''
wed: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: true
  timeframes:
  - - ''09:00''
    - ''17:00''
thu: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: true
  timeframes:
  - - ''09:00''
    - ''12:00''
  - - ''13:00''
    - ''17:00''
fri: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: true
  timeframes:
  - - ''09:00''
    - ''17:00''
sat: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: false
  timeframes:
  - - ''10:00''
    - ''14:00''
sun: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: false
  timeframes: []
', E'--- !ruby/hash:ActiveSupport::HashWithIndifferentAccess
''2026-03-03'': !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: false
  summary: Day off
''2026-03-04'': !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: true
  summary: Holiday
  feed: 0123456789abcdef
''2026-03-05'': !ruby/hash:ActiveSupport::HashWithIndifferentAccess
  active: true
  removed: true
  summary: Not here
'),
  ('Round the clock', 'UTC', false, E'---
mon:
  active: true
  timeframes:
  - - ''00:00''
    - ''23:59''
', E'--- {}\n');
