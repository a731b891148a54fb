-- The tables of Fivetran's Zendesk Support connector that the preset reads, with the columns it reads and some of the others.
-- Written after the published layout: ids are bigint, instants timestamptz, days of holidays text.
create schema zendesk;
set search_path = zendesk;
create table "group" (id bigint primary key, name text, created_at timestamptz, updated_at timestamptz, url text, _fivetran_deleted boolean, _fivetran_synced timestamptz);
create table organization (id bigint primary key, name text, details text, created_at timestamptz, updated_at timestamptz, url text, _fivetran_synced timestamptz);
create table "user" (id bigint primary key, name text, email text, phone text, role text, organization_id bigint, default_group_id bigint, active boolean,
  suspended boolean, time_zone text, created_at timestamptz, last_login_at timestamptz, updated_at timestamptz, url text, _fivetran_deleted boolean,
  _fivetran_synced timestamptz);
create table ticket (id bigint primary key, subject text, description text, status text, priority text, type text, via_channel text, brand_id bigint,
  ticket_form_id bigint, organization_id bigint, requester_id bigint, submitter_id bigint, assignee_id bigint, group_id bigint, is_public boolean,
  merged_ticket_ids text, due_at timestamptz, created_at timestamptz, updated_at timestamptz, url text, _fivetran_deleted boolean, _fivetran_synced timestamptz);
create table ticket_comment (id bigint primary key, ticket_id bigint, user_id bigint, body text, public boolean, created timestamptz, _fivetran_synced timestamptz);
create table ticket_field_history (ticket_id bigint, field_name text, updated timestamptz, user_id bigint, value text, _fivetran_synced timestamptz,
  primary key (ticket_id, field_name, updated));
create table ticket_tag (ticket_id bigint, tag text, _fivetran_synced timestamptz, primary key (ticket_id, tag));
create table schedule (id bigint, name text, start_time bigint, end_time bigint, start_time_utc bigint, end_time_utc bigint, time_zone text,
  created_at timestamptz, _fivetran_deleted boolean, _fivetran_synced timestamptz, primary key (id, start_time, end_time));
create table schedule_holiday (id bigint, schedule_id bigint, name text, start_date text, end_date text, _fivetran_deleted boolean,
  _fivetran_synced timestamptz, primary key (id, schedule_id));
