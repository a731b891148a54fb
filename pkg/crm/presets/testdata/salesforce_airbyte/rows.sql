set search_path = salesforce;
set timezone = 'UTC';
insert into "UserRole" ("Id", "Name", "ParentRoleId") values ('00E0S', 'Sales', null), ('00E0W', 'Western Sales', '00E0S');
insert into "User" ("Id", "Name", "UserRoleId", "ManagerId", "IsActive", "ForecastEnabled", "CreatedDate", "LastLoginDate") values
  ('0050A', 'Anna', '00E0W', '0050M', true, true, '2024-01-01', '2026-03-18 08:00'),
  ('0050B', 'Ben', '00E0W', '0050M', true, true, '2024-01-01', '2026-03-17 08:00'),
  ('0050M', 'Mia', '00E0S', null, true, false, '2023-01-01', '2026-03-16 08:00'),
  ('0050X', 'Gone', '00E0W', '0050M', false, true, '2023-01-01', '2025-12-31');
insert into "Group" ("Id", "Name", "Type") values ('00G01', 'Support queue', 'Queue'), ('00G02', 'Everybody', 'Organization');
insert into "Account" ("Id", "Name", "OwnerId", "Type", "Industry", "BillingCountry", "CreatedDate", "IsDeleted") values
  ('0010A', 'Acme', '0050A', 'Customer - Direct', 'Energy', 'US', '2025-12-01', false),
  ('0010B', 'Bolt', '0050B', 'Customer - Channel', 'Media', 'DE', '2025-12-05', false),
  ('0010D', 'Acme (merged)', '0050A', null, null, null, '2025-12-02', true);
insert into "Contact" ("Id", "AccountId", "Name", "Email", "IsDeleted") values ('0030A', '0010A', 'Carl', 'carl@acme.example', false);
-- L1 became deal 1; L2 was called; L3 is deleted; nobody has spoken with L4.
insert into "Lead" ("Id", "Name", "OwnerId", "LeadSource", "Status", "CreatedDate", "IsConverted", "ConvertedDate", "ConvertedAccountId", "ConvertedContactId",
  "ConvertedOpportunityId", "IsDeleted") values
  ('00Q01', 'Carl', '0050A', 'Web', 'Qualified', '2026-01-02 08:00', true, '2026-01-05', '0010A', '0030A', '00601', false),
  ('00Q02', 'Dora', '0050B', 'Web', 'Working', '2026-01-20 08:00', false, null, null, null, null, false),
  ('00Q03', 'Spam', '0050B', 'Web', 'New', '2026-01-21 08:00', false, null, null, null, null, true),
  ('00Q04', 'Emil', '0050B', 'Trade Show', 'New', '2026-02-10 08:00', false, null, null, null, null, false);
insert into "RecordType" ("Id", "Name", "SobjectType") values ('01201', 'New Business', 'Opportunity'), ('01202', 'Partner', 'Account');
-- Proposal was retired once and created again.
insert into "OpportunityStage" ("Id", "ApiName", "MasterLabel", "SortOrder", "DefaultProbability", "IsActive", "IsWon", "IsClosed") values
  ('01J1', 'Prospecting', 'Prospecting', 1, 10, true, false, false), ('01J2', 'Proposal', 'Proposal', 2, 60, true, false, false),
  ('01J3', 'Closed Won', 'Closed Won', 3, 100, true, true, true), ('01J4', 'Closed Lost', 'Closed Lost', 4, 0, true, false, true),
  ('01J5', 'Proposal', 'Proposal (old)', 9, 50, false, false, false);
