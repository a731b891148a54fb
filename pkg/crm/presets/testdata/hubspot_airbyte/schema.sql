-- The columns that the preset reads, of the tables that Airbyte's Postgres destination creates for streams of HubSpot: text as varchar, instants with
-- zone, objects and arrays as jsonb. Number properties are varchar in deals, numeric in calls and jsonb in contacts, as different versions land them.
create table public.owners (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, email varchar, "firstName" varchar, "lastName" varchar, "userId" bigint, "createdAt" timestamptz, "updatedAt" timestamptz,
  archived boolean, teams jsonb);
create table public.companies (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, "createdAt" timestamptz, "updatedAt" timestamptz, archived boolean, contacts jsonb, properties jsonb, properties_name varchar,
  properties_hubspot_owner_id varchar, properties_industry varchar, properties_state varchar, properties_country varchar,
  properties_hs_analytics_source varchar);
create table public.contacts (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, "createdAt" timestamptz, "updatedAt" timestamptz, archived boolean, companies jsonb, properties jsonb, properties_firstname varchar,
  properties_lastname varchar, properties_email varchar, properties_phone varchar, properties_associatedcompanyid jsonb,
  properties_hubspot_owner_id varchar, properties_lifecyclestage varchar, properties_hs_lead_status varchar, properties_hs_analytics_source varchar,
  properties_hs_sa_first_engagement_date timestamptz, properties_hs_v2_date_entered_marketingqualifiedlead timestamptz,
  properties_hs_v2_date_entered_salesqualifiedlead timestamptz, properties_hs_v2_date_entered_opportunity timestamptz);
create table public.deal_pipelines (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  "pipelineId" varchar, label varchar, "displayOrder" bigint, active boolean, stages jsonb, "objectType" varchar, "objectTypeId" varchar,
  "createdAt" bigint, "updatedAt" bigint, "default" boolean);
create table public.deals (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, "createdAt" timestamptz, "updatedAt" timestamptz, archived boolean, companies jsonb, contacts jsonb, line_items jsonb, properties jsonb,
  properties_dealname varchar, properties_dealstage varchar, properties_pipeline varchar, properties_hubspot_owner_id varchar, properties_amount varchar,
  properties_amount_in_home_currency varchar, properties_deal_currency_code varchar, properties_closedate timestamptz, properties_createdate timestamptz,
  properties_closed_lost_reason varchar, properties_hs_manual_forecast_category varchar, properties_hs_analytics_source varchar);
create table public.deals_property_history (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb,
  _airbyte_generation_id bigint, "dealId" varchar, property varchar, "timestamp" timestamptz, value varchar, "sourceType" varchar, "sourceId" varchar,
  "updatedByUserId" numeric, archived boolean);
create table public.engagements_calls (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, "createdAt" timestamptz, "updatedAt" timestamptz, archived boolean, contacts jsonb, deals jsonb, companies jsonb, tickets jsonb,
  properties jsonb, properties_hubspot_owner_id varchar, properties_hs_timestamp timestamptz, properties_hs_call_title varchar,
  properties_hs_call_status varchar, properties_hs_call_duration numeric);
create table public.engagements_meetings (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, "createdAt" timestamptz, "updatedAt" timestamptz, archived boolean, contacts jsonb, deals jsonb, companies jsonb, tickets jsonb,
  properties jsonb, properties_hubspot_owner_id varchar, properties_hs_timestamp timestamptz, properties_hs_meeting_title varchar,
  properties_hs_meeting_outcome varchar, properties_hs_meeting_start_time timestamptz, properties_hs_meeting_end_time timestamptz);
create table public.engagements_tasks (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, "createdAt" timestamptz, "updatedAt" timestamptz, archived boolean, contacts jsonb, deals jsonb, companies jsonb, tickets jsonb,
  properties jsonb, properties_hubspot_owner_id varchar, properties_hs_timestamp timestamptz, properties_hs_task_subject varchar,
  properties_hs_task_status varchar, properties_hs_task_completion_date timestamptz);
create table public.engagements_emails (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, "createdAt" timestamptz, "updatedAt" timestamptz, archived boolean, contacts jsonb, deals jsonb, companies jsonb, tickets jsonb,
  properties jsonb, properties_hubspot_owner_id varchar, properties_hs_timestamp timestamptz, properties_hs_email_subject varchar,
  properties_hs_email_direction varchar);
create table public.ticket_pipelines (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, label varchar, "displayOrder" bigint, archived boolean, stages jsonb, "createdAt" timestamptz, "updatedAt" timestamptz);
create table public.tickets (_airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint,
  id varchar, "createdAt" timestamptz, "updatedAt" timestamptz, archived boolean, contacts jsonb, companies jsonb, deals jsonb, properties jsonb,
  properties_subject varchar, properties_createdate timestamptz, properties_closed_date timestamptz, properties_first_agent_reply_date timestamptz,
  properties_hs_pipeline varchar, properties_hs_pipeline_stage varchar, properties_hs_ticket_category varchar, properties_hs_ticket_priority varchar,
  properties_hubspot_owner_id varchar, properties_hubspot_team_id varchar, properties_source_type varchar);
create index on public.deals (_airbyte_extracted_at);
create index on public.deals (id);
