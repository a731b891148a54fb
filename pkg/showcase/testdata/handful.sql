-- A company that has just begun with its CRM: a handful of rows, of which some things cannot be computed. :now is the time of the test.
insert into crm.teams (id, name, department) values (1, 'Sales', 'sales'), (2, 'Help', 'support');
insert into crm.users (id, name, email, team, is_quota_carrying, hired_at) values
    (1, 'Ann Bell', 'ann@example.com', 1, true, :now - interval '400 days'),
    (2, 'Ben Cook', null, 2, false, null);
insert into crm.pipelines (id, name) values (1, 'New business');
insert into crm.stages (id, pipeline, name, position, probability, kind) values
    (1, 1, 'Qualification', 1, 0.2, 'open'), (2, 1, 'Proposal', 2, 0.5, 'open'), (3, 1, 'Won', 3, 1, 'won'), (4, 1, 'Lost', 4, 0, 'lost');
insert into crm.accounts (id, name, owner, created_at, first_won_at) values
    (1, 'Acme', 1, :now - interval '60 days', :now - interval '10 days'), (2, 'Bolt', null, :now - interval '5 days', null);
insert into crm.leads (id, name, owner, source, status, created_at) values (1, 'Bolt', 1, 'web', 'new', :now - interval '5 days');
insert into crm.deals (id, name, account, owner, pipeline, stage, type, status, amount, probability, expected_close_on, created_at, closed_at) values
    (1, 'Acme starts', 1, 1, 1, 3, 'new', 'won', 1200, 1, (:now - interval '9 days')::date, :now - interval '50 days', :now - interval '10 days'),
    (2, 'Acme grows', 1, 1, 1, 2, 'upsell', 'open', 800, 0.5, (:now + interval '20 days')::date, :now - interval '8 days', null),
    (3, 'Bolt starts', 2, null, 1, 1, null, 'open', null, null, null, :now - interval '2 days', null);
insert into crm.targets (metric, scope, period_start, period_end, value) values
    ('revenue', 'company', date_trunc('year', :now at time zone 'Europe/Berlin')::date, (date_trunc('year', :now at time zone 'Europe/Berlin') + interval '1 year')::date, 10000);
insert into crm.tickets (id, subject, account, agent, team, priority, status, created_at) values
    (1, 'It does not start', 1, 2, 2, 'normal', 'open', :now - interval '3 hours');
insert into crm.activities (id, type, subject, owner, account, deal, status, created_at, starts_at) values
    (1, 'call', 'Ask Acme', 1, 1, 2, 'planned', :now - interval '1 day', :now + interval '1 day');
