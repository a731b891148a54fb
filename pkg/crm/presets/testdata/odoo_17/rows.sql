insert into res_currency (id, name) values (1, 'USD'), (2, 'EUR');
-- The second company keeps its books in euros.
insert into res_company (id, name, currency_id) values (1, 'Home', 1), (2, 'Branch', 2);
insert into res_currency_rate (currency_id, company_id, name, rate) values
  (2, 1, '2026-01-01', 0.8), (2, null, '2026-01-01', 0.9), (2, 1, '2026-02-01', 0.5), (1, 2, '2026-01-01', 1.1);
insert into res_partner (id, name, parent_id, commercial_partner_id, type, is_company, active, create_date) values
  (1, 'Acme', null, 1, 'contact', true, true, '2025-12-01'), (2, 'Carl', 1, 1, 'contact', false, true, '2025-12-01'),
  (3, 'Beta', null, 3, 'contact', true, false, '2025-12-01'),
  (13, 'OdooBot', null, 13, 'contact', false, false, '2024-01-01'),
  (11, 'Anna', null, 11, 'contact', false, true, '2025-01-01'), (12, 'Ben', null, 12, 'contact', false, true, '2025-01-01');
insert into crm_team (id, name, user_id) values (5, '{"en_US": "Direct", "ru_RU": "Прямые"}', 22);
insert into res_users (id, partner_id, login, share, sale_team_id) values (1, 13, '__system__', false, null), (21, 11, 'anna', false, 5), (22, 12, 'ben', false, 5), (23, 2, 'carl', true, null);
insert into crm_stage (id, name, sequence, is_won) values
  (1, '{"en_US": "New"}', 1, null), (2, '{"en_US": "Proposition"}', 2, false), (3, '{"en_US": "Won"}', 70, true);
insert into crm_lost_reason (id, name) values (1, '{"en_US": "Price"}');
insert into utm_stage (id, name) values (1, '{"en_US": "Sent"}');
insert into utm_campaign (id, name, title, stage_id) values (7, 'Spring', '{"en_US": "Spring"}', 1);
insert into utm_source (id, name) values (1, 'Search');
insert into utm_medium (id, name) values (1, 'Website');
insert into crm_lead (id, name, type, active, user_id, team_id, company_id, partner_id, stage_id, lost_reason_id, campaign_id, source_id,
  medium_id, expected_revenue, probability, date_deadline, date_closed, date_conversion, create_date) values
  (101, 'won', 'opportunity', true, 21, 5, 1, 2, 3, null, 7, 1, 1, 1000, 100, null, '2026-02-04 09:00', null, '2026-01-05 09:00'),
  (102, 'won in euros, once a lead', 'opportunity', true, 22, 5, 2, 3, 3, null, null, 1, null, 200, 100, null, '2026-02-09 10:00', '2026-01-20 10:00', '2026-01-10 10:00'),
  (103, 'lost', 'opportunity', false, 21, 5, null, 1, 2, 1, null, null, null, 500, 0, '2026-03-01', '2026-02-20 09:00', null, '2026-01-12 09:00'),
  -- Lost once, restored: the time of closing stayed.
  (104, 'open again', 'opportunity', true, 21, null, 1, 1, 1, null, null, null, null, 300, 40, '2026-04-15', '2026-02-20 09:00', null, '2026-02-15 09:00'),
  (105, 'past due', 'opportunity', true, 22, 5, 1, null, 2, null, null, null, null, 700, 50, '2026-03-01', null, null, '2026-02-10 09:00'),
  (106, 'archived, not lost', 'opportunity', false, 21, 5, 1, 1, 2, null, null, null, null, 9999, 30, '2026-03-01', '2026-02-20 09:00', null, '2026-01-12 09:00'),
  -- A tag was put on it later, and Odoo computed the probability anew: it stays lost.
  (109, 'lost, edited later', 'opportunity', false, 22, 5, 1, 1, 1, 1, null, null, null, 50, 7.5, null, '2025-01-10 09:00', null, '2024-12-01 09:00'),
  (107, 'lead', 'lead', true, 22, 5, 1, null, 1, null, null, null, null, 0, 10, null, null, null, '2026-02-03 08:00'),
  (108, 'lost lead', 'lead', false, 22, 5, 1, null, 1, null, null, null, null, 0, 0, null, '2026-02-08 08:00', null, '2026-02-05 08:00');
insert into ir_model_fields (id, model, name, ttype) values (1, 'crm.lead', 'stage_id', 'many2one'), (2, 'crm.lead', 'user_id', 'many2one'),
  (3, 'crm.lead', 'expected_revenue', 'monetary'), (4, 'crm.lead', 'active', 'boolean'), (5, 'sale.order', 'state', 'selection'),
  (6, 'project.task', 'state', 'selection');