insert into "Opportunity" ("Id", "Name", "AccountId", "OwnerId", "StageName", "Type", "CampaignId", "RecordTypeId", "CurrencyIsoCode", "Amount", "Probability",
  "ForecastCategory", "CloseDate", "CreatedDate", "IsWon", "IsClosed", "IsDeleted") values
  ('00601', 'Acme pumps', '0010A', '0050A', 'Closed Won', 'New Customer', '70101', '01201', 'USD', 1000, 100, 'Closed', '2026-01-20', '2026-01-05 10:00', true, true, false),
  ('00602', 'Bolt more', '0010B', '0050B', 'Closed Won', 'Existing Customer - Upgrade', null, null, 'EUR', 400, 100, 'Closed', '2026-02-11', '2026-02-01 10:00', true, true, false),
  ('00603', 'Acme service', '0010A', '0050A', 'Closed Lost', null, null, null, 'USD', 700, 0, 'Omitted', '2026-03-02', '2026-01-10 10:00', false, true, false),
  ('00604', 'Acme plant', '0010A', '0050A', 'Proposal', 'New Customer', null, '01201', 'USD', 2000, 60, 'Forecast', '2026-04-30', '2026-02-01 10:00', false, false, false),
  ('00605', 'Bolt media', '0010B', '0050B', 'Prospecting', null, null, null, 'EUR', 800, 10, 'Pipeline', '2026-03-10', '2026-03-01 10:00', false, false, false),
  ('00606', 'Deleted', '0010B', '0050B', 'Prospecting', null, null, null, 'USD', 9999, 10, 'Pipeline', '2026-03-30', '2026-03-01 10:00', false, false, true);
-- Deal 5 has no history. Two changes of deal 4 fall into one second. Deal 6 is deleted, its history is not marked.
insert into "OpportunityHistory" ("Id", "OpportunityId", "CreatedDate", "StageName", "Amount", "CloseDate", "Probability", "ForecastCategory", "IsDeleted") values
  ('00811', '00601', '2026-01-05 10:00', 'Prospecting', 1000, '2026-01-31', 10, 'Pipeline', false),
  ('00812', '00601', '2026-01-20 15:00', 'Closed Won', 1000, '2026-01-20', 100, 'Closed', false),
  ('00821', '00602', '2026-02-01 10:00', 'Prospecting', 400, '2026-02-28', 10, 'Pipeline', false),
  ('00822', '00602', '2026-02-11 15:00', 'Closed Won', 400, '2026-02-11', 100, 'Closed', false),
  ('00831', '00603', '2026-01-10 10:00', 'Prospecting', 700, '2026-02-28', 10, 'Pipeline', false),
  ('00832', '00603', '2026-03-02 15:00', 'Closed Lost', 700, '2026-03-02', 0, 'Omitted', false),
  ('00841', '00604', '2026-02-01 10:00', 'Prospecting', 1500, '2026-03-15', 10, 'Pipeline', false),
  ('00842', '00604', '2026-02-21 10:00', 'Proposal', 1500, '2026-03-15', 60, 'Forecast', false),
  ('00843', '00604', '2026-03-10 10:00', 'Proposal', 1500, '2026-04-30', 60, 'Forecast', false),
  ('00844', '00604', '2026-03-10 10:00', 'Proposal', 2000, '2026-04-30', 60, 'Forecast', false),
  ('00861', '00606', '2026-03-01 10:00', 'Prospecting', 9999, '2026-03-30', 10, 'Pipeline', false);
-- The call to L1 went over to the contact it became. Task 6 is deleted.
insert into "Task" ("Id", "WhoId", "WhatId", "AccountId", "OwnerId", "Subject", "TaskSubtype", "ActivityDate", "CreatedDate", "CompletedDateTime",
  "CallDurationInSeconds", "IsClosed", "IsRecurrence", "IsDeleted") values
  ('00T01', '0030A', '00601', '0010A', '0050A', 'Call', 'Call', '2026-01-02', '2026-01-02 09:00', '2026-01-02 10:00', 600, true, false, false),
  ('00T02', '00Q02', null, null, '0050B', 'Mail', 'Email', '2026-01-20', '2026-01-20 09:00', '2026-01-20 09:30', null, true, false, false),
  ('00T03', null, '00604', '0010A', '0050A', 'Draft', 'Task', '2026-03-10', '2026-03-01 09:00', null, null, false, false, false),
  ('00T04', null, '00604', '0010A', '0050A', 'Send', 'Task', '2026-03-20', '2026-03-01 09:00', null, null, false, false, false),
  ('00T05', null, '00604', '0010A', '0050A', 'Old', 'Task', '2026-03-02', '2026-03-01 09:00', '2026-03-02 09:00', null, true, false, true);
