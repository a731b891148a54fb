-- A small company on which every alert rule is silent and has something to judge: two sales teams, two support teams, two channels,
-- by the clock. :now is the instant of the questions. Days and months are those of :zone.
truncate crm.teams, crm.users, crm.campaigns, crm.accounts, crm.pipelines, crm.stages, crm.leads, crm.deals, crm.deal_history, crm.targets,
    crm.forecast_submissions, crm.orders, crm.campaign_costs, crm.touches, crm.social_mentions, crm.tickets, crm.sla_targets, crm.surveys,
    crm.activities, crm.feedback, crm.commitments, crm.standard_checks, crm.trainings, crm.training_enrollments, crm.business_hours restart identity cascade;

insert into crm.teams (id, name, parent, department) values
    (1, 'Company', null, null), (10, 'North', 1, 'sales'), (11, 'South & East', 1, 'sales'), (20, 'Desk', 1, 'support'), (21, 'Field', 1, 'support');
insert into crm.users (id, name, team, is_quota_carrying, hired_at) values
    (100, 'Anna', 10, true, :now - interval '5 years'), (101, 'Boris', 11, true, :now - interval '5 years'),
    (200, 'Clara', 20, false, :now - interval '5 years'), (201, 'Denis', 21, false, :now - interval '5 years');
insert into crm.business_hours (schedule, weekday, opens, closes, timezone)
    select s, d, '08:00', '18:00', :zone from unnest(array['default', 'Desk', 'Field']) s, generate_series(1, 5) d;
insert into crm.campaigns (id, name, channel, status, starts_on, currency) values
    (1, 'Search', 'search', 'active', (:now - interval '4 years')::date, 'USD'), (2, 'Mailing', 'email', 'active', (:now - interval '4 years')::date, 'USD');
insert into crm.campaign_costs (campaign, channel, spent_on, kind, amount, currency)
    select c, case c when 1 then 'search' else 'email' end, (:now - d * interval '1 day')::date, 'media', 200 / c, 'USD'
    from generate_series(1, 2) c, generate_series(1, 400) d;
insert into crm.pipelines (id, name) values (1, 'Sales');
insert into crm.stages (id, pipeline, name, position, probability, kind, stall_after_days) values
    (1, 1, 'Proposal', 1, 0.5, 'open', 30), (2, 1, 'Won', 2, 1, 'won', null), (3, 1, 'Lost', 3, 0, 'lost', null);

-- A lead every six hours for each rep and channel; every tenth becomes a sale 20 days later, of a new customer.
insert into crm.leads (id, owner, channel, campaign, status, created_at, first_contacted_at)
    select n * 4 + r * 2 + c - 3, 99 + r, case c when 1 then 'search' else 'email' end, c, 'contacted', at, at + interval '1 hour'
    from generate_series(1, 3200) n, generate_series(1, 2) r, generate_series(1, 2) c, lateral (select :now - n * interval '6 hours' as at) t;
insert into crm.accounts (id, name, owner, region, channel, campaign, created_at, first_won_at)
    select id, 'Customer ' || id, owner, 'EMEA', channel, campaign, created_at, created_at + interval '20 days'
    from crm.leads where (id / 4) % 10 = 1 and created_at < :now - interval '20 days';
insert into crm.deals (id, name, account, lead, owner, closed_by, pipeline, stage, campaign, type, status, amount, currency, created_at, closed_at, expected_close_on)
    select l.id, 'Sale ' || l.id, l.id, l.id, l.owner, l.owner, 1, 2, l.campaign, 'new', 'won', 500, 'USD', l.created_at + interval '1 day',
        a.first_won_at, (a.first_won_at)::date
    from crm.leads l join crm.accounts a on a.id = l.id;
update crm.leads set deal = d.id, account = d.id, status = 'converted', converted_at = d.created_at from crm.deals d where d.lead = leads.id;
insert into crm.touches (lead, account, deal, campaign, channel, kind, occurred_at)
    select id, account, deal, campaign, channel, 'click', created_at from crm.leads where deal is not null;
insert into crm.orders (id, account, owner, campaign, status, ordered_at, amount, cost, currency)
    select a.id * 100 + n, a.id, a.owner, a.campaign, 'delivered', a.first_won_at + n * interval '100 days', 800, 300, 'USD'
    from crm.accounts a, generate_series(0, 7) n where a.first_won_at + n * interval '100 days' < :now;

-- Open deals, one expected every third day for each rep, entered ten days ago.
insert into crm.deals (id, name, account, owner, pipeline, stage, type, status, amount, currency, probability, forecast_category, expected_close_on, created_at)
    select 100000 + n * 2 + r, 'Deal', null, 99 + r, 1, 1, 'new', 'open', 3000, 'USD', 0.5, 'pipeline',
        (:now at time zone :zone)::date + n * 3, :now - interval '10 days'
    from generate_series(1, 50) n, generate_series(1, 2) r;
insert into crm.deal_history (deal, valid_from, stage, owner, status, amount, currency, probability, forecast_category, expected_close_on)
    select id, created_at, stage, owner, status, amount, currency, probability, forecast_category, expected_close_on from crm.deals where status = 'open';

