-- +goose Up
create table crm.activities (
    id               bigint primary key,
    type             text check (type in ('call', 'meeting', 'email', 'task', 'demo')),
    subject          text,
    owner            bigint references crm.users,
    account          bigint references crm.accounts,
    lead             bigint references crm.leads,
    deal             bigint references crm.deals,
    ticket           bigint references crm.tickets,
    status           text not null check (status in ('planned', 'done', 'cancelled')),
    created_at       timestamptz not null,
    starts_at        timestamptz,
    due_at           timestamptz,
    completed_at     timestamptz,
    duration_minutes integer check (duration_minutes >= 0),
    is_automated     boolean not null default false,
    url              text
);
create index activities_completed_at on crm.activities (completed_at) where completed_at is not null;
create index activities_planned_starts_at on crm.activities (starts_at) where status = 'planned';
create index activities_planned_due_at on crm.activities (due_at) where status = 'planned';
create index activities_deal on crm.activities (deal) where deal is not null;
create index activities_account on crm.activities (account);
comment on table crm.activities is 'What people did and plan to do';
comment on column crm.activities.id is 'Identifier in the CRM';
comment on column crm.activities.type is 'call, meeting, email, task or demo';
comment on column crm.activities.subject is 'Subject';
comment on column crm.activities.owner is 'Who does it';
comment on column crm.activities.account is 'Company';
comment on column crm.activities.lead is 'Lead';
comment on column crm.activities.deal is 'Deal';
comment on column crm.activities.ticket is 'Ticket';
comment on column crm.activities.status is 'planned, done or cancelled';
comment on column crm.activities.created_at is 'When it was entered';
comment on column crm.activities.starts_at is 'Planned start';
comment on column crm.activities.due_at is 'Deadline';
comment on column crm.activities.completed_at is 'When it was done';
comment on column crm.activities.duration_minutes is 'Minutes spent or planned';
comment on column crm.activities.is_automated is 'Done by a machine, such as a mail sequence';
comment on column crm.activities.url is 'Link to the record in the CRM';
