-- The streams of Airbyte's source-zendesk-support that the preset reads, as destination-postgres lays them out, with the columns it reads and
-- some of the others. Written after the published schemas: ids are bigint, instants timestamptz, objects and arrays jsonb.
create schema zendesk;
set search_path = zendesk;
create table groups (id bigint, name varchar, description varchar, "default" boolean, deleted boolean, is_public boolean, created_at timestamptz,
  updated_at timestamptz, url varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table organizations (id bigint, name varchar, group_id bigint, domain_names jsonb, organization_fields jsonb, tags jsonb, created_at timestamptz,
  updated_at timestamptz, deleted_at timestamptz, url varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb,
  _airbyte_generation_id bigint);
create table users (id bigint, name varchar, email varchar, phone varchar, role varchar, organization_id bigint, default_group_id bigint, active boolean,
  suspended boolean, permanently_deleted boolean, user_fields jsonb, tags jsonb, time_zone varchar, created_at timestamptz, updated_at timestamptz,
  last_login_at timestamptz, url varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table tickets (id bigint, subject varchar, description varchar, status varchar, priority varchar, type varchar, via jsonb, tags jsonb,
  custom_fields jsonb, satisfaction_rating jsonb, brand_id bigint, organization_id bigint, requester_id bigint, submitter_id bigint, assignee_id bigint,
  group_id bigint, is_public boolean, created_at timestamptz, updated_at timestamptz, generated_timestamp bigint, url varchar, _airbyte_raw_id varchar,
  _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table ticket_metrics (id bigint, ticket_id bigint, reopens bigint, replies bigint, assignee_stations bigint, group_stations bigint,
  reply_time_in_minutes jsonb, first_resolution_time_in_minutes jsonb, full_resolution_time_in_minutes jsonb, requester_wait_time_in_minutes jsonb,
  agent_wait_time_in_minutes jsonb, on_hold_time_in_minutes jsonb, initially_assigned_at timestamptz, assigned_at timestamptz, solved_at timestamptz,
  status_updated_at timestamptz, created_at timestamptz, updated_at timestamptz, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table ticket_comments (id bigint, ticket_id bigint, author_id bigint, audit_id bigint, public boolean, type varchar, event_type varchar, body varchar,
  plain_body varchar, html_body varchar, via jsonb, created_at timestamptz, "timestamp" bigint, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table satisfaction_ratings (id bigint, ticket_id bigint, assignee_id bigint, group_id bigint, requester_id bigint, score varchar, comment varchar,
  reason varchar, created_at timestamptz, updated_at timestamptz, url varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz,
  _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table ticket_metric_events (id bigint, ticket_id bigint, metric varchar, instance_id bigint, type varchar, "time" varchar, _airbyte_raw_id varchar,
  _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table schedules (id bigint, name varchar, time_zone varchar, intervals jsonb, created_at timestamptz, updated_at timestamptz, _airbyte_raw_id varchar,
  _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create index on tickets (id, generated_timestamp, _airbyte_extracted_at);
