-- The tables and columns of Chatwoot (schema version 2025_08_16) that the preset reads, and a few beside them.
create table users (
  id serial primary key, provider varchar not null default 'email', uid varchar not null default '', name varchar not null, display_name varchar,
  email varchar, created_at timestamp not null, updated_at timestamp not null, type varchar
);
create index index_users_on_email on users (email);

create table account_users (
  id bigserial primary key, account_id bigint, user_id bigint, role integer default 0, created_at timestamp(6) not null, updated_at timestamp(6) not null
);
create unique index uniq_user_id_per_account_id on account_users (account_id, user_id);

create table teams (
  id bigserial primary key, name varchar not null, description text, allow_auto_assign boolean default true, account_id bigint not null,
  created_at timestamp(6) not null, updated_at timestamp(6) not null
);
create unique index index_teams_on_name_and_account_id on teams (name, account_id);

create table team_members (
  id bigserial primary key, team_id bigint not null, user_id bigint not null, created_at timestamp(6) not null, updated_at timestamp(6) not null
);
create unique index index_team_members_on_team_id_and_user_id on team_members (team_id, user_id);
create index index_team_members_on_user_id on team_members (user_id);

create table inboxes (
  id serial primary key, channel_id integer not null, account_id integer not null, name varchar not null, created_at timestamp not null,
  updated_at timestamp not null, channel_type varchar, working_hours_enabled boolean default false, timezone varchar default 'UTC',
  csat_survey_enabled boolean default false
);
create index index_inboxes_on_account_id on inboxes (account_id);

create table working_hours (
  id bigserial primary key, inbox_id bigint, account_id bigint, day_of_week integer not null, closed_all_day boolean default false, open_hour integer,
  open_minutes integer, close_hour integer, close_minutes integer, created_at timestamp(6) not null, updated_at timestamp(6) not null,
  open_all_day boolean default false
);
create index index_working_hours_on_inbox_id on working_hours (inbox_id);

create table contacts (
  id serial primary key, name varchar default '', email varchar, phone_number varchar, account_id integer not null, created_at timestamp not null,
  updated_at timestamp not null, additional_attributes jsonb default '{}', identifier varchar, custom_attributes jsonb default '{}',
  last_activity_at timestamp, contact_type integer default 0, blocked boolean not null default false
);
create index index_contacts_on_account_id on contacts (account_id);

create table conversations (
  id serial primary key, account_id integer not null, inbox_id integer not null, status integer not null default 0, assignee_id integer,
  created_at timestamp not null, updated_at timestamp not null, contact_id bigint, display_id integer not null, additional_attributes jsonb default '{}',
  uuid uuid not null default gen_random_uuid(), last_activity_at timestamp not null default current_timestamp, team_id bigint, campaign_id bigint,
  snoozed_until timestamp, custom_attributes jsonb default '{}', first_reply_created_at timestamp, priority integer, sla_policy_id bigint,
  waiting_since timestamp(6), cached_label_list text
);
create unique index index_conversations_on_account_id_and_display_id on conversations (account_id, display_id);
create index conv_acid_inbid_stat_asgnid_idx on conversations (account_id, inbox_id, status, assignee_id);
create index index_conversations_on_contact_id on conversations (contact_id);
create index index_conversations_on_team_id on conversations (team_id);
create index index_conversations_on_first_reply_created_at on conversations (first_reply_created_at);

create table messages (
  id serial primary key, content text, account_id integer not null, inbox_id integer not null, conversation_id integer not null,
  message_type integer not null, created_at timestamp not null, updated_at timestamp not null, private boolean not null default false,
  status integer default 0, content_type integer not null default 0, content_attributes json default '{}', sender_type varchar, sender_id bigint,
  additional_attributes jsonb default '{}'
);
create index index_messages_on_conversation_id on messages (conversation_id);
create index index_messages_on_conversation_account_type_created on messages (conversation_id, account_id, message_type, created_at);
create index idx_messages_account_content_created on messages (account_id, content_type, created_at);
create index index_messages_on_created_at on messages (created_at);

create table csat_survey_responses (
  id bigserial primary key, account_id bigint not null, conversation_id bigint not null, message_id bigint not null, rating integer not null,
  feedback_message text, contact_id bigint not null, assigned_agent_id bigint, created_at timestamp(6) not null, updated_at timestamp(6) not null
);
create unique index index_csat_survey_responses_on_message_id on csat_survey_responses (message_id);

create table reporting_events (
  id bigserial primary key, name varchar, value double precision, account_id integer, inbox_id integer, user_id integer, conversation_id integer,
  created_at timestamp(6) not null, updated_at timestamp(6) not null, value_in_business_hours double precision, event_start_time timestamp,
  event_end_time timestamp
);
create index reporting_events__account_id__name__created_at on reporting_events (account_id, name, created_at);
create index index_reporting_events_on_conversation_id on reporting_events (conversation_id);
create index index_reporting_events_on_name on reporting_events (name);

create table sla_policies (
  id bigserial primary key, name varchar not null, first_response_time_threshold double precision, next_response_time_threshold double precision,
  only_during_business_hours boolean default false, account_id bigint not null, created_at timestamp(6) not null, updated_at timestamp(6) not null,
  resolution_time_threshold double precision
);

create table applied_slas (
  id bigserial primary key, account_id bigint not null, sla_policy_id bigint not null, conversation_id bigint not null,
  created_at timestamp(6) not null, updated_at timestamp(6) not null, sla_status integer default 0
);
create unique index index_applied_slas_on_account_sla_policy_conversation on applied_slas (account_id, sla_policy_id, conversation_id);
create index index_applied_slas_on_conversation_id on applied_slas (conversation_id);

create table sla_events (
  id bigserial primary key, applied_sla_id bigint not null, conversation_id bigint not null, account_id bigint not null, sla_policy_id bigint not null,
  inbox_id bigint not null, event_type integer, meta jsonb default '{}', created_at timestamp(6) not null, updated_at timestamp(6) not null
);
create index index_sla_events_on_applied_sla_id on sla_events (applied_sla_id);
