-- The tables of a Twenty workspace that the preset reads, with the columns it reads and some of their neighbours, and the indexes of their relations.
create schema workspace_1;
create type workspace_1.opportunity_stage_enum as enum ('NEW', 'SCREENING', 'MEETING', 'PROPOSAL', 'CUSTOMER', 'LOST'); -- LOST is the company's own
create type workspace_1.task_status_enum as enum ('TODO', 'IN_PROGRESS', 'DONE');
create type workspace_1."calendarEventParticipant_responseStatus_enum" as enum ('NEEDS_ACTION', 'DECLINED', 'TENTATIVE', 'ACCEPTED');
create table workspace_1."workspaceMember" (id uuid primary key, "nameFirstName" text, "nameLastName" text, "userEmail" text, "userId" uuid,
  "timeZone" text, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(), "deletedAt" timestamptz);
create table workspace_1.company (id uuid primary key, name text, "domainNamePrimaryLinkUrl" text, "addressAddressCity" text, "addressAddressState" text,
  "addressAddressCountry" text, "annualRecurringRevenueAmountMicros" numeric, "idealCustomerProfile" boolean not null default false,
  "accountOwnerId" uuid, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(), "deletedAt" timestamptz);
create table workspace_1.person (id uuid primary key, "nameFirstName" text, "nameLastName" text, "emailsPrimaryEmail" text,
  "phonesPrimaryPhoneNumber" text, "phonesPrimaryPhoneCountryCode" text, "phonesPrimaryPhoneCallingCode" text, "companyId" uuid,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(), "deletedAt" timestamptz);
create table workspace_1.opportunity (id uuid primary key, name text, "amountAmountMicros" numeric, "amountCurrencyCode" text, "closeDate" timestamptz,
  stage workspace_1.opportunity_stage_enum not null default 'NEW', "position" double precision not null default 0, "companyId" uuid,
  "pointOfContactId" uuid, "ownerId" uuid, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(),
  "deletedAt" timestamptz);
create table workspace_1.task (id uuid primary key, title text, "bodyV2Markdown" text, "dueAt" timestamptz, status workspace_1.task_status_enum default 'TODO',
  "assigneeId" uuid, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(), "deletedAt" timestamptz);
create table workspace_1."taskTarget" (id uuid primary key default gen_random_uuid(), "taskId" uuid, "targetPersonId" uuid, "targetCompanyId" uuid,
  "targetOpportunityId" uuid, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(), "deletedAt" timestamptz);
create table workspace_1."calendarEvent" (id uuid primary key, title text, "isCanceled" boolean not null default false, "isFullDay" boolean not null default false,
  "startsAt" timestamptz, "endsAt" timestamptz, "externalCreatedAt" timestamptz, "iCalUid" text, "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(), "deletedAt" timestamptz);
create table workspace_1."calendarEventParticipant" (id uuid primary key default gen_random_uuid(), handle text, "displayName" text,
  "isOrganizer" boolean not null default false, "responseStatus" workspace_1."calendarEventParticipant_responseStatus_enum" not null default 'NEEDS_ACTION',
  "calendarEventId" uuid, "personId" uuid, "workspaceMemberId" uuid, "createdAt" timestamptz not null default now(),
  "updatedAt" timestamptz not null default now(), "deletedAt" timestamptz);
create table workspace_1."timelineActivity" (id uuid primary key default gen_random_uuid(), "happensAt" timestamptz not null default now(), name text,
  properties jsonb, "linkedRecordCachedName" text, "linkedRecordId" uuid, "linkedObjectMetadataId" uuid, "workspaceMemberId" uuid,
  "targetPersonId" uuid, "targetCompanyId" uuid, "targetOpportunityId" uuid, "targetNoteId" uuid, "targetTaskId" uuid,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(), "deletedAt" timestamptz);
create index on workspace_1.opportunity ("companyId") where "deletedAt" is null;
create index on workspace_1.opportunity (stage) where "deletedAt" is null;
create index on workspace_1."taskTarget" ("taskId") where "deletedAt" is null;
create index on workspace_1."calendarEventParticipant" ("calendarEventId") where "deletedAt" is null;
create index on workspace_1."timelineActivity" ("targetOpportunityId") where "deletedAt" is null;
create index on workspace_1."timelineActivity" ("targetTaskId") where "deletedAt" is null;