insert into "Event" ("Id", "WhatId", "AccountId", "OwnerId", "Subject", "StartDateTime", "EndDateTime", "DurationInMinutes", "CreatedDate", "IsChild", "IsRecurrence",
  "IsDeleted") values
  ('00U01', '00604', '0010A', '0050A', 'Visit', '2026-03-05 09:00', '2026-03-05 10:00', 60, '2026-03-01 09:00', false, false, false),
  ('00U02', '00604', '0010A', '0050B', 'Visit (invited)', '2026-03-05 09:00', '2026-03-05 10:00', 60, '2026-03-01 09:00', true, false, false);
insert into "Campaign" ("Id", "Name", "Type", "StartDate", "EndDate", "BudgetedCost", "ActualCost", "CurrencyIsoCode", "CreatedDate", "IsDeleted") values
  ('70101', 'Spring fair', 'Trade Show', '2026-01-01', '2026-01-31', 310, 300, 'USD', '2025-12-01', false),
  ('70102', 'Newsletter', 'Email', '2026-01-01', null, null, 100, 'EUR', '2025-12-01', false),
  ('70103', 'Deleted', 'Email', '2026-01-01', null, null, 5000, 'USD', '2025-12-01', true);
-- L1 answered the newsletter; L4 only got it.
insert into "CampaignMember" ("Id", "CampaignId", "LeadId", "ContactId", "Status", "HasResponded", "FirstRespondedDate", "CreatedDate", "IsDeleted") values
  ('00v01', '70102', '00Q01', '0030A', 'Responded', true, '2026-01-03', '2026-01-02 09:00', false),
  ('00v02', '70102', '00Q04', null, 'Sent', false, null, '2026-02-11 09:00', false);
insert into "Quote" ("Id", "OpportunityId", "Status", "GrandTotal", "CurrencyIsoCode", "ExpirationDate", "CreatedDate", "LastModifiedDate", "IsDeleted") values
  ('0Q01', '00601', 'Accepted', 1000, 'USD', null, '2026-01-10', '2026-01-20', false),
  ('0Q02', '00603', 'Denied', 700, 'USD', null, '2026-02-10', '2026-03-02', false),
  ('0Q03', '00604', 'Presented', 1500, 'USD', null, '2026-02-25', '2026-02-25', false),
  ('0Q04', '00604', 'Presented', 2000, 'USD', '2026-04-15', '2026-03-10', '2026-03-10', false);
insert into "Product2" ("Id", "Name", "Family", "IsDeleted") values ('01t01', 'Pump', 'Hardware', false);
insert into "Order" ("Id", "AccountId", "OpportunityId", "OwnerId", "Status", "StatusCode", "EffectiveDate", "ActivatedDate", "TotalAmount", "CurrencyIsoCode", "IsDeleted") values
  ('80101', '0010A', '00601', '0050A', 'Activated', 'Activated', '2026-01-25', '2026-01-25 12:00', 300, 'USD', false),
  ('80102', '0010B', '00602', '0050B', 'Activated', 'Activated', '2026-02-20', '2026-02-20 12:00', 160, 'EUR', false),
  ('80103', '0010A', null, '0050A', 'Draft', 'Draft', '2026-02-21', null, 900, 'USD', false);
