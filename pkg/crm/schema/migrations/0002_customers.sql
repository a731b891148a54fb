-- +goose Up
create table crm.campaigns (
    id        bigint primary key,
    name      text not null,
    channel   text,
    status    text check (status in ('planned', 'active', 'completed', 'cancelled')),
    starts_on date,
    ends_on   date,
    budget    numeric(18,2) check (budget >= 0),
    currency  text check (length(currency) = 3),
    check (ends_on >= starts_on)
);
comment on table crm.campaigns is 'Marketing campaigns';
comment on column crm.campaigns.id is 'Identifier in the CRM';
comment on column crm.campaigns.name is 'Name shown to people';
comment on column crm.campaigns.channel is 'Channel it runs on, such as search, social, email, events';
comment on column crm.campaigns.status is 'planned, active, completed or cancelled';
comment on column crm.campaigns.starts_on is 'First day';
comment on column crm.campaigns.ends_on is 'Last day; null = open-ended';
comment on column crm.campaigns.budget is 'Money planned for the whole campaign';
comment on column crm.campaigns.currency is 'Currency of the budget, ISO 4217; null = reporting currency';

create table crm.accounts (
    id           bigint primary key,
    name         text not null,
    owner        bigint references crm.users,
    segment      text,
    industry     text,
    region       text,
    country      text,
    source       text,
    channel      text,
    campaign     bigint references crm.campaigns,
    created_at   timestamptz not null,
    first_won_at timestamptz,
    churned_at   timestamptz,
    url          text
);
create index accounts_created_at on crm.accounts (created_at);
create index accounts_first_won_at on crm.accounts (first_won_at) where first_won_at is not null;
create index accounts_churned_at on crm.accounts (churned_at) where churned_at is not null;
create index accounts_owner on crm.accounts (owner);
comment on table crm.accounts is 'Companies: prospects and customers';
comment on column crm.accounts.id is 'Identifier in the CRM';
comment on column crm.accounts.name is 'Name of the company';
comment on column crm.accounts.owner is 'Account manager; null = nobody';
comment on column crm.accounts.segment is 'Size class, such as SMB, Mid-Market, Enterprise';
comment on column crm.accounts.industry is 'Line of business';
comment on column crm.accounts.region is 'Sales region, such as EMEA';
comment on column crm.accounts.country is 'Country, ISO 3166-1 alpha-2';
comment on column crm.accounts.source is 'Source of the lead that brought it';
comment on column crm.accounts.channel is 'Channel of the lead that brought it';
comment on column crm.accounts.campaign is 'Campaign of the lead that brought it';
comment on column crm.accounts.created_at is 'When it was entered';
comment on column crm.accounts.first_won_at is 'When its first deal was won, that is when it became a customer';
comment on column crm.accounts.churned_at is 'When it stopped being a customer';
comment on column crm.accounts.url is 'Link to the record in the CRM';

create table crm.contacts (
    id          bigint primary key,
    account     bigint references crm.accounts,
    name        text,
    email       text,
    phone       text,
    preferences text
);
create index contacts_account on crm.contacts (account);
comment on table crm.contacts is 'People at the accounts';
comment on column crm.contacts.id is 'Identifier in the CRM';
comment on column crm.contacts.account is 'Company the person works for';
comment on column crm.contacts.name is 'Full name';
comment on column crm.contacts.email is 'E-mail address';
comment on column crm.contacts.phone is 'Telephone number';
comment on column crm.contacts.preferences is 'What the person likes, in free words: times to call, language, topics';
