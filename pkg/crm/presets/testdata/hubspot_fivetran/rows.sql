set timezone = 'UTC';
insert into hubspot.owner (owner_id, portal_id, email, first_name, last_name) values (1, 7, 'anna@x.io', 'Anna', null), (2, 7, 'ben@x.io', 'Ben', null);
insert into hubspot.team (id, name, _fivetran_deleted) values (10, 'EMEA', false), (20, 'US', false);
-- Ben is in both teams, US is his primary one.
insert into hubspot.owner_team (owner_id, team_id, is_team_primary, _fivetran_deleted) values (1, 10, true, false), (2, 10, false, false), (2, 20, true, false);
insert into hubspot.company (id, portal_id, _fivetran_deleted, property_name, property_hubspot_owner_id, property_industry, property_country, property_createdate) values
  (100, 7, false, 'Acme', 1, 'RETAIL', 'United States', '2025-12-01'), (200, 7, false, 'Globex', 2, 'ENERGY', 'Germany', '2025-12-02'),
  (300, 7, true, 'Gone', 1, null, null, '2025-12-03');
insert into hubspot.deal_pipeline (pipeline_id, label, display_order) values ('default', 'Sales Pipeline', 0);
insert into hubspot.deal_pipeline_stage (stage_id, pipeline_id, label, display_order, probability, closed_won, is_closed) values
  ('appointmentscheduled', 'default', 'Appointment Scheduled', 0, 0.2, false, false), ('contractsent', 'default', 'Contract Sent', 1, 0.9, false, false),
  ('closedwon', 'default', 'Closed Won', 2, 1.0, true, true), ('closedlost', 'default', 'Closed Lost', 3, 0.0, false, true);
insert into hubspot.deal (deal_id, portal_id, _fivetran_deleted, deal_pipeline_id, deal_pipeline_stage_id, owner_id, property_dealname, property_amount,
    property_amount_in_home_currency, property_deal_currency_code, property_closedate, property_createdate, property_closed_lost_reason,
    property_hs_manual_forecast_category, property_hs_analytics_source) values
  (1, 7, false, 'default', 'closedwon', 1, 'D1', 1000, 1000, 'USD', '2026-01-25 10:00', '2026-01-05 10:00', null, 'CLOSED', 'ORGANIC_SEARCH'),
  (2, 7, false, 'default', 'closedwon', 2, 'D2', 500, 550, 'EUR', '2026-02-11 10:00', '2026-02-01 10:00', null, null, null), -- second currency
  (3, 7, null, 'default', 'closedlost', 1, 'D3', 800, 800, 'USD', '2026-03-02 10:00', '2026-01-10 10:00', 'Price', null, null),
  (4, 7, false, 'default', 'contractsent', 2, 'D4', 2000, 2000, 'USD', '2026-03-31 10:00', '2026-02-15 10:00', null, 'COMMIT', null),
  (5, 7, false, 'default', 'appointmentscheduled', null, 'D5', 400, null, null, '2026-03-10 10:00', '2026-03-01 10:00', null, null, null),
  (6, 7, true, 'default', 'closedwon', 1, 'Deleted', 9999, 9999, 'USD', '2026-02-02 10:00', '2026-01-02 10:00', null, null, null);
-- D1 has two companies: Globex is only mentioned, Acme (type 5) is the primary one.
insert into hubspot.deal_company (deal_id, company_id, type_id) values (1, 100, 5), (1, 100, 341), (1, 200, 341), (2, 200, 5), (3, 100, 5), (4, 100, 341), (6, 300, 5);
insert into hubspot.contact (id, _fivetran_deleted, property_firstname, property_email, property_associatedcompanyid, property_hubspot_owner_id, property_lifecyclestage,
    property_hs_analytics_source, property_createdate, property_hs_sa_first_engagement_date, property_hs_v2_date_entered_marketingqualifiedlead,
    property_hs_v2_date_entered_opportunity) values
  (501, false, 'Carl', 'c@acme.com', 100, 1, 'customer', 'ORGANIC_SEARCH', '2026-01-04 10:00', '2026-01-04 10:30', '2026-01-04 12:00', '2026-01-05 10:00'),
  (502, false, 'Dora', 'd@x.com', null, 2, 'lead', 'PAID_SEARCH', '2026-01-20 10:00', '2026-01-20 11:30', null, null),
  (503, false, 'Eve', 'e@x.com', null, null, 'subscriber', 'PAID_SEARCH', '2026-01-21 10:00', null, null, null), -- no lead
  (504, true, 'Fred', 'f@x.com', null, 1, 'lead', 'PAID_SEARCH', '2026-01-22 10:00', null, null, null), -- deleted
  (505, false, 'Gina', 'g@x.com', 200, 1, 'lead', 'PAID_SEARCH', '2026-03-01 10:00', null, null, null); -- nobody called