insert into ir_model_fields_selection (field_id, value, name) values (6, '01_in_progress', '{"en_US": "In Progress"}'),
  (6, '1_done', '{"en_US": "Done", "de_DE": "Erledigt"}'), (6, '1_canceled', '{"en_US": "Cancelled"}');
insert into mail_message_subtype (id, name, internal) values (1, '{"en_US": "Discussions"}', false), (2, '{"en_US": "Note"}', true),
  (3, '{"en_US": "Activities"}', true), (4, '{"en_US": "Quotation sent"}', true);
insert into ir_model_data (module, name, model, res_id) values ('sale', 'mt_order_sent', 'mail.message.subtype', 4), ('sale', 'other', 'crm.team', 4);
insert into mail_activity_type (id, name, category, icon) values (1, '{"en_US": "Call"}', 'phonecall', 'fa-phone'),
  (2, '{"en_US": "To-Do"}', 'default', 'fa-check'), (3, '{"en_US": "Meeting"}', 'meeting', 'fa-users');
insert into mail_message (id, date, model, res_id, message_type, subtype_id, mail_activity_type_id, author_id) values
  (1, '2026-01-15 09:00', 'crm.lead', 101, 'notification', 2, null, 11),
  (2, '2026-02-04 09:00', 'crm.lead', 101, 'notification', 2, null, 11),
  (3, '2026-02-09 10:00', 'crm.lead', 102, 'notification', 2, null, 12),
  (4, '2026-02-01 09:00', 'crm.lead', 103, 'notification', 2, null, 11),
  (5, '2026-02-20 09:00', 'crm.lead', 103, 'notification', 2, null, 11),
  (6, '2026-02-20 09:00', 'crm.lead', 104, 'notification', 2, null, 12),
  (7, '2026-02-25 09:00', 'crm.lead', 104, 'notification', 2, null, 12),
  (8, '2026-03-01 09:00', 'crm.lead', 104, 'notification', 2, null, 12),
  -- A change while it was a lead, a call, and a meeting whose event is counted instead.
  (9, '2026-01-11 10:00', 'crm.lead', 102, 'notification', 2, null, 12),
  (10, '2026-01-10 10:15', 'crm.lead', 102, 'notification', 3, 1, 12),
  (11, '2026-02-10 11:00', 'crm.lead', 101, 'notification', 3, 3, 11),
  (12, '2026-03-05 10:00', 'crm.lead', 104, 'notification', 3, 2, 11),
  -- OdooBot says hello at once.
  (29, '2026-02-03 08:00:10', 'crm.lead', 107, 'comment', 1, null, 13),
  (30, '2026-03-01 10:00:10', 'project.task', 501, 'comment', 1, null, 13),
  (31, '2025-01-10 09:00', 'crm.lead', 109, 'notification', 2, null, 12),
  (13, '2026-02-03 08:45', 'crm.lead', 107, 'comment', 1, null, 12),
  (14, '2026-02-05 08:05', 'crm.lead', 108, 'comment', 2, null, 12),
  (15, '2026-02-05 08:10', 'crm.lead', 108, 'email', 1, null, 2),
  (16, '2026-01-20 09:00', 'sale.order', 201, 'notification', 4, null, 11),
  (17, '2026-02-01 09:00', 'sale.order', 202, 'notification', 4, null, 11),
  (18, '2026-02-11 09:00', 'sale.order', 202, 'notification', 2, null, 11),
  (19, '2026-03-01 09:00', 'sale.order', 203, 'notification', 4, null, 11),
  (20, '2026-03-01 10:00', 'project.task', 501, 'email', 1, null, 2),
  (21, '2026-03-01 10:05', 'project.task', 501, 'comment', 2, null, 12),
  (22, '2026-03-01 10:30', 'project.task', 501, 'comment', 1, null, 12),
  (23, '2026-03-02 10:00', 'project.task', 501, 'notification', 2, null, 12),
  (24, '2026-03-03 09:30', 'project.task', 502, 'comment', 1, null, 11),
  (25, '2026-03-03 12:00', 'project.task', 502, 'notification', 2, null, 11),
  (26, '2026-03-04 12:00', 'project.task', 502, 'notification', 2, null, 11),
  (27, '2026-03-04 13:00', 'project.task', 502, 'comment', 1, null, 11),
  (28, '2026-03-05 08:00', 'project.task', 502, 'notification', 2, null, 11);
