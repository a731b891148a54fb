-- The streams of Airbyte's source-salesforce that the preset reads, as destination-postgres lays them out: tables and columns have the
-- API names of Salesforce, in upper and lower case. Written after the published sources: numbers are decimal, instants timestamptz, days date.
create schema salesforce;
set search_path = salesforce;
create table "User" ("Id" varchar, "Name" varchar, "Email" varchar, "Username" varchar, "UserRoleId" varchar, "ManagerId" varchar, "ProfileId" varchar,
  "IsActive" boolean, "ForecastEnabled" boolean, "CreatedDate" timestamptz, "LastLoginDate" timestamptz, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "UserRole" ("Id" varchar, "Name" varchar, "DeveloperName" varchar, "ParentRoleId" varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Group" ("Id" varchar, "Name" varchar, "DeveloperName" varchar, "Type" varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Account" ("Id" varchar, "Name" varchar, "OwnerId" varchar, "Type" varchar, "Industry" varchar, "BillingState" varchar, "BillingCountry" varchar,
  "AccountSource" varchar, "MasterRecordId" varchar, "CreatedDate" timestamptz, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Contact" ("Id" varchar, "AccountId" varchar, "Name" varchar, "Email" varchar, "Phone" varchar, "OwnerId" varchar, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Lead" ("Id" varchar, "Name" varchar, "Company" varchar, "OwnerId" varchar, "LeadSource" varchar, "Status" varchar, "CreatedDate" timestamptz, "IsConverted" boolean,
  "ConvertedDate" date, "ConvertedAccountId" varchar, "ConvertedContactId" varchar, "ConvertedOpportunityId" varchar, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "RecordType" ("Id" varchar, "Name" varchar, "DeveloperName" varchar, "SobjectType" varchar, "IsActive" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "OpportunityStage" ("Id" varchar, "ApiName" varchar, "MasterLabel" varchar, "SortOrder" bigint, "DefaultProbability" decimal,
  "ForecastCategory" varchar, "IsActive" boolean, "IsWon" boolean, "IsClosed" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Opportunity" ("Id" varchar, "Name" varchar, "AccountId" varchar, "OwnerId" varchar, "StageName" varchar, "Type" varchar, "LeadSource" varchar, "CampaignId" varchar,
  "RecordTypeId" varchar, "CurrencyIsoCode" varchar, "Amount" decimal, "Probability" decimal, "ExpectedRevenue" decimal,
  "ForecastCategory" varchar, "ForecastCategoryName" varchar, "CloseDate" date, "CreatedDate" timestamptz, "IsWon" boolean, "IsClosed" boolean, "IsDeleted" boolean,
  _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "OpportunityHistory" ("Id" varchar, "OpportunityId" varchar, "CreatedById" varchar, "CreatedDate" timestamptz, "StageName" varchar,
  "Amount" decimal, "ExpectedRevenue" decimal, "CloseDate" date, "Probability" decimal, "ForecastCategory" varchar,
  "CurrencyIsoCode" varchar, "IsDeleted" boolean, "SystemModstamp" timestamptz, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Task" ("Id" varchar, "WhoId" varchar, "WhatId" varchar, "AccountId" varchar, "OwnerId" varchar, "Subject" varchar, "Type" varchar, "TaskSubtype" varchar, "Status" varchar,
  "ActivityDate" date, "CreatedDate" timestamptz, "CompletedDateTime" timestamptz, "CallDurationInSeconds" bigint, "IsClosed" boolean, "IsRecurrence" boolean,
  "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Event" ("Id" varchar, "WhoId" varchar, "WhatId" varchar, "AccountId" varchar, "OwnerId" varchar, "Subject" varchar, "Type" varchar, "ActivityDate" date,
  "ActivityDateTime" timestamptz, "StartDateTime" timestamptz, "EndDateTime" timestamptz, "DurationInMinutes" bigint, "CreatedDate" timestamptz,
  "IsChild" boolean, "IsRecurrence" boolean, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Campaign" ("Id" varchar, "Name" varchar, "Type" varchar, "Status" varchar, "StartDate" date, "EndDate" date, "BudgetedCost" decimal,
  "ActualCost" decimal, "CurrencyIsoCode" varchar, "CreatedDate" timestamptz, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "CampaignMember" ("Id" varchar, "CampaignId" varchar, "LeadId" varchar, "ContactId" varchar, "Status" varchar, "HasResponded" boolean,
  "FirstRespondedDate" date, "CreatedDate" timestamptz, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Quote" ("Id" varchar, "OpportunityId" varchar, "AccountId" varchar, "QuoteNumber" varchar, "Status" varchar, "GrandTotal" decimal,
  "CurrencyIsoCode" varchar, "ExpirationDate" date, "CreatedDate" timestamptz, "LastModifiedDate" timestamptz, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Product2" ("Id" varchar, "Name" varchar, "Family" varchar, "IsActive" boolean, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Order" ("Id" varchar, "AccountId" varchar, "OpportunityId" varchar, "OwnerId" varchar, "Status" varchar, "StatusCode" varchar, "EffectiveDate" date,
  "ActivatedDate" timestamptz, "TotalAmount" decimal, "CurrencyIsoCode" varchar, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "OrderItem" ("Id" varchar, "OrderId" varchar, "Product2Id" varchar, "Quantity" decimal, "UnitPrice" decimal, "IsDeleted" boolean,
  _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Period" ("Id" varchar, "Type" varchar, "StartDate" date, "EndDate" date, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "ForecastingQuota" ("Id" varchar, "QuotaOwnerId" varchar, "PeriodId" varchar, "ForecastingTypeId" varchar, "StartDate" date, "IsAmount" boolean,
  "IsQuantity" boolean, "QuotaAmount" decimal, "CurrencyIsoCode" varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "DatedConversionRate" ("Id" varchar, "IsoCode" varchar, "StartDate" date, "NextStartDate" date, "ConversionRate" decimal,
  _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "CaseStatus" ("Id" varchar, "ApiName" varchar, "MasterLabel" varchar, "IsClosed" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Case" ("Id" varchar, "CaseNumber" varchar, "Subject" varchar, "AccountId" varchar, "ContactId" varchar, "OwnerId" varchar, "Origin" varchar, "Reason" varchar,
  "Type" varchar, "Priority" varchar, "Status" varchar, "IsClosed" boolean, "IsEscalated" boolean, "CreatedDate" timestamptz, "ClosedDate" timestamptz, "IsDeleted" boolean,
  _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "CaseHistory" ("Id" varchar, "CaseId" varchar, "Field" varchar, "OldValue" varchar, "NewValue" varchar, "CreatedById" varchar, "CreatedDate" timestamptz,
  "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "MilestoneType" ("Id" varchar, "Name" varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "CaseMilestone" ("Id" varchar, "CaseId" varchar, "MilestoneTypeId" varchar, "StartDate" timestamptz, "TargetDate" timestamptz,
  "CompletionDate" timestamptz, "IsCompleted" boolean, "IsViolated" boolean, "IsDeleted" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "BusinessHours" ("Id" varchar, "Name" varchar, "IsActive" boolean, "IsDefault" boolean, "TimeZoneSidKey" varchar,
  "SundayStartTime" varchar, "SundayEndTime" varchar, "MondayStartTime" varchar, "MondayEndTime" varchar, "TuesdayStartTime" varchar, "TuesdayEndTime" varchar,
  "WednesdayStartTime" varchar, "WednesdayEndTime" varchar, "ThursdayStartTime" varchar, "ThursdayEndTime" varchar, "FridayStartTime" varchar, "FridayEndTime" varchar,
  "SaturdayStartTime" varchar, "SaturdayEndTime" varchar, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create table "Holiday" ("Id" varchar, "Name" varchar, "ActivityDate" date, "IsAllDay" boolean, "IsRecurrence" boolean, _airbyte_raw_id varchar, _airbyte_extracted_at timestamptz, _airbyte_meta jsonb, _airbyte_generation_id bigint);
create index on "OpportunityHistory" ("Id", "SystemModstamp", _airbyte_extracted_at);
