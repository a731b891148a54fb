-- One row of :keep of the demo company tells as much, in less time.

-- Deletions would look through all activities for each lead.
alter table crm.activities drop constraint activities_lead_fkey;
alter table crm.activities drop constraint activities_ticket_fkey;
alter table crm.web_sessions drop constraint web_sessions_lead_fkey;
alter table crm.feedback drop constraint feedback_ticket_fkey;
alter table crm.commitments drop constraint commitments_ticket_fkey;
alter table crm.commitments drop constraint commitments_order_fkey;
alter table crm.standard_checks drop constraint standard_checks_ticket_fkey;
alter table crm.standard_checks drop constraint standard_checks_order_fkey;

delete from crm.order_lines where "order" in (select id from crm.orders where deal % :keep > 0 or id % :keep > 0);
delete from crm.payments where "order" in (select id from crm.orders where deal % :keep > 0 or id % :keep > 0);
delete from crm.commitments where "order" in (select id from crm.orders where deal % :keep > 0 or id % :keep > 0) or ticket % :keep > 0;
delete from crm.standard_checks where "order" in (select id from crm.orders where deal % :keep > 0 or id % :keep > 0) or ticket % :keep > 0;
delete from crm.orders where deal % :keep > 0 or id % :keep > 0;

delete from crm.deal_history where deal % :keep > 0;
delete from crm.quotes where deal % :keep > 0;
delete from crm.touches where deal % :keep > 0;
delete from crm.activities where deal % :keep > 0 or lead % :keep > 0 or ticket % :keep > 0;
update crm.leads set deal = null where deal % :keep > 0;
delete from crm.deals where id % :keep > 0;

delete from crm.web_sessions where lead is not null or id % :keep > 0;
update crm.deals set lead = null where lead % :keep > 0;
delete from crm.touches where lead % :keep > 0;
delete from crm.leads where id % :keep > 0;

delete from crm.ticket_events where ticket % :keep > 0;
delete from crm.sla_targets where ticket % :keep > 0;
delete from crm.surveys where ticket % :keep > 0;
delete from crm.feedback where ticket % :keep > 0;
delete from crm.tickets where id % :keep > 0;
delete from crm.social_mentions where id % :keep > 0;
