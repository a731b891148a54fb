-- +goose Up
alter table crm.business_hours drop constraint business_hours_check;
alter table crm.business_hours add constraint business_hours_check check (closes <> opens);
comment on column crm.business_hours.closes is 'Closing, local time; one before the opening is of the next day';
