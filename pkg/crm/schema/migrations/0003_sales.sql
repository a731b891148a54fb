-- +goose Up
create table crm.pipelines (
    id   bigint primary key,
    name text not null
);
comment on table crm.pipelines is 'Sales processes';
comment on column crm.pipelines.id is 'Identifier in the CRM';
comment on column crm.pipelines.name is 'Name shown to people';

create table crm.stages (
    id               bigint primary key,
    pipeline         bigint not null references crm.pipelines,
    name             text not null,
    position         integer not null,
    probability      numeric(5,4) check (probability between 0 and 1),
    kind             text not null check (kind in ('open', 'won', 'lost')),
    stall_after_days integer check (stall_after_days > 0),
    unique (pipeline, position)
);
comment on table crm.stages is 'Steps of a pipeline';
comment on column crm.stages.id is 'Identifier in the CRM';
comment on column crm.stages.pipeline is 'Pipeline it belongs to';
comment on column crm.stages.name is 'Name shown to people';
comment on column crm.stages.position is 'Order within the pipeline';
comment on column crm.stages.probability is 'Usual probability of winning a deal in this stage, 0–1';
comment on column crm.stages.kind is 'open, won or lost';
comment on column crm.stages.stall_after_days is 'Days in the stage after which a deal counts as stalled; null = judged by the past';

create table crm.leads (
    id                 bigint primary key,
    name               text,
    owner              bigint references crm.users,
    source             text,
    channel            text,
    campaign           bigint references crm.campaigns,
    status             text not null check (status in ('new', 'contacted', 'qualified', 'converted', 'disqualified')),
    created_at         timestamptz not null,
    first_contacted_at timestamptz,
    qualified_at       timestamptz,
    converted_at       timestamptz,
    account            bigint references crm.accounts,
    deal               bigint,
    url                text
);
create index leads_created_at on crm.leads (created_at);
create index leads_untouched on crm.leads (created_at) where first_contacted_at is null;
create index leads_deal on crm.leads (deal) where deal is not null;
create index leads_converted_at on crm.leads (converted_at) where converted_at is not null;
comment on table crm.leads is 'Enquiries and prospects before they become deals';
comment on column crm.leads.id is 'Identifier in the CRM';
comment on column crm.leads.name is 'Person or company';
comment on column crm.leads.owner is 'Who works on it; null = nobody yet';
comment on column crm.leads.source is 'Where it came from, such as website, trade show; null = unknown';
comment on column crm.leads.channel is 'Marketing channel';
comment on column crm.leads.campaign is 'Campaign that created it';
comment on column crm.leads.status is 'new, contacted, qualified, converted or disqualified';
comment on column crm.leads.created_at is 'When it came in';
comment on column crm.leads.first_contacted_at is 'First contact by a person; null = never';
comment on column crm.leads.qualified_at is 'When it was found worth pursuing';
comment on column crm.leads.converted_at is 'When it became a deal';
comment on column crm.leads.account is 'Company it turned out to be';
comment on column crm.leads.deal is 'Deal it became';
comment on column crm.leads.url is 'Link to the record in the CRM';

create table crm.deals (
    id                bigint primary key,
    name              text,
    account           bigint references crm.accounts,
    lead              bigint references crm.leads,
    owner             bigint references crm.users,
    closed_by         bigint references crm.users,
    pipeline          bigint references crm.pipelines,
    stage             bigint references crm.stages,
    campaign          bigint references crm.campaigns,
    source            text,
    type              text check (type in ('new', 'renewal', 'upsell', 'cross_sell')),
    status            text not null check (status in ('open', 'won', 'lost')),
    amount            numeric(18,2),
    currency          text check (length(currency) = 3),
    probability       numeric(5,4) check (probability between 0 and 1),
    forecast_category text check (forecast_category in ('pipeline', 'best_case', 'commit', 'omitted')),
    expected_close_on date,
    created_at        timestamptz not null,
    closed_at         timestamptz,
    lost_reason       text,
    url               text,
    check ((status = 'open') = (closed_at is null))
);
create index deals_created_at on crm.deals (created_at);
-- The question asked most, revenue and wins by time, rep and account, is answered from this index alone.
create index deals_closed_at on crm.deals (closed_at) include (id, status, amount, currency, owner, closed_by, account)
    where closed_at is not null;
