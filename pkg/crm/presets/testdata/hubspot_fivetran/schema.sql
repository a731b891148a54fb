-- The tables and columns that the preset reads, after the layout of Fivetran's HubSpot connector. Its only indexes are
-- the primary keys. Deals and companies mark deleted rows as API v3 tables do, tickets as older ones.
create schema hubspot;
create table hubspot.owner (owner_id bigint primary key, portal_id bigint, type text, email text, first_name text, last_name text,
  active_user_id bigint, created_at timestamptz, updated_at timestamptz, _fivetran_synced timestamptz);
create table hubspot.team (id bigint primary key, name text, _fivetran_deleted boolean, _fivetran_synced timestamptz);
create table hubspot.owner_team (owner_id bigint, team_id bigint, is_team_primary boolean, _fivetran_deleted boolean, _fivetran_synced timestamptz,
  primary key (owner_id, team_id));
create table hubspot.company (id bigint primary key, portal_id bigint, _fivetran_deleted boolean, _fivetran_synced timestamptz,
  property_name text, property_hubspot_owner_id bigint, property_industry text, property_state text, property_country text,
  property_hs_analytics_source text, property_createdate timestamptz);
create table hubspot.contact (id bigint primary key, _fivetran_deleted boolean, _fivetran_synced timestamptz, property_firstname text,
  property_lastname text, property_email text, property_phone text, property_associatedcompanyid bigint, property_hubspot_owner_id bigint,
  property_lifecyclestage text, property_hs_lead_status text, property_hs_analytics_source text, property_createdate timestamptz,
  property_hs_sa_first_engagement_date timestamptz, property_hs_v2_date_entered_marketingqualifiedlead timestamptz,
  property_hs_v2_date_entered_salesqualifiedlead timestamptz, property_hs_v2_date_entered_opportunity timestamptz);
create table hubspot.deal_pipeline (pipeline_id varchar(256) primary key, label text, active boolean, display_order integer,
  created_at timestamptz, updated_at timestamptz, _fivetran_deleted boolean, _fivetran_synced timestamptz);
create table hubspot.deal_pipeline_stage (stage_id varchar(256) primary key, pipeline_id varchar(256), label text, active boolean, display_order integer,
  probability double precision, closed_won boolean, is_closed boolean, created_at timestamptz, updated_at timestamptz, _fivetran_deleted boolean,
  _fivetran_synced timestamptz);
create table hubspot.deal (deal_id bigint primary key, portal_id bigint, _fivetran_deleted boolean, _fivetran_synced timestamptz,
  deal_pipeline_id varchar(256), deal_pipeline_stage_id varchar(256), owner_id bigint, property_dealname text, property_amount double precision,
  property_amount_in_home_currency double precision, property_deal_currency_code text, property_closedate timestamptz, property_createdate timestamptz,
  property_closed_lost_reason text, property_hs_manual_forecast_category text, property_hs_analytics_source text);
create table hubspot.deal_company (deal_id bigint, company_id bigint, type_id bigint, category varchar(256), _fivetran_synced timestamptz,
  primary key (company_id, deal_id, type_id));
create table hubspot.deal_contact (deal_id bigint, contact_id bigint, type_id bigint, category varchar(256), _fivetran_synced timestamptz,
  primary key (contact_id, deal_id, type_id));
create table hubspot.deal_property_history (deal_id bigint, name varchar(256), "timestamp" timestamptz, value text, source text, source_id text,
  _fivetran_synced timestamptz, primary key (deal_id, name, "timestamp"));
create table hubspot.engagement_call (engagement_id bigint primary key, type text, _fivetran_deleted boolean, _fivetran_synced timestamptz,
  property_hs_createdate timestamptz, property_hs_timestamp timestamptz, property_hubspot_owner_id bigint, property_hs_call_title text,
  property_hs_call_status text, property_hs_call_duration double precision);
create table hubspot.engagement_meeting (engagement_id bigint primary key, type text, _fivetran_deleted boolean, _fivetran_synced timestamptz,
  property_hs_createdate timestamptz, property_hs_timestamp timestamptz, property_hubspot_owner_id bigint, property_hs_meeting_title text,
  property_hs_meeting_outcome text, property_hs_meeting_start_time timestamptz, property_hs_meeting_end_time timestamptz);
create table hubspot.engagement_task (engagement_id bigint primary key, type text, _fivetran_deleted boolean, _fivetran_synced timestamptz,
  property_hs_createdate timestamptz, property_hs_timestamp timestamptz, property_hubspot_owner_id bigint, property_hs_task_subject text,
  property_hs_task_status text, property_hs_task_type text, property_hs_task_completion_date timestamptz);
create table hubspot.engagement_email (engagement_id bigint primary key, type text, _fivetran_deleted boolean, _fivetran_synced timestamptz,
  property_hs_createdate timestamptz, property_hs_timestamp timestamptz, property_hubspot_owner_id bigint, property_hs_email_subject text,
  property_hs_email_direction text);
create table hubspot.engagement_deal (engagement_id bigint, deal_id bigint, engagement_type text, type_id bigint, category varchar(256), _fivetran_synced timestamptz);
create table hubspot.engagement_company (engagement_id bigint, company_id bigint, engagement_type text, type_id bigint, category varchar(256), _fivetran_synced timestamptz);
create table hubspot.engagement_contact (engagement_id bigint, contact_id bigint, engagement_type text, type_id bigint, category varchar(256), _fivetran_synced timestamptz);
create table hubspot.ticket (id bigint primary key, portal_id bigint, is_deleted boolean, _fivetran_synced timestamptz,
  property_subject text, property_content text, property_createdate timestamptz, property_closed_date timestamptz, property_first_agent_reply_date timestamptz,
  property_hs_pipeline text, property_hs_pipeline_stage text, property_hs_ticket_category text, property_hs_ticket_priority text,
  property_hubspot_owner_id bigint, property_hubspot_team_id bigint, property_source_type text);
create table hubspot.ticket_pipeline_stage (stage_id varchar(256), pipeline_id varchar(256), label text, active boolean, display_order integer,
  is_closed boolean, ticket_state text, created_at timestamptz, updated_at timestamptz, _fivetran_deleted boolean, _fivetran_synced timestamptz,
  primary key (stage_id, pipeline_id));
create table hubspot.ticket_property_history (ticket_id bigint, name varchar(256), timestamp_instant timestamptz, value text, source text, source_id text,
  _fivetran_start timestamptz, _fivetran_end timestamptz, _fivetran_synced timestamptz, primary key (ticket_id, name, timestamp_instant));
create table hubspot.ticket_company (ticket_id bigint, company_id bigint, category varchar(256), _fivetran_synced timestamptz);
create table hubspot.ticket_contact (ticket_id bigint, contact_id bigint, category varchar(256), _fivetran_synced timestamptz);
create table hubspot.ticket_engagement (ticket_id bigint, engagement_id bigint, category varchar(256), _fivetran_synced timestamptz);
