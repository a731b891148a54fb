set timezone = 'UTC';
-- Ben is in both teams, US is his primary one.
insert into public.owners (id, email, "firstName", archived, teams) values
  ('1', 'anna@x.io', 'Anna', false, '[{"id": "10", "name": "EMEA", "primary": true}]'),
  ('2', 'ben@x.io', 'Ben', false, '[{"id": "10", "name": "EMEA", "primary": false}, {"id": "20", "name": "US", "primary": true}]'),
  ('3', 'cleo@x.io', 'Cleo', false, null);
insert into public.companies (id, "createdAt", archived, properties_name, properties_country) values
  ('100', '2025-12-01', false, 'Acme', 'United States'), ('99', '2025-12-02', false, 'Globex', 'Germany'), ('300', '2025-12-03', true, 'Gone', null);
insert into public.deal_pipelines ("pipelineId", label, stages) values ('default', 'Sales Pipeline', '[
  {"stageId": "appointmentscheduled", "label": "Appointment Scheduled", "displayOrder": 0, "active": true, "metadata": {"isClosed": "false", "probability": "0.2"}},
  {"stageId": "contractsent", "label": "Contract Sent", "displayOrder": 1, "active": true, "metadata": {"isClosed": "false", "probability": "0.9"}},
  {"stageId": "closedwon", "label": "Closed Won", "displayOrder": 2, "active": true, "metadata": {"isClosed": "true", "probability": "1.0"}},
  {"stageId": "closedlost", "label": "Closed Lost", "displayOrder": 3, "active": true, "metadata": {"isClosed": "true", "probability": "0.0"}}]');
-- D3 has two companies: 99 is the lower id, though not in the order of text.
insert into public.deals (id, archived, companies, contacts, properties_dealname, properties_dealstage, properties_pipeline, properties_hubspot_owner_id,
    properties_amount, properties_amount_in_home_currency, properties_deal_currency_code, properties_closedate, properties_createdate,
    properties_closed_lost_reason, properties_hs_manual_forecast_category) values
  ('1', false, '["100"]', '["501", "501"]', 'D1', 'closedwon', 'default', '1', '1000', '1000', 'USD', '2026-01-25 10:00', '2026-01-05 10:00', null, 'CLOSED'),
  ('2', false, '["99"]', null, 'D2', 'closedwon', 'default', '2', '500', '550', 'EUR', '2026-02-11 10:00', '2026-02-01 10:00', null, null), -- second currency
  ('3', false, '["100", "99"]', '["501"]', 'D3', 'closedlost', 'default', '1', '800', '800', 'USD', '2026-03-02 10:00', '2026-01-10 10:00', 'Price', null),
  ('4', false, '["100"]', '[]', 'D4', 'contractsent', 'default', '2', '2000', '2000', 'USD', '2026-03-31 10:00', '2026-02-15 10:00', null, 'COMMIT'),
  ('5', false, 'null', 'null', 'D5', 'appointmentscheduled', 'default', null, '400', null, null, '2026-03-10 10:00', '2026-03-01 10:00', null, null),
  ('6', true, '["300"]', '["502"]', 'Archived', 'closedwon', 'default', '1', '9999', '9999', 'USD', '2026-02-02 10:00', '2026-01-02 10:00', null, null);
update public.deals set "createdAt" = properties_createdate;
insert into public.deals_property_history ("dealId", property, "timestamp", value) values
  ('1', 'dealstage', '2026-01-05 10:00', 'appointmentscheduled'), ('1', 'amount', '2026-01-05 10:00', '1000'), ('1', 'dealstage', '2026-01-15 10:00', 'contractsent'),
  ('1', 'dealstage', '2026-01-25 10:00', 'closedwon'),
  ('2', 'dealstage', '2026-02-01 10:00', 'appointmentscheduled'), ('2', 'amount', '2026-02-01 10:00', '400'), -- 440 in the company currency
  ('2', 'dealstage', '2026-02-11 10:00', 'closedwon'), ('2', 'amount', '2026-02-11 10:00', '500'),
  ('3', 'dealstage', '2026-01-10 10:00', 'appointmentscheduled'), ('3', 'amount', '2026-01-10 10:00', '800'), ('3', 'hubspot_owner_id', '2026-01-10 10:00', '1'),
  ('3', 'dealstage', '2026-03-02 10:00', 'closedlost'),
  ('4', 'dealstage', '2026-02-15 10:00', 'appointmentscheduled'), ('4', 'amount', '2026-02-15 10:00', '1500'),
  ('4', 'closedate', '2026-02-15 10:00', '1772272800000'), ('4', 'hubspot_owner_id', '2026-02-15 10:00', '1'), -- 2026-02-28 10:00 UTC in milliseconds
  ('4', 'dealstage', '2026-03-05 10:00', 'contractsent'), ('4', 'amount', '2026-03-05 10:00', '2000'), ('4', 'closedate', '2026-03-05 10:00', '2026-03-31T10:00:00Z'),
  ('4', 'hubspot_owner_id', '2026-03-10 10:00', '2'),
  ('5', 'dealstage', '2026-03-01 10:00', 'appointmentscheduled'), ('5', 'amount', '2026-03-01 10:00', '400'),
  ('6', 'dealstage', '2026-01-02 10:00', 'appointmentscheduled'), ('6', 'amount', '2026-01-02 10:00', '9999');