-- Sales are 400 a day for each team: targets of 350, forecasts of what comes, both for months.
insert into crm.targets (metric, scope, scope_id, period_start, period_end, value, currency)
    select metric, scope, scope_id, m::date, (m + interval '1 month')::date, v * case when metric = 'revenue' then extract(day from m + interval '1 month' - interval '1 day') else 1 end, currency
    from generate_series(date_trunc('month', :now at time zone :zone) - interval '13 months', date_trunc('month', :now at time zone :zone) + interval '12 months', interval '1 month') m,
        (values ('revenue', 'team', '10', 350, 'USD'), ('revenue', 'team', '11', 350, 'USD'), ('revenue', 'company', null, 700, 'USD'),
            ('first_response_time', 'team', '20', 60, null), ('first_response_time', 'team', '21', 60, null),
            ('csat', 'team', '20', 0.8, null), ('csat', 'team', '21', 0.8, null),
            ('cost_per_lead', 'channel', 'search', 30, 'USD'), ('cost_per_lead', 'channel', 'email', 15, 'USD')) t (metric, scope, scope_id, v, currency);
insert into crm.forecast_submissions (owner, team, period_start, period_end, category, amount, currency, submitted_at)
    select 99 + r, 9 + r, m::date, (m + interval '1 month')::date, 'commit', 410 * extract(day from m + interval '1 month' - interval '1 day'), 'USD',
        (m - interval '2 days') at time zone :zone
    from generate_series(date_trunc('month', :now at time zone :zone) - interval '6 months', date_trunc('month', :now at time zone :zone), interval '1 month') m,
        generate_series(1, 2) r;

insert into crm.social_mentions (id, platform, is_own_brand, sentiment, reach, published_at, responded_at)
    select n, case when n % 2 = 0 then 'X' else 'G2' end, true, case when n % 4 < 2 then 'negative' else 'positive' end, 100, at, at + interval '1 hour'
    from generate_series(1, 1500) n, lateral (select :now - n * interval '30 minutes' as at) t;

-- Ten tickets a day for each support team, answered in 20 minutes and solved in five hours, and 30 old ones that wait for others.
insert into crm.tickets (id, subject, account, agent, team, category, priority, kind, status, created_at, first_response_at, first_solved_at, solved_at)
    select n * 2 + t, 'Ticket', null, 199 + t, 19 + t, 'billing', 'normal', 'question', 'solved', at, at + interval '20 minutes', at + interval '5 hours', at + interval '5 hours'
    from generate_series(3, 600) n, generate_series(1, 2) t, lateral (select :now - n * interval '144 minutes' as at) x;
insert into crm.tickets (id, subject, agent, team, category, priority, kind, status, created_at, first_response_at)
    select 10000 + n * 2 + t, 'Old ticket', 199 + t, 19 + t, 'licence', 'low', 'request', 'pending', :now - interval '70 days', :now - interval '70 days' + interval '20 minutes'
    from generate_series(1, 30) n, generate_series(1, 2) t;
insert into crm.sla_targets (ticket, metric, due_at, met_at)
    select id, 'first_response', created_at + interval '1 hour', first_response_at from crm.tickets;
insert into crm.sla_targets (ticket, metric, due_at) select id, 'resolution', :now + interval '1 hour' from crm.tickets where id between 10001 and 10004;
insert into crm.surveys (id, kind, ticket, agent, sent_at, responded_at, score, scale_max)
    select id, 'csat', id, agent, solved_at, solved_at + interval '3 hours', case when (id / 10) % 10 = 0 then 2 else 5 end, 5
    from crm.tickets where solved_at < :now - interval '3 hours' and (id / 2) % 5 = 0;
insert into crm.feedback (id, kind, ticket, category, status, received_at)
    select n, 'complaint', null, case n % 2 when 0 then 'billing' else 'delivery' end, 'resolved', :now - n * interval '12 hours' from generate_series(1, 150) n;
insert into crm.activities (id, type, owner, status, created_at, completed_at)
    select n, 'call', 100 + n % 2, 'done', :now - n * interval '2 hours', :now - n * interval '2 hours' + interval '10 minutes' from generate_series(1, 200) n;
insert into crm.commitments (id, kind, owner, due_at_original, due_at, fulfilled_at)
    select n * 2 + r, 'callback', 99 + r, at, at, case when n > 0 then at - interval '1 hour' end
    from generate_series(-3, 40) n, generate_series(1, 2) r, lateral (select :now - n * interval '1 day' + interval '1 hour' as at) t;
insert into crm.standard_checks (standard, category, owner, team, passed, checked_at)
    select s, 'service_quality', 200, 20, n % 20 <> 0, :now - n * interval '8 hours' from unnest(array['Polite answer', 'Case documented']) s, generate_series(1, 120) n;
insert into crm.trainings (id, name) values (1, 'Active listening');
insert into crm.training_enrollments (training, "user", enrolled_at, due_at, completed_at)
    select 1, 199 + t, :now - interval '60 days', :now - interval '10 days' + n * interval '3 days', case when n between 0 and 2 then :now - interval '11 days' end
    from generate_series(0, 8) n, generate_series(1, 2) t;
update crm.training_enrollments set completed_at = :now - interval '1 day' where completed_at is null and due_at < :now;
analyze;
