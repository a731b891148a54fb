-- +goose Up
create table crm.teams (
    id         bigint primary key,
    name       text not null,
    parent     bigint references crm.teams,
    department text check (department in ('sales', 'marketing', 'support'))
);
comment on table crm.teams is 'Organisational units; a team may belong to another team';
comment on column crm.teams.id is 'Identifier in the CRM';
comment on column crm.teams.name is 'Name shown to people';
comment on column crm.teams.parent is 'Team it belongs to; null at the top';
comment on column crm.teams.department is 'sales, marketing or support; null for the company itself';

create table crm.users (
    id                bigint primary key,
    name              text not null,
    email             text,
    team              bigint references crm.teams,
    manager           bigint references crm.users,
    is_quota_carrying boolean not null default false,
    fte               numeric(4,2) not null default 1 check (fte >= 0),
    hired_at          timestamptz,
    ramped_at         timestamptz,
    left_at           timestamptz
);
create index users_team on crm.users (team);
create index users_email on crm.users (lower(email));
comment on table crm.users is 'People who work with the CRM: reps, agents, marketers, managers';
comment on column crm.users.id is 'Identifier in the CRM';
comment on column crm.users.name is 'Full name; not unique';
comment on column crm.users.email is 'Work address, by which a login is matched to a user';
comment on column crm.users.team is 'Team';
comment on column crm.users.manager is 'Direct superior';
comment on column crm.users.is_quota_carrying is 'Has a revenue quota';
comment on column crm.users.fte is 'Full-time equivalent, 1 = full time';
comment on column crm.users.hired_at is 'First day of employment';
comment on column crm.users.ramped_at is 'From when full productivity is expected';
comment on column crm.users.left_at is 'End of employment; null while employed';
