set timezone = 'UTC';
-- Ids: a… members, c… companies, e… people, 0… opportunities, 7… tasks, b… events.
insert into workspace_1."workspaceMember" (id, "nameFirstName", "nameLastName", "userEmail", "deletedAt") values
  ('a0000000-0000-0000-0000-000000000001', 'Anna', '', 'anna@x.io', null), ('a0000000-0000-0000-0000-000000000002', 'Ben', '', 'ben@x.io', '2026-03-15');
insert into workspace_1.company (id, name, "addressAddressCountry", "accountOwnerId", "createdAt", "deletedAt") values
  ('c0000000-0000-0000-0000-000000000001', 'Acme', 'US', 'a0000000-0000-0000-0000-000000000001', '2025-12-01', null),
  ('c0000000-0000-0000-0000-000000000002', 'Globex', 'DE', null, '2025-12-01', null),
  ('c0000000-0000-0000-0000-000000000003', 'Initech', '', null, '2025-05-01', null),
  ('c0000000-0000-0000-0000-000000000004', 'Gone', '', null, '2025-05-01', '2026-01-01');
insert into workspace_1.person (id, "nameFirstName", "companyId") values
  ('e0000000-0000-0000-0000-000000000001', 'Carl', 'c0000000-0000-0000-0000-000000000001'), ('e0000000-0000-0000-0000-000000000002', 'Dora', null);
insert into workspace_1.opportunity (id, name, "amountAmountMicros", "amountCurrencyCode", "closeDate", stage, "companyId", "ownerId", "createdAt", "deletedAt") values
  ('00000000-0000-0000-0000-000000000001', 'O1', 1000000000, 'USD', '2026-01-31', 'CUSTOMER', 'c0000000-0000-0000-0000-000000000001', 'a0000000-0000-0000-0000-000000000001', '2026-01-05 10:00', null),
  ('00000000-0000-0000-0000-000000000002', 'O2', 500000000, 'USD', '2026-02-11 10:00', 'CUSTOMER', 'c0000000-0000-0000-0000-000000000002', 'a0000000-0000-0000-0000-000000000002', '2026-02-01 10:00', null), -- imported as it is
  ('00000000-0000-0000-0000-000000000003', 'O3', 800000000, 'USD', null, 'LOST', 'c0000000-0000-0000-0000-000000000001', 'a0000000-0000-0000-0000-000000000001', '2026-01-10 10:00', null),
  ('00000000-0000-0000-0000-000000000004', 'O4', 2000000000, 'USD', '2026-03-31', 'PROPOSAL', 'c0000000-0000-0000-0000-000000000001', 'a0000000-0000-0000-0000-000000000002', '2026-02-15 10:00', null),
  ('00000000-0000-0000-0000-000000000005', 'O5', 400000000, '', '2026-03-10', 'NEW', null, null, '2026-03-01 10:00', null),
  ('00000000-0000-0000-0000-000000000006', 'Deleted', 9999000000, 'USD', '2026-02-02', 'CUSTOMER', 'c0000000-0000-0000-0000-000000000004', 'a0000000-0000-0000-0000-000000000001', '2026-01-02 10:00', '2026-02-03'),
  ('00000000-0000-0000-0000-000000000007', 'O7', 700000000, 'EUR', '2025-06-10', 'CUSTOMER', 'c0000000-0000-0000-0000-000000000003', 'a0000000-0000-0000-0000-000000000001', '2025-06-01 10:00', null), -- second currency
  ('00000000-0000-0000-0000-000000000008', 'O8', null, null, null, 'NEW', 'c0000000-0000-0000-0000-000000000002', 'a0000000-0000-0000-0000-000000000001', '2026-03-12 10:00', null); -- no amount yet