create index deals_open_expected_close_on on crm.deals (expected_close_on) where status = 'open';
create index deals_account on crm.deals (account);
create index deals_lead on crm.deals (lead) where lead is not null;
create index deals_open_owner on crm.deals (owner) where status = 'open';
comment on table crm.deals is 'Opportunities';
comment on column crm.deals.id is 'Identifier in the CRM';
comment on column crm.deals.name is 'Name shown to people';
comment on column crm.deals.account is 'Buying company';
comment on column crm.deals.lead is 'Lead it came from';
comment on column crm.deals.owner is 'Rep; null = nobody';
comment on column crm.deals.closed_by is 'Who closed it, when known';
comment on column crm.deals.pipeline is 'Sales process';
comment on column crm.deals.stage is 'Present stage';
comment on column crm.deals.campaign is 'Campaign of the lead';
comment on column crm.deals.source is 'Where it came from, such as website, cold call; null = unknown';
comment on column crm.deals.type is 'new, renewal, upsell or cross_sell';
comment on column crm.deals.status is 'open, won or lost';
comment on column crm.deals.amount is 'Value; null = not estimated';
comment on column crm.deals.currency is 'Currency of the amount, ISO 4217; null = reporting currency';
comment on column crm.deals.probability is 'Probability of winning, 0–1';
comment on column crm.deals.forecast_category is 'pipeline, best_case, commit or omitted';
comment on column crm.deals.expected_close_on is 'Day on which the rep expects the decision';
comment on column crm.deals.created_at is 'When it was entered';
comment on column crm.deals.closed_at is 'When it was won or lost; null while open';
comment on column crm.deals.lost_reason is 'Why it was lost';
comment on column crm.deals.url is 'Link to the record in the CRM';

alter table crm.leads add foreign key (deal) references crm.deals;

create table crm.deal_history (
    id                bigint generated by default as identity primary key,
    deal              bigint not null references crm.deals,
    valid_from        timestamptz not null,
    valid_to          timestamptz,
    stage             bigint references crm.stages,
    owner             bigint references crm.users,
    status            text not null check (status in ('open', 'won', 'lost')),
    amount            numeric(18,2),
    currency          text check (length(currency) = 3),
    probability       numeric(5,4) check (probability between 0 and 1),
    forecast_category text check (forecast_category in ('pipeline', 'best_case', 'commit', 'omitted')),
    expected_close_on date,
    check (valid_to > valid_from),
    unique (deal, valid_from)
);
create unique index deal_history_current on crm.deal_history (deal) where valid_to is null;
create index deal_history_valid_from on crm.deal_history (valid_from);
create index deal_history_valid_to on crm.deal_history (valid_to) where valid_to is not null;
comment on table crm.deal_history is 'Versions of the deals: the state at t is the row with valid_from <= t < valid_to';
comment on column crm.deal_history.id is 'Row number, of no meaning';
comment on column crm.deal_history.deal is 'Deal';
comment on column crm.deal_history.valid_from is 'From when this version held';
comment on column crm.deal_history.valid_to is 'Until when, exclusive; null = it holds now';
comment on column crm.deal_history.stage is 'Stage then';
comment on column crm.deal_history.owner is 'Rep then';
comment on column crm.deal_history.status is 'Status then';
comment on column crm.deal_history.amount is 'Value then';
comment on column crm.deal_history.currency is 'Currency of the amount, ISO 4217; null = reporting currency';
comment on column crm.deal_history.probability is 'Probability then, 0–1';
comment on column crm.deal_history.forecast_category is 'Forecast category then';
comment on column crm.deal_history.expected_close_on is 'Expected decision then';

create table crm.quotes (
    id          bigint primary key,
    deal        bigint references crm.deals,
    account     bigint references crm.accounts,
    owner       bigint references crm.users,
    revision    integer not null default 1 check (revision > 0),
    is_latest   boolean not null default true,
    status      text not null check (status in ('draft', 'sent', 'accepted', 'declined', 'expired')),
    amount      numeric(18,2),
    currency    text check (length(currency) = 3),
    sent_at     timestamptz,
    decided_at  timestamptz,
    valid_until date
);
create index quotes_deal on crm.quotes (deal);
create index quotes_sent_at on crm.quotes (sent_at);
create index quotes_decided_at on crm.quotes (decided_at) where decided_at is not null;
create index quotes_open on crm.quotes (valid_until) where is_latest and status = 'sent';
comment on table crm.quotes is 'Offers, in revisions';
comment on column crm.quotes.id is 'Identifier in the CRM';
comment on column crm.quotes.deal is 'Deal it belongs to';
comment on column crm.quotes.account is 'Company it was sent to';
comment on column crm.quotes.owner is 'Rep';
comment on column crm.quotes.revision is 'Number of the revision within the deal, from 1';
comment on column crm.quotes.is_latest is 'Is the newest revision';
comment on column crm.quotes.status is 'draft, sent, accepted, declined or expired';
comment on column crm.quotes.amount is 'Value';
comment on column crm.quotes.currency is 'Currency of the amount, ISO 4217; null = reporting currency';
comment on column crm.quotes.sent_at is 'When it was sent; null = draft';
comment on column crm.quotes.decided_at is 'When it was accepted or declined';
comment on column crm.quotes.valid_until is 'Last day on which it may be accepted';
