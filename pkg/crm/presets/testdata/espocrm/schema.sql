-- The tables of EspoCRM that the preset reads, with the columns it reads and those that are easily taken for them.
create table team (id varchar(24) primary key, name varchar(100), deleted boolean not null default false);
create table "user" (id varchar(24) primary key, user_name varchar(50), type varchar(24) default 'regular', password varchar(150),
  first_name varchar(100), last_name varchar(100), is_active boolean not null default true, default_team_id varchar(24),
  deleted boolean not null default false, created_at timestamp(0));
create table team_user (id bigserial primary key, team_id varchar(24), user_id varchar(24), role varchar(100), deleted boolean default false);
create unique index uniq_team_user on team_user (team_id, user_id);
create table entity_team (id bigserial primary key, entity_id varchar(24), team_id varchar(24), entity_type varchar(100), deleted boolean default false);
create index idx_entity_team_entity_id on entity_team (entity_id);
create table email_address (id varchar(24) primary key, name varchar(255), lower varchar(255), deleted boolean not null default false);
create table entity_email_address (id bigserial primary key, entity_id varchar(24), email_address_id varchar(24), entity_type varchar(100),
  "primary" boolean default false, deleted boolean default false);
create table currency (id varchar(3) primary key, rate double precision);
create table campaign (id varchar(24) primary key, name varchar(255), status varchar(255), type varchar(64), start_date date, end_date date,
  budget double precision, budget_currency varchar(3), assigned_user_id varchar(24), created_at timestamp(0), deleted boolean not null default false);
create table campaign_log_record (id varchar(24) primary key, action varchar(50), action_date timestamp(0), campaign_id varchar(24),
  parent_id varchar(24), parent_type varchar(100), is_test boolean not null default false, deleted boolean not null default false);
create table account (id varchar(24) primary key, name varchar(249), type varchar(255), industry varchar(255), billing_address_state varchar(255),
  billing_address_country varchar(255), campaign_id varchar(24), assigned_user_id varchar(24), created_at timestamp(0), modified_at timestamp(0),
  deleted boolean not null default false);
create table contact (id varchar(24) primary key, first_name varchar(100), last_name varchar(100), account_id varchar(24),
  assigned_user_id varchar(24), created_at timestamp(0), deleted boolean not null default false);
create table opportunity (id varchar(24) primary key, name varchar(255), amount double precision, amount_currency varchar(3), stage varchar(255),
  last_stage varchar(255), probability int, lead_source varchar(255), close_date date, account_id varchar(24), contact_id varchar(24),
  campaign_id varchar(24), assigned_user_id varchar(24), created_at timestamp(0), modified_at timestamp(0), deleted boolean not null default false);
create index idx_opportunity_stage on opportunity (stage, deleted);
create index idx_opportunity_created_at on opportunity (created_at, deleted);
create index idx_opportunity_assigned_user on opportunity (assigned_user_id, deleted);
create index idx_opportunity_account_id on opportunity (account_id);
create table lead (id varchar(24) primary key, first_name varchar(100), last_name varchar(100), account_name varchar(255), status varchar(255),
  source varchar(255), opportunity_amount double precision, opportunity_amount_currency varchar(3), campaign_id varchar(24),
  created_account_id varchar(24), created_contact_id varchar(24), created_opportunity_id varchar(24), assigned_user_id varchar(24),
  converted_at timestamp(0), created_at timestamp(0), modified_at timestamp(0), deleted boolean not null default false);
create index idx_lead_created_opportunity_id on lead (created_opportunity_id);
create index idx_lead_created_at on lead (created_at, deleted);
create table call (id varchar(24) primary key, name varchar(255), status varchar(255), direction varchar(255), date_start timestamp(0),
  date_end timestamp(0), parent_id varchar(24), parent_type varchar(100), account_id varchar(24), assigned_user_id varchar(24),
  created_at timestamp(0), deleted boolean not null default false);
create index idx_call_parent on call (parent_id, parent_type);
create table meeting (id varchar(24) primary key, name varchar(255), status varchar(255), date_start timestamp(0), date_end timestamp(0),
  date_start_date date, date_end_date date, parent_id varchar(24), parent_type varchar(100), account_id varchar(24), assigned_user_id varchar(24),
  created_at timestamp(0), deleted boolean not null default false);
create table task (id varchar(24) primary key, name varchar(255), status varchar(255), priority varchar(255), date_start timestamp(0),
  date_end timestamp(0), date_start_date date, date_end_date date, date_completed timestamp(0), parent_id varchar(24), parent_type varchar(100),
  account_id varchar(24), assigned_user_id varchar(24), created_at timestamp(0), modified_at timestamp(0), deleted boolean not null default false);
create table call_lead (id bigserial primary key, call_id varchar(24), lead_id varchar(24), status varchar(36), deleted boolean default false);
create table meeting_lead (id bigserial primary key, meeting_id varchar(24), lead_id varchar(24), status varchar(36), deleted boolean default false);
create table email (id varchar(24) primary key, name varchar(255), status varchar(255), date_sent timestamp(0), parent_id varchar(24),
  parent_type varchar(100), account_id varchar(24), sent_by_id varchar(24), created_by_id varchar(24), assigned_user_id varchar(24),
  is_system boolean not null default false, created_at timestamp(0), deleted boolean not null default false);
create index idx_email_parent on email (parent_id, parent_type);
create table "case" (id varchar(24) primary key, name varchar(255), number serial, status varchar(255), priority varchar(255), type varchar(255),
  account_id varchar(24), contact_id varchar(24), lead_id varchar(24), inbound_email_id varchar(24), assigned_user_id varchar(24),
  created_at timestamp(0), modified_at timestamp(0), deleted boolean not null default false);
create index idx_case_status on "case" (status, deleted);
create table note (id varchar(24) primary key, type varchar(24), data text, post text, number bigserial, parent_id varchar(24),
  parent_type varchar(100), created_by_id varchar(24), created_at timestamp(0), deleted boolean not null default false);
create index idx_note_parent_id on note (parent_id);
