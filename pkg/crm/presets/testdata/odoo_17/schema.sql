-- The tables of Odoo 17 that the preset reads, with the columns it reads and those that are easily taken for them.
create table res_currency (id serial primary key, name varchar not null, symbol varchar, active boolean);
create table res_company (id serial primary key, name varchar not null, partner_id int, currency_id int not null);
create table res_currency_rate (id serial primary key, currency_id int not null, company_id int, name date not null, rate numeric,
  unique (name, currency_id, company_id));
create table res_country (id serial primary key, code varchar(2), name jsonb not null);
create table res_country_state (id serial primary key, country_id int not null, name varchar not null, code varchar not null);
create table res_partner_industry (id serial primary key, name jsonb, active boolean);
create table res_partner (id serial primary key, name varchar, parent_id int, commercial_partner_id int, user_id int, industry_id int,
  state_id int, country_id int, company_id int, type varchar, email varchar, phone varchar, mobile varchar, is_company boolean,
  active boolean, create_date timestamp, write_date timestamp);
create index res_partner_commercial_partner_id_index on res_partner (commercial_partner_id);
create table res_users (id serial primary key, partner_id int not null, login varchar not null, password varchar, active boolean default true,
  share boolean, sale_team_id int, create_date timestamp);
create table crm_team (id serial primary key, name jsonb not null, user_id int, company_id int, active boolean, sequence int);
create table crm_stage (id serial primary key, name jsonb not null, sequence int, is_won boolean, fold boolean, team_id int);
create table crm_lost_reason (id serial primary key, name jsonb not null, active boolean);
create table utm_stage (id serial primary key, name jsonb not null, sequence int);
create table utm_campaign (id serial primary key, name varchar not null, title jsonb not null, stage_id int not null, user_id int);
create table utm_source (id serial primary key, name varchar not null);
create table utm_medium (id serial primary key, name varchar not null, active boolean);
create table crm_lead (id serial primary key, name varchar not null, type varchar not null, active boolean, user_id int, team_id int,
  company_id int, partner_id int, stage_id int, lost_reason_id int, campaign_id int, source_id int, medium_id int,
  expected_revenue numeric, recurring_revenue numeric, probability double precision, automated_probability double precision,
  date_deadline date, date_open timestamp, date_closed timestamp, date_conversion timestamp, date_last_stage_update timestamp,
  create_date timestamp, write_date timestamp);
create index crm_lead_user_id_team_id_type_index on crm_lead (user_id, team_id, type);
create index crm_lead_create_date_team_id_idx on crm_lead (create_date, team_id);
create index crm_lead_partner_id_index on crm_lead (partner_id);
create index crm_lead_stage_id_index on crm_lead (stage_id);
create table ir_model_fields (id serial primary key, model varchar not null, name varchar not null, ttype varchar not null,
  unique (model, name));
create table ir_model_fields_selection (id serial primary key, field_id int not null, value varchar not null, name jsonb not null, sequence int);
create table ir_model_data (id serial primary key, module varchar not null, name varchar not null, model varchar not null, res_id int);
create table mail_message_subtype (id serial primary key, name jsonb not null, internal boolean, res_model varchar);
create table mail_activity_type (id serial primary key, name jsonb not null, category varchar, icon varchar, res_model varchar, active boolean);
create table mail_message (id serial primary key, subject varchar, date timestamp, model varchar, res_id int, message_type varchar not null,
  subtype_id int, mail_activity_type_id int, author_id int, email_from varchar, is_internal boolean, create_date timestamp);
create index mail_message_model_res_id_idx on mail_message (model, res_id);
create table mail_tracking_value (id serial primary key, field_id int, mail_message_id int not null, currency_id int,
  old_value_integer int, old_value_float double precision, old_value_char varchar, old_value_text text, old_value_datetime timestamp,
  new_value_integer int, new_value_float double precision, new_value_char varchar, new_value_text text, new_value_datetime timestamp);
create index mail_tracking_value_mail_message_id_index on mail_tracking_value (mail_message_id);
create table mail_activity (id serial primary key, res_model varchar, res_id int, activity_type_id int, summary varchar,
  date_deadline date not null, user_id int not null, calendar_event_id int, create_date timestamp);
create table calendar_event (id serial primary key, name varchar not null, user_id int, opportunity_id int, res_model varchar, res_id int,
  start timestamp not null, stop timestamp not null, allday boolean, duration double precision, active boolean, create_date timestamp);
create table sale_order (id serial primary key, name varchar not null, state varchar, partner_id int not null, user_id int, team_id int,
  company_id int not null, currency_id int, opportunity_id int, campaign_id int, source_id int, medium_id int, date_order timestamp not null,
  validity_date date, commitment_date timestamp, amount_untaxed numeric, amount_tax numeric, amount_total numeric, locked boolean,
  create_date timestamp, write_date timestamp);
create index sale_order_date_order_id_idx on sale_order (date_order desc, id desc);
create table sale_order_line (id serial primary key, order_id int not null, product_id int, display_type varchar, product_uom_qty numeric,
  price_unit numeric, discount numeric, price_subtotal numeric, price_total numeric);
create table product_category (id serial primary key, name varchar not null, complete_name varchar, parent_id int);
create table product_template (id serial primary key, name jsonb not null, categ_id int not null, active boolean);
create table product_product (id serial primary key, product_tmpl_id int not null, default_code varchar, active boolean);
create table project_project (id serial primary key, name jsonb not null, active boolean);
create table project_task (id serial primary key, name varchar not null, company_id int, project_id int, parent_id int, partner_id int, stage_id int,
  state varchar not null, priority varchar, active boolean, date_end timestamp, date_last_stage_update timestamp, create_date timestamp,
  write_date timestamp);
create table project_task_user_rel (id serial primary key, task_id int not null, user_id int not null, stage_id int, unique (task_id, user_id));