insert into "OrderItem" ("Id", "OrderId", "Product2Id", "Quantity", "UnitPrice", "IsDeleted") values ('80201', '80101', '01t01', 3, 100, false);
insert into "Period" ("Id", "Type", "StartDate", "EndDate") values ('02601', 'Month', '2026-01-01', '2026-01-31');
-- Mia's quota contains those of her reports.
insert into "ForecastingQuota" ("Id", "QuotaOwnerId", "PeriodId", "ForecastingTypeId", "IsAmount", "QuotaAmount", "CurrencyIsoCode") values
  ('0J901', '0050A', '02601', '0Db1', true, 2000, 'USD'), ('0J902', '0050B', '02601', '0Db1', true, 400, 'EUR'),
  ('0J903', '0050A', '02601', '0Db2', true, 7777, 'USD'), ('0J904', '0050M', '02601', '0Db1', true, 2500, 'USD');
-- Euros for one dollar.
insert into "DatedConversionRate" ("Id", "IsoCode", "StartDate", "NextStartDate", "ConversionRate") values
  ('04w01', 'EUR', '0001-12-30', '2026-01-01', 0.5), ('04w02', 'EUR', '2026-01-01', '9999-12-31', 0.8), ('04w03', 'USD', '0001-12-30', '9999-12-31', 1);
insert into "CaseStatus" ("Id", "ApiName", "IsClosed") values ('01K1', 'New', false), ('01K2', 'Working', false), ('01K3', 'Closed', true);
insert into "Case" ("Id", "Subject", "AccountId", "OwnerId", "Origin", "Type", "Status", "IsClosed", "IsEscalated", "CreatedDate", "ClosedDate", "IsDeleted") values
  ('50001', 'Leak', '0010A', '0050A', 'Phone', 'Problem', 'Closed', true, false, '2026-03-01 08:00', '2026-03-03 08:00', false),
  ('50002', 'Noise', '0010B', '00G01', 'Web', 'Question', 'Working', false, true, '2026-03-10 08:00', null, false),
  ('50003', 'Deleted', '0010B', '0050B', 'Web', 'Question', 'New', false, false, '2026-03-11 08:00', null, true);
insert into "CaseHistory" ("Id", "CaseId", "Field", "OldValue", "NewValue", "CreatedDate", "IsDeleted") values
  ('01701', '50001', 'Status', 'New', 'Closed', '2026-03-01 20:00', false), ('01702', '50001', 'Status', 'Closed', 'Working', '2026-03-02 08:00', false),
  ('01703', '50001', 'Status', 'Working', 'Closed', '2026-03-03 08:00', false), ('01704', '50002', 'IsEscalated', 'false', 'true', '2026-03-12 08:00', false);
insert into "MilestoneType" ("Id", "Name") values ('55501', 'First Response'), ('55502', 'Resolution Time'), ('55503', 'Call back');
insert into "CaseMilestone" ("Id", "CaseId", "MilestoneTypeId", "TargetDate", "CompletionDate", "IsCompleted", "IsViolated", "IsDeleted") values
  ('55601', '50001', '55501', '2026-03-01 10:00', '2026-03-01 09:00', true, false, false),
  ('55602', '50001', '55502', '2026-03-02 08:00', '2026-03-03 08:00', true, true, false),
  ('55603', '50002', '55501', '2026-03-10 10:00', null, false, true, false),
  ('55604', '50002', '55503', '2026-03-10 10:00', null, false, true, false);
insert into "BusinessHours" ("Id", "Name", "IsActive", "IsDefault", "TimeZoneSidKey", "SundayStartTime", "SundayEndTime", "MondayStartTime", "MondayEndTime",
  "TuesdayStartTime", "TuesdayEndTime", "WednesdayStartTime", "WednesdayEndTime", "ThursdayStartTime", "ThursdayEndTime", "FridayStartTime", "FridayEndTime")
  values ('01m01', 'Default', true, true, 'UTC', null, null, '00:00:00.000Z', '00:00:00.000Z', '00:00:00.000Z', '00:00:00.000Z',
  '00:00:00.000Z', '00:00:00.000Z', '00:00:00.000Z', '00:00:00.000Z', '00:00:00.000Z', '00:00:00.000Z');
insert into "Holiday" ("Id", "Name", "ActivityDate", "IsAllDay", "IsRecurrence") values ('0C001', 'New Year', '2026-01-01', true, false);