insert into public.contacts (id, archived, properties_firstname, properties_associatedcompanyid, properties_hubspot_owner_id, properties_lifecyclestage,
    properties_hs_analytics_source, "createdAt", properties_hs_sa_first_engagement_date, properties_hs_v2_date_entered_marketingqualifiedlead) values
  ('501', false, 'Carl', '100', '1', 'customer', 'ORGANIC_SEARCH', '2026-01-04 10:00', '2026-01-04 10:30', '2026-01-04 12:00'),
  ('502', false, 'Dora', null, '2', 'lead', 'PAID_SEARCH', '2026-01-20 10:00', '2026-01-20 11:30', null),
  ('503', false, 'Eve', null, null, 'subscriber', 'PAID_SEARCH', '2026-01-21 10:00', null, null), -- no lead
  ('504', true, 'Fred', null, '1', 'lead', 'PAID_SEARCH', '2026-01-22 10:00', null, null), -- archived
  ('505', false, 'Gina', '"99"', '1', 'lead', 'PAID_SEARCH', '2026-03-01 10:00', null, null); -- nobody called
insert into public.engagements_calls (id, archived, properties_hs_timestamp, properties_hubspot_owner_id, properties_hs_call_status, properties_hs_call_duration, deals) values
  ('1', false, '2026-02-03 10:00', '1', 'COMPLETED', 1800000, '["3", "1"]'), ('2', false, '2026-02-03 11:00', '1', 'CANCELED', 60000, null),
  ('3', true, '2026-02-03 12:00', '1', 'COMPLETED', 60000, null);
insert into public.engagements_meetings (id, archived, properties_hubspot_owner_id, properties_hs_meeting_outcome, properties_hs_meeting_start_time, properties_hs_meeting_end_time, deals) values
  ('1', false, '2', 'COMPLETED', '2026-02-05 10:00', '2026-02-05 11:00', '["1"]'), ('5', false, '2', 'NO_SHOW', '2026-02-06 10:00', '2026-02-06 11:00', null),
  ('6', false, '2', 'SCHEDULED', '2026-03-20 10:00', '2026-03-20 11:00', null);
insert into public.engagements_tasks (id, archived, properties_hs_timestamp, properties_hubspot_owner_id, properties_hs_task_status, properties_hs_task_completion_date) values
  ('7', false, '2026-02-09 10:00', '1', 'COMPLETED', '2026-02-09 09:00'), ('8', false, '2026-03-10 10:00', '1', 'NOT_STARTED', null);
insert into public.engagements_emails (id, archived, properties_hs_timestamp, properties_hubspot_owner_id, properties_hs_email_direction) values
  ('9', false, '2026-02-04 10:00', '1', 'EMAIL'), ('10', false, '2026-02-04 11:00', '1', 'INCOMING_EMAIL');
insert into public.ticket_pipelines (id, label, archived, stages) values ('0', 'Support Pipeline', false, '[
  {"id": "1", "label": "New", "displayOrder": 0, "metadata": {"isClosed": "false", "ticketState": "OPEN"}},
  {"id": "3", "label": "Waiting on us", "displayOrder": 2, "metadata": {"isClosed": "false", "ticketState": "OPEN"}},
  {"id": "4", "label": "Closed", "displayOrder": 3, "metadata": {"ticketState": "CLOSED"}}]');
insert into public.tickets (id, archived, companies, properties_createdate, properties_first_agent_reply_date, properties_closed_date, properties_hs_pipeline,
    properties_hs_pipeline_stage, properties_hs_ticket_priority, properties_hubspot_owner_id, properties_hubspot_team_id) values
  ('1', false, '["100"]', '2026-03-01 10:00', '2026-03-01 10:30', '2026-03-02 10:00', '0', '4', 'HIGH', '1', '10'),
  ('2', false, '["99"]', '2026-03-03 10:00', '2026-03-03 11:30', '2026-03-06 10:00', '0', '4', 'LOW', '1', '10'),
  ('3', false, null, '2026-03-10 10:00', null, null, '0', '1', null, null, null),
  ('4', true, null, '2026-03-11 10:00', null, null, '0', '1', 'HIGH', '1', '10'),
  ('5', false, '["99"]', '2026-03-08 10:00', '2026-03-08 10:15', '2026-03-09 10:00', '0', '3', 'LOW', '2', '20'); -- reopened: the close date is stale
