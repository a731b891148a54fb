-- The tables of Fivetran's Salesforce connector that the preset reads, with the columns it reads and some of the others.
-- Written after the published layout: keys are text, instants timestamptz, days date, numbers double precision.
create schema salesforce;
set search_path = salesforce;
create table "user" (id text primary key, name text, email text, username text, user_role_id text, manager_id text, profile_id text,
  is_active boolean, forecast_enabled boolean, created_date timestamptz, last_login_date timestamptz, _fivetran_deleted boolean, _fivetran_synced timestamptz);
create table user_role (id text primary key, name text, developer_name text, parent_role_id text, _fivetran_deleted boolean, _fivetran_synced timestamptz);
create table "group" (id text primary key, name text, developer_name text, type text, _fivetran_synced timestamptz);
create table account (id text primary key, name text, owner_id text, type text, industry text, billing_state text, billing_country text,
  account_source text, master_record_id text, created_date timestamptz, is_deleted boolean, _fivetran_synced timestamptz);
create table contact (id text primary key, account_id text, name text, email text, phone text, owner_id text, is_deleted boolean, _fivetran_synced timestamptz);
create table lead (id text primary key, name text, company text, owner_id text, lead_source text, status text, created_date timestamptz, is_converted boolean,
  converted_date date, converted_account_id text, converted_contact_id text, converted_opportunity_id text, is_deleted boolean, _fivetran_synced timestamptz);
create table record_type (id text primary key, name text, developer_name text, sobject_type text, is_active boolean, _fivetran_synced timestamptz);
create table opportunity_stage (id text primary key, api_name text, master_label text, sort_order bigint, default_probability double precision,
  forecast_category text, is_active boolean, is_won boolean, is_closed boolean, _fivetran_deleted boolean, _fivetran_synced timestamptz);
create table opportunity (id text primary key, name text, account_id text, owner_id text, stage_name text, type text, lead_source text, campaign_id text,
  record_type_id text, currency_iso_code text, amount double precision, probability double precision, expected_revenue double precision,
  forecast_category text, forecast_category_name text, close_date date, created_date timestamptz, is_won boolean, is_closed boolean, is_deleted boolean,
  _fivetran_synced timestamptz);
create table opportunity_history (id text primary key, opportunity_id text, created_by_id text, created_date timestamptz, stage_name text,
  amount double precision, expected_revenue double precision, close_date date, probability double precision, forecast_category text,
  currency_iso_code text, is_deleted boolean, system_modstamp timestamptz, _fivetran_synced timestamptz);
create table task (id text primary key, who_id text, what_id text, account_id text, owner_id text, subject text, type text, task_subtype text, status text,
  activity_date date, created_date timestamptz, completed_date_time timestamptz, call_duration_in_seconds bigint, is_closed boolean, is_recurrence boolean,
  is_deleted boolean, _fivetran_synced timestamptz);
create table event (id text primary key, who_id text, what_id text, account_id text, owner_id text, subject text, type text, activity_date date,
  activity_date_time timestamptz, start_date_time timestamptz, end_date_time timestamptz, duration_in_minutes bigint, created_date timestamptz,
  is_child boolean, is_recurrence boolean, is_deleted boolean, _fivetran_synced timestamptz);
create table campaign (id text primary key, name text, type text, status text, start_date date, end_date date, budgeted_cost double precision,
  actual_cost double precision, currency_iso_code text, created_date timestamptz, is_deleted boolean, _fivetran_synced timestamptz);
create table campaign_member (id text primary key, campaign_id text, lead_id text, contact_id text, status text, has_responded boolean,
  first_responded_date date, created_date timestamptz, is_deleted boolean, _fivetran_synced timestamptz);
create table quote (id text primary key, opportunity_id text, account_id text, quote_number text, status text, grand_total double precision,
  currency_iso_code text, expiration_date date, created_date timestamptz, last_modified_date timestamptz, is_deleted boolean, _fivetran_synced timestamptz);
create table product_2 (id text primary key, name text, family text, is_active boolean, is_deleted boolean, _fivetran_synced timestamptz);
create table "order" (id text primary key, account_id text, opportunity_id text, owner_id text, status text, status_code text, effective_date date,
  activated_date timestamptz, total_amount double precision, currency_iso_code text, is_deleted boolean, _fivetran_synced timestamptz);
create table order_item (id text primary key, order_id text, product_2_id text, quantity double precision, unit_price double precision, is_deleted boolean,
  _fivetran_synced timestamptz);
create table period (id text primary key, type text, start_date date, end_date date, _fivetran_synced timestamptz);
create table forecasting_quota (id text primary key, quota_owner_id text, period_id text, forecasting_type_id text, start_date date, is_amount boolean,
  is_quantity boolean, quota_amount double precision, currency_iso_code text, _fivetran_synced timestamptz);
create table dated_conversion_rate (id text primary key, iso_code text, start_date date, next_start_date date, conversion_rate double precision,
  _fivetran_synced timestamptz);
create table case_status (id text primary key, api_name text, master_label text, is_closed boolean, _fivetran_synced timestamptz);
create table "case" (id text primary key, case_number text, subject text, account_id text, contact_id text, owner_id text, origin text, reason text,
  type text, priority text, status text, is_closed boolean, is_escalated boolean, created_date timestamptz, closed_date timestamptz, is_deleted boolean,
  _fivetran_synced timestamptz);
create table case_history (id text primary key, case_id text, field text, old_value text, new_value text, created_by_id text, created_date timestamptz,
  is_deleted boolean, _fivetran_synced timestamptz);
create table milestone_type (id text primary key, name text, _fivetran_synced timestamptz);
create table case_milestone (id text primary key, case_id text, milestone_type_id text, start_date timestamptz, target_date timestamptz,
  completion_date timestamptz, is_completed boolean, is_violated boolean, is_deleted boolean, _fivetran_synced timestamptz);
create table business_hours (id text primary key, name text, is_active boolean, is_default boolean, time_zone_sid_key text,
  sunday_start_time text, sunday_end_time text, monday_start_time text, monday_end_time text, tuesday_start_time text, tuesday_end_time text,
  wednesday_start_time text, wednesday_end_time text, thursday_start_time text, thursday_end_time text, friday_start_time text, friday_end_time text,
  saturday_start_time text, saturday_end_time text, _fivetran_synced timestamptz);
create table holiday (id text primary key, name text, activity_date date, is_all_day boolean, is_recurrence boolean, _fivetran_synced timestamptz);
