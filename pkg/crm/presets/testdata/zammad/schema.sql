-- The tables and columns of Zammad that the preset reads, and a few beside them; without the foreign keys.
create table users (
  id serial primary key, organization_id integer, login varchar(255) not null, firstname varchar(100) default '', lastname varchar(100) default '',
  email varchar(255) default '', phone varchar(100) default '', mobile varchar(100) default '', country varchar(100) default '', vip boolean default false,
  active boolean not null default true, updated_by_id integer not null, created_by_id integer not null, created_at timestamp(3) not null,
  updated_at timestamp(3) not null
);
create unique index index_users_on_login on users (login);
create index index_users_on_organization_id on users (organization_id);

create table organizations (
  id serial primary key, name varchar(100) not null, shared boolean not null default true, domain varchar(250) default '',
  active boolean not null default true, updated_by_id integer not null, created_by_id integer not null, created_at timestamp(3) not null,
  updated_at timestamp(3) not null
);
create unique index index_organizations_on_name on organizations (name);

create table roles (
  id serial primary key, name varchar(100) not null, active boolean not null default true, updated_by_id integer not null, created_by_id integer not null,
  created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create table roles_users (user_id integer, role_id integer);
create index index_roles_users_on_user_id on roles_users (user_id);

create table groups (
  id serial primary key, name varchar(160) not null, active boolean not null default true, updated_by_id integer not null, created_by_id integer not null,
  created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create unique index index_groups_on_name on groups (name);
create table groups_users (user_id integer not null, group_id integer not null, access varchar(50) not null default 'full');
create index index_groups_users_on_user_id on groups_users (user_id);

create table ticket_state_types (
  id serial primary key, name varchar(250) not null, updated_by_id integer not null, created_by_id integer not null, created_at timestamp(3) not null,
  updated_at timestamp(3) not null
);
create table ticket_states (
  id serial primary key, state_type_id integer not null, name varchar(250) not null, ignore_escalation boolean not null default false,
  active boolean not null default true, updated_by_id integer not null, created_by_id integer not null, created_at timestamp(3) not null,
  updated_at timestamp(3) not null
);
create table ticket_priorities (
  id serial primary key, name varchar(250) not null, active boolean not null default true, updated_by_id integer not null, created_by_id integer not null,
  created_at timestamp(3) not null, updated_at timestamp(3) not null
);

create table tickets (
  id serial primary key, group_id integer not null, priority_id integer not null, state_id integer not null, organization_id integer,
  number varchar(60) not null, title varchar(250) not null, owner_id integer not null, customer_id integer not null, first_response_at timestamp(3),
  first_response_escalation_at timestamp(3), first_response_in_min integer, first_response_diff_in_min integer, close_at timestamp(3),
  close_escalation_at timestamp(3), close_in_min integer, close_diff_in_min integer, update_escalation_at timestamp(3), update_in_min integer,
  update_diff_in_min integer, last_close_at timestamp(3), last_contact_at timestamp(3), last_contact_agent_at timestamp(3),
  last_contact_customer_at timestamp(3), create_article_type_id integer, create_article_sender_id integer, article_count integer,
  escalation_at timestamp(3), pending_time timestamp(3), type varchar(100), time_unit numeric(6, 2), updated_by_id integer not null,
  created_by_id integer not null, created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create unique index index_tickets_on_number on tickets (number);
create index index_tickets_on_state_id on tickets (state_id);
create index index_tickets_on_owner_id on tickets (owner_id);
create index index_tickets_on_customer_id on tickets (customer_id);
create index index_tickets_on_created_at on tickets (created_at);
create index index_tickets_on_updated_at on tickets (updated_at);
create index index_tickets_on_close_at on tickets (close_at);
create index index_tickets_on_first_response_at on tickets (first_response_at);
create index index_tickets_on_group_id_and_state_id on tickets (group_id, state_id);

create table ticket_article_types (
  id serial primary key, name varchar(250) not null, communication boolean not null, active boolean not null default true, updated_by_id integer not null,
  created_by_id integer not null, created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create table ticket_article_senders (
  id serial primary key, name varchar(250) not null, updated_by_id integer not null, created_by_id integer not null, created_at timestamp(3) not null,
  updated_at timestamp(3) not null
);
create table ticket_articles (
  id serial primary key, ticket_id integer not null, type_id integer not null, sender_id integer not null, "from" varchar(3000), "to" varchar(3000),
  subject varchar(3000), content_type varchar(20) not null default 'text/plain', body text not null, internal boolean not null default false,
  updated_by_id integer not null, created_by_id integer not null, origin_by_id integer, created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create index index_ticket_articles_on_ticket_id on ticket_articles (ticket_id);
create index index_ticket_articles_on_created_at on ticket_articles (created_at);

create table ticket_time_accountings (
  id serial primary key, ticket_id integer not null, ticket_article_id integer, time_unit numeric(6, 2) not null, type_id integer,
  created_by_id integer not null, created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create index index_ticket_time_accountings_on_ticket_id on ticket_time_accountings (ticket_id);

create table tag_objects (id serial primary key, name varchar(250) not null, created_at timestamp(3) not null, updated_at timestamp(3) not null);
create table tag_items (
  id serial primary key, name varchar(250) not null, name_downcase varchar(250) not null, created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create table tags (
  id serial primary key, tag_item_id integer not null, tag_object_id integer not null, o_id integer not null, created_by_id integer not null,
  created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create index index_tags_on_o_id on tags (o_id);

create table history_types (id serial primary key, name varchar(250) not null, created_at timestamp(3) not null, updated_at timestamp(3) not null);
create table history_objects (
  id serial primary key, name varchar(250) not null, note varchar(250), created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create table history_attributes (id serial primary key, name varchar(250) not null, created_at timestamp(3) not null, updated_at timestamp(3) not null);
create table histories (
  id serial primary key, history_type_id integer not null, history_object_id integer not null, history_attribute_id integer, o_id integer not null,
  related_o_id integer, related_history_object_id integer, id_to integer, id_from integer, value_from varchar(500), value_to varchar(500),
  created_by_id integer not null, created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create index index_histories_on_o_id on histories (o_id);
create index index_histories_on_history_attribute_id on histories (history_attribute_id);

create table settings (
  id serial primary key, title varchar(200) not null, name varchar(200) not null, area varchar(100) not null, description varchar(2000) not null,
  state_current text, state_initial varchar(2000), frontend boolean not null, created_at timestamp(3) not null, updated_at timestamp(3) not null
);
create unique index index_settings_on_name on settings (name);

create table calendars (
  id serial primary key, name varchar(250), timezone varchar(250), business_hours varchar(3000), "default" boolean not null default false,
  ical_url varchar(500), public_holidays text, updated_by_id integer not null, created_by_id integer not null, created_at timestamp(3) not null,
  updated_at timestamp(3) not null
);