insert into workspace_1."timelineActivity" ("happensAt", name, properties, "targetOpportunityId", "linkedRecordId", "deletedAt") values
  ('2026-01-05 10:00', 'opportunity.created', '{}', '00000000-0000-0000-0000-000000000001', null, null),
  ('2026-01-15 10:00', 'opportunity.updated', '{"diff": {"stage": {"before": "NEW", "after": "MEETING"}}}', '00000000-0000-0000-0000-000000000001', null, null),
  ('2026-01-25 10:00', 'opportunity.updated', '{"diff": {"stage": {"before": "MEETING", "after": "CUSTOMER"}}}', '00000000-0000-0000-0000-000000000001', null, null),
  -- The name changed later: that says nothing about the stage.
  ('2026-02-20 10:00', 'opportunity.updated', '{"diff": {"name": {"before": "O", "after": "O1"}}}', '00000000-0000-0000-0000-000000000001', null, null),
  -- A linked object with a stage of its own, and a change that was deleted.
  ('2026-02-21 10:00', 'linked-project.updated', '{"diff": {"stage": {"before": "X", "after": "CUSTOMER"}}}', '00000000-0000-0000-0000-000000000001', 'e0000000-0000-0000-0000-000000000009', null),
  ('2026-02-22 10:00', 'opportunity.updated', '{"diff": {"stage": {"before": "NEW", "after": "CUSTOMER"}}}', '00000000-0000-0000-0000-000000000001', null, '2026-02-23'),
  ('2026-03-02 10:00', 'opportunity.updated', '{"diff": {"stage": {"before": "NEW", "after": "LOST"}}}', '00000000-0000-0000-0000-000000000003', null, null),
  ('2026-03-05 10:00', 'opportunity.updated', '{"diff": {"stage": {"before": "NEW", "after": "PROPOSAL"},
    "amount": {"before": {"amountMicros": 1500000000, "currencyCode": "USD"}, "after": {"amountMicros": 2000000000, "currencyCode": "USD"}},
    "closeDate": {"before": "2026-02-28T00:00:00.000Z", "after": "2026-03-31T00:00:00.000Z"}}}', '00000000-0000-0000-0000-000000000004', null, null),
  ('2026-03-10 10:00', 'opportunity.updated', '{"diff": {"owner": {"before": {"id": "a0000000-0000-0000-0000-000000000001"}, "after": {"id": "a0000000-0000-0000-0000-000000000002"}}}}', '00000000-0000-0000-0000-000000000004', null, null),
  ('2026-03-13 10:00', 'opportunity.updated', '{"diff": {"amount": {"before": {"amountMicros": "100000000", "currencyCode": "USD"}, "after": {"amountMicros": null, "currencyCode": null}}}}', '00000000-0000-0000-0000-000000000008', null, null),
  ('2026-03-14 10:00', 'opportunity.updated', '{"diff": {"ownerId": {"before": null, "after": "a0000000-0000-0000-0000-000000000001"}}}', '00000000-0000-0000-0000-000000000008', null, null);
insert into workspace_1.task (id, title, "dueAt", status, "assigneeId", "createdAt", "deletedAt") values
  ('70000000-0000-0000-0000-000000000001', 'Call', '2026-02-09 10:00', 'DONE', 'a0000000-0000-0000-0000-000000000001', '2026-02-01', null),
  ('70000000-0000-0000-0000-000000000002', 'Late', '2026-03-10 10:00', 'IN_PROGRESS', 'a0000000-0000-0000-0000-000000000001', '2026-02-01', null),
  ('70000000-0000-0000-0000-000000000003', 'Ahead', '2026-03-25 10:00', 'TODO', 'a0000000-0000-0000-0000-000000000001', '2026-02-01', null),
  ('70000000-0000-0000-0000-000000000004', 'Deleted', '2026-03-10 10:00', 'TODO', 'a0000000-0000-0000-0000-000000000001', '2026-02-01', '2026-02-02');
insert into workspace_1."timelineActivity" ("happensAt", name, properties, "targetTaskId") values
  ('2026-02-09 09:00', 'task.updated', '{"diff": {"status": {"before": "TODO", "after": "DONE"}}}', '70000000-0000-0000-0000-000000000001');
-- The task has two deals: the lower id counts.
insert into workspace_1."taskTarget" ("taskId", "targetOpportunityId") values
  ('70000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000003'), ('70000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000001');
insert into workspace_1."calendarEvent" (id, title, "isCanceled", "startsAt", "endsAt") values
  ('b0000000-0000-0000-0000-000000000001', 'Demo', false, '2026-02-05 10:00', '2026-02-05 11:00'), ('b0000000-0000-0000-0000-000000000002', 'Cancelled', true, '2026-02-06 10:00', '2026-02-06 11:00'),
  ('b0000000-0000-0000-0000-000000000003', 'Among us', false, '2026-02-07 10:00', '2026-02-07 11:00'), ('b0000000-0000-0000-0000-000000000004', 'Far', false, '2126-02-07 10:00', '2126-02-07 11:00');
insert into workspace_1."calendarEventParticipant" ("calendarEventId", "personId", "workspaceMemberId", "isOrganizer") values
  ('b0000000-0000-0000-0000-000000000001', 'e0000000-0000-0000-0000-000000000002', null, false), ('b0000000-0000-0000-0000-000000000001', 'e0000000-0000-0000-0000-000000000001', null, false),
  ('b0000000-0000-0000-0000-000000000001', null, 'a0000000-0000-0000-0000-000000000001', false), ('b0000000-0000-0000-0000-000000000001', null, 'a0000000-0000-0000-0000-000000000002', true),
  ('b0000000-0000-0000-0000-000000000002', 'e0000000-0000-0000-0000-000000000001', null, false), ('b0000000-0000-0000-0000-000000000003', null, 'a0000000-0000-0000-0000-000000000001', true),
  ('b0000000-0000-0000-0000-000000000004', 'e0000000-0000-0000-0000-000000000001', null, false);
