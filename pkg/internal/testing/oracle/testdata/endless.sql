-- Times without an end, as companies keep them instead of nothing: what goes on ends at infinity, what was always there began at -infinity.
-- Leads, orders, activities, mentions and feedback have none, so that columns that cannot hold any are also among those of a company.
alter table crm.deals drop constraint deals_check; -- a deal that is open closes at infinity

-- Versions that still hold, and first ones of which nobody knows since when.
update crm.deal_history set valid_to = 'infinity' where valid_to is null and id % 2 = 0;
update crm.deal_history as h set valid_from = '-infinity' where deal % 17 = 0 and not exists (
  select from crm.deal_history as o where o.deal = h.deal and o.valid_from < h.valid_from);
update crm.deal_history set expected_close_on = 'infinity' where id % 41 = 0;
update crm.deal_history set expected_close_on = '-infinity' where id % 59 = 0;
-- Deals that were always there, that close some day and that did so before all time; expected before all time and never.
update crm.deals set created_at = '-infinity' where id % 127 = 0;
update crm.deals set created_at = 'infinity' where id % 509 = 0 and closed_at is null;
update crm.deals set closed_at = 'infinity' where id % 5 = 0 and status = 'open';
update crm.deals set closed_at = 'infinity' where id % 149 = 0 and status <> 'open';
update crm.deals set closed_at = '-infinity' where id % 151 = 0 and status <> 'open';
update crm.deals set expected_close_on = 'infinity' where id % 43 = 0;
update crm.deals set expected_close_on = '-infinity' where id % 47 = 0;
update crm.quotes set sent_at = '-infinity' where id % 37 = 0;
update crm.quotes set decided_at = 'infinity' where id % 4 = 0 and decided_at is null;
update crm.quotes set decided_at = '-infinity' where id % 53 = 0;
update crm.quotes set valid_until = 'infinity' where id % 9 = 0;
-- People and customers who stay, and who were always there or never are.
update crm.users set hired_at = '-infinity' where id % 9 = 1;
update crm.users set hired_at = 'infinity' where id % 31 = 0;
update crm.users set ramped_at = '-infinity' where id % 13 = 0;
update crm.users set ramped_at = 'infinity' where id % 17 = 0;
update crm.users set left_at = 'infinity' where left_at is null and id % 2 = 0;
update crm.users set left_at = '-infinity' where id % 37 = 0;
update crm.accounts set first_won_at = '-infinity' where id % 19 = 0;
update crm.accounts set first_won_at = 'infinity' where id % 23 = 0;
update crm.accounts set churned_at = 'infinity' where id % 3 = 0 and churned_at is null;
update crm.accounts set churned_at = '-infinity' where id % 29 = 0;
-- Targets without a first or a last day, some beside those that hold, and holidays of no day.
update crm.targets set period_start = '-infinity' where id % 37 = 0 and metric = 'revenue' and scope = 'user';
insert into crm.targets (metric, scope, scope_id, period_start, period_end, value, currency)
select distinct on (metric, scope, scope_id, period_start) metric, scope, scope_id, period_start, date 'infinity', 3 * value, currency from crm.targets where id % 7 = 0 and isfinite(period_start)
union all
select distinct on (metric, scope, scope_id) metric, scope, scope_id, '-infinity', date 'infinity', 5 * value, currency from crm.targets where id % 3 = 0;
insert into crm.holidays (schedule, day) values ('default', '-infinity'), ('default', 'infinity');
-- Campaigns without a beginning or an end, costs and touches of no day.
update crm.campaigns set starts_on = '-infinity' where id % 8 = 3;
update crm.campaigns set ends_on = 'infinity' where id % 7 = 2;
update crm.campaign_costs set spent_on = '-infinity' where id % 211 = 0;
update crm.campaign_costs set spent_on = 'infinity' where id % 223 = 0;
update crm.touches set occurred_at = '-infinity' where id % 29 = 0;
update crm.touches set occurred_at = 'infinity' where id % 31 = 0;
-- Tickets that came before all time, are solved some day, and promises without a day.
update crm.tickets set created_at = '-infinity' where id % 67 = 0;
update crm.tickets set created_at = 'infinity' where id % 71 = 0;
update crm.tickets set first_response_at = 'infinity' where id % 21 = 0 and first_response_at is null or id % 79 = 0;
update crm.tickets set first_response_at = '-infinity' where id % 83 = 0;
update crm.tickets set solved_at = 'infinity' where id % 2 = 0 and solved_at is null or id % 89 = 0;
update crm.tickets set solved_at = '-infinity' where id % 97 = 0;
update crm.tickets set first_solved_at = 'infinity' where id % 101 = 0;
update crm.tickets set escalated_at = '-infinity' where id % 103 = 0;
update crm.tickets set escalated_at = 'infinity' where id % 107 = 0;
update crm.sla_targets set due_at = 'infinity' where ticket % 23 = 0;
update crm.sla_targets set due_at = '-infinity' where ticket % 29 = 0;
update crm.sla_targets set met_at = 'infinity' where ticket % 7 = 0 and met_at is null;
update crm.sla_targets set breached_at = 'infinity' where ticket % 5 = 0 and breached_at is null;
update crm.commitments set due_at = 'infinity', due_at_original = 'infinity' where id % 19 = 0;
update crm.commitments set due_at = '-infinity' where id % 23 = 0;
update crm.commitments set fulfilled_at = 'infinity' where id % 3 = 0 and fulfilled_at is null;
update crm.commitments set cancelled_at = 'infinity' where id % 5 = 0 and cancelled_at is null;
update crm.training_enrollments set due_at = 'infinity' where id % 13 = 0;
update crm.training_enrollments set completed_at = '-infinity' where id % 17 = 0;
update crm.surveys set sent_at = '-infinity' where id % 61 = 0;
update crm.surveys set responded_at = 'infinity' where id % 59 = 0;
