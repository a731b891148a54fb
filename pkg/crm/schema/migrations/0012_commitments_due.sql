-- +goose Up
-- A commitment that is open may be fulfilled at infinity, which the condition of the former index did not say.
drop index crm.commitments_open;
create index commitments_due_at on crm.commitments (due_at);