insert into mail_tracking_value (field_id, mail_message_id, old_value_integer, new_value_integer, old_value_float, new_value_float,
  old_value_char, new_value_char) values
  (1, 1, 1, 2, null, null, 'New', 'Proposition'), (3, 1, null, null, 800, 1000, null, null), (1, 2, 2, 3, null, null, 'Proposition', 'Won'),
  (1, 9, 1, 2, null, null, 'New', 'Proposition'), (1, 3, 2, 3, null, null, 'Proposition', 'Won'),
  (1, 4, 1, 2, null, null, 'New', 'Proposition'), (4, 5, 1, 0, null, null, null, null),
  (4, 31, 1, 0, null, null, null, null),
  (4, 6, 1, 0, null, null, null, null), (4, 7, 0, 1, null, null, null, null), (2, 8, 22, 21, null, null, 'Ben', 'Anna'),
  (5, 18, null, null, null, null, 'Quotation Sent', 'Cancelled'),
  (6, 23, null, null, null, null, 'In Bearbeitung', 'Erledigt'), (6, 25, null, null, null, null, 'In Progress', 'Done'),
  (6, 26, null, null, null, null, 'Done', 'In Progress'), (6, 28, null, null, null, null, 'In Progress', 'Done');
insert into mail_activity (res_model, res_id, activity_type_id, date_deadline, user_id, calendar_event_id, create_date) values
  ('crm.lead', 105, 1, '2026-03-10', 22, null, '2026-03-01'), ('crm.lead', 105, 3, '2026-03-10', 22, 3, '2026-03-01'),
  ('hr.leave', 1, 2, '2026-03-10', 22, null, '2026-03-01');
insert into calendar_event (id, name, user_id, opportunity_id, start, stop, active, create_date) values
  (1, 'held', 21, 101, '2026-02-10 10:00', '2026-02-10 11:00', true, '2026-02-01'),
  (2, 'cancelled', 21, 101, '2026-02-12 10:00', '2026-02-12 11:00', false, '2026-02-01'),
  (3, 'far ahead', 22, 105, '2099-01-10 10:00', '2099-01-10 11:00', true, '2026-02-01'),
  (4, 'private', 22, null, '2026-02-12 10:00', '2026-02-12 11:00', true, '2026-02-01');
insert into sale_order (id, name, state, partner_id, user_id, company_id, currency_id, opportunity_id, date_order, validity_date,
  amount_untaxed, amount_total, create_date, write_date) values
  (201, 'S1', 'sale', 2, 21, 1, 1, 101, '2026-02-04 09:00', null, 900, 1080, '2026-01-15', '2026-02-04'),
  (202, 'S2', 'cancel', 1, 21, 1, 1, null, '2026-02-01 09:00', null, 500, 600, '2026-01-15', '2026-03-12'),
  (203, 'S3', 'sent', 3, 22, 1, 2, null, '2026-02-28 09:00', '2026-03-31', 300, 360, '2026-01-15', '2026-03-01'),
  (204, 'S4', 'sale', 1, 22, 1, 2, null, '2026-01-15 12:00', null, 100, 120, '2026-01-15', '2026-01-15'),
  (205, 'S5', 'cancel', 1, 22, 1, 1, null, '2026-01-15 12:00', null, 77, 88, '2026-01-15', '2026-01-16');
insert into product_category (id, name) values (1, 'Chairs');
insert into product_template (id, name, categ_id) values (1, '{"en_US": "Chair"}', 1);
insert into product_product (id, product_tmpl_id) values (1, 1);
insert into sale_order_line (order_id, product_id, display_type, product_uom_qty, price_unit, discount, price_subtotal) values
  (201, 1, null, 10, 100, 10, 900), (201, null, 'line_note', 0, 0, 0, 0), (204, 1, null, 1, 100, 0, 100);
insert into project_project (id, name) values (31, '{"en_US": "Support"}');
insert into project_task (id, name, project_id, parent_id, partner_id, state, priority, active, date_last_stage_update, create_date) values
  (501, 'solved at once, then archived', 31, null, 2, '1_done', '1', false, '2026-03-12 10:00', '2026-03-01 10:00'),
  (502, 'reopened', 31, null, 3, '1_done', '0', true, '2026-03-05 08:00', '2026-03-03 08:00'),
  (503, 'waiting', 31, null, 1, '01_in_progress', '0', true, '2026-03-10 12:00', '2026-03-10 12:00'),
  (504, 'sub-task', 31, 501, 1, '01_in_progress', '0', true, '2026-03-10 12:00', '2026-03-10 12:00'),
  (505, 'no customer', 31, null, null, '01_in_progress', '0', true, '2026-03-10 12:00', '2026-03-10 12:00'),
  (506, 'archived', 31, null, 1, '01_in_progress', '0', false, '2026-03-10 12:00', '2026-03-10 12:00');
insert into project_task_user_rel (id, task_id, user_id) values (1, 501, 22), (2, 501, 21), (3, 502, 21);
