-- Values that are missing, and numbers that are none: here and there, and of everything that somebody, a customer, a campaign, a kind or a
-- month has, so that there is nothing to add up.
alter table crm.campaign_costs alter amount drop not null, alter amount type float8;
alter table crm.orders alter amount type float8, alter cost type float8;
alter table crm.deals alter amount type float8;

update crm.campaign_costs set amount = null where id % 17 = 0 or campaign % 6 = 0 or spent_on between '2025-02-01' and '2025-02-28';
update crm.campaign_costs set amount = 'NaN' where id % 97 = 0 or channel = 'events' and spent_on between '2025-11-01' and '2025-11-30';
update crm.campaign_costs set amount = 'infinity' where id % 101 = 0;

update crm.deals set amount = null where account % 9 = 0 or owner = (select min(owner) from crm.deals where owner > (select min(owner) from crm.deals));
update crm.deals set amount = null where closed_at >= '2025-06-10' and closed_at < '2025-06-17';
update crm.deals set amount = null where source = (select min(source) from crm.deals where source <> '');
update crm.deals set amount = 'NaN' where id % 131 = 0;
update crm.deals set amount = '-infinity' where id % 137 = 0;
update crm.deals set amount = -amount where id % 139 = 0;
update crm.deal_history as h set amount = null from crm.deals as d where d.id = h.deal and d.amount is null;
update crm.deal_history set probability = null where id % 31 = 0;
update crm.deal_history set amount = 'NaN' where id % 127 = 0;

update crm.quotes set amount = null where id % 7 = 0 or account % 5 = 0;
update crm.orders set amount = null where id % 23 = 0 or account % 7 = 0 or ordered_at >= '2025-08-01' and ordered_at < '2025-08-15';
update crm.orders set amount = 'NaN' where id % 53 = 0;
update crm.orders set cost = 'infinity' where id % 59 = 0;

update crm.activities set duration_minutes = null where id % 6 = 0 or owner % 5 = 0;
update crm.social_mentions set reach = null where id % 5 = 0 or platform = (select min(platform) from crm.social_mentions);