insert into hubspot.deal_contact (deal_id, contact_id, type_id) values (1, 501, 3), (3, 501, 3), (6, 502, 3);
insert into hubspot.deal_property_history (deal_id, name, "timestamp", value) values
  (1, 'dealstage', '2026-01-05 10:00', 'appointmentscheduled'), (1, 'amount', '2026-01-05 10:00', '1000'), (1, 'dealstage', '2026-01-15 10:00', 'contractsent'),
  (1, 'dealstage', '2026-01-25 10:00', 'closedwon'),
  (2, 'dealstage', '2026-02-01 10:00', 'appointmentscheduled'), (2, 'amount', '2026-02-01 10:00', '500'), (2, 'dealstage', '2026-02-11 10:00', 'closedwon'),
  (3, 'dealstage', '2026-01-10 10:00', 'appointmentscheduled'), (3, 'amount', '2026-01-10 10:00', '800'), (3, 'dealstage', '2026-03-02 10:00', 'closedlost'),
  (4, 'dealstage', '2026-02-15 10:00', 'appointmentscheduled'), (4, 'amount', '2026-02-15 10:00', '1500'),
  (4, 'closedate', '2026-02-15 10:00', '1772272800000'), (4, 'hubspot_owner_id', '2026-02-15 10:00', '1'), -- 2026-02-28 10:00 UTC in milliseconds
  (4, 'dealstage', '2026-03-05 10:00', 'contractsent'), (4, 'amount', '2026-03-05 10:00', '2000'), (4, 'closedate', '2026-03-05 10:00', '2026-03-31T10:00:00Z'),
  (4, 'hubspot_owner_id', '2026-03-10 10:00', '2'),
  (5, 'dealstage', '2026-03-01 10:00', 'appointmentscheduled'), (5, 'amount', '2026-03-01 10:00', '400'),
  (6, 'dealstage', '2026-01-02 10:00', 'appointmentscheduled'), (6, 'amount', '2026-01-02 10:00', '9999');
insert into hubspot.engagement_call (engagement_id, _fivetran_deleted, property_hs_timestamp, property_hubspot_owner_id, property_hs_call_status, property_hs_call_duration) values
  (1, false, '2026-02-03 10:00', 1, 'COMPLETED', 1800000), (2, false, '2026-02-03 11:00', 1, 'CANCELED', 60000), (3, true, '2026-02-03 12:00', 1, 'COMPLETED', 60000);
insert into hubspot.engagement_meeting (engagement_id, property_hubspot_owner_id, property_hs_meeting_outcome, property_hs_meeting_start_time, property_hs_meeting_end_time) values
  (4, 2, 'COMPLETED', '2026-02-05 10:00', '2026-02-05 11:00'), (5, 2, 'NO_SHOW', '2026-02-06 10:00', '2026-02-06 11:00'),
  (6, 2, 'SCHEDULED', '2026-03-20 10:00', '2026-03-20 11:00');
insert into hubspot.engagement_task (engagement_id, property_hs_timestamp, property_hubspot_owner_id, property_hs_task_status, property_hs_task_completion_date) values
  (7, '2026-02-09 10:00', 1, 'COMPLETED', '2026-02-09 09:00'), (8, '2026-03-10 10:00', 1, 'NOT_STARTED', null);
insert into hubspot.engagement_email (engagement_id, property_hs_timestamp, property_hubspot_owner_id, property_hs_email_direction) values
  (9, '2026-02-04 10:00', 1, 'EMAIL'), (10, '2026-02-04 11:00', 1, 'INCOMING_EMAIL');
-- The call belongs to two deals: the lower id counts.
insert into hubspot.engagement_deal (engagement_id, deal_id) values (1, 1), (1, 3), (4, 1);
insert into hubspot.ticket_pipeline_stage (stage_id, pipeline_id, label, display_order, is_closed, ticket_state) values
  ('1', '0', 'New', 0, false, 'OPEN'), ('3', '0', 'Waiting on us', 2, false, 'OPEN'), ('4', '0', 'Closed', 3, true, 'CLOSED');
insert into hubspot.ticket (id, portal_id, is_deleted, property_createdate, property_first_agent_reply_date, property_closed_date, property_hs_pipeline,
    property_hs_pipeline_stage, property_hs_ticket_priority, property_hubspot_owner_id, property_hubspot_team_id) values
  (1, 7, false, '2026-03-01 10:00', '2026-03-01 10:30', '2026-03-02 10:00', '0', '4', 'HIGH', 1, 10),
  (2, 7, false, '2026-03-03 10:00', '2026-03-03 11:30', '2026-03-06 10:00', '0', '4', 'LOW', 1, 10), -- closed, reopened and closed again
  (3, 7, false, '2026-03-10 10:00', null, null, '0', '1', null, null, null),
  (4, 7, true, '2026-03-11 10:00', null, null, '0', '1', 'HIGH', 1, 10),
  (5, 7, false, '2026-03-08 10:00', '2026-03-08 10:15', '2026-03-09 10:00', '0', '3', 'LOW', 2, 20); -- reopened: the close date is stale
insert into hubspot.ticket_property_history (ticket_id, name, timestamp_instant, value) values
  (1, 'hs_pipeline_stage', '2026-03-01 10:00', '1'), (1, 'hs_pipeline_stage', '2026-03-02 10:00', '4'),
  (2, 'hs_pipeline_stage', '2026-03-03 10:00', '1'), (2, 'hs_pipeline_stage', '2026-03-04 10:00', '4'), (2, 'hs_pipeline_stage', '2026-03-05 10:00', '3'),
  (2, 'hs_pipeline_stage', '2026-03-06 10:00', '4'), (5, 'hs_pipeline_stage', '2026-03-08 10:00', '1'), (5, 'hs_pipeline_stage', '2026-03-09 10:00', '4'),
  (5, 'hs_pipeline_stage', '2026-03-10 10:00', '3');
insert into hubspot.ticket_company (ticket_id, company_id) values (1, 200), (1, 100), (2, 200), (5, 200);
