package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// What a preset does not give may be in tables of the company's own beside the system's.
func TestTablesBesideAPresetAreSuggested(t *testing.T) {
	dsn := filled(t, schemaOf(t, "odoo_17"), `
		create table planning_quota (id int primary key, user_id int, first_day date, last_day date, amount numeric);
		insert into planning_quota values (1, 1, '2024-01-01', '2024-01-31', 100), (2, 1, '2024-02-01', '2024-02-29', 100);
		create table my_opportunities (id int primary key, status text, amount numeric, created_at timestamptz);
		create table ad_spend (campaign_id int references utm_campaign, day date, amount numeric)`)
	r, own := read(t, dsn)
	require.Equal(t, "odoo_17", r.Presets[0].ID)
	require.NotContains(t, own.Entities, "deals", "the preset gives them")
	require.Equal(t, `"public"."planning_quota" as t`, own.Entities["targets"].From)
	require.Equal(t, map[string]string{
		"metric": "'revenue'", "scope": "'user'", "scope_id": `t."user_id"::text`, "period_start": `t."first_day"`, "period_end": `t."last_day" + 1`, "value": `t."amount"`,
	}, own.Entities["targets"].Fields)
	require.Equal(t, `t."campaign_id"`, own.Entities["campaign_costs"].Fields["campaign"])
	require.Len(t, own.Entities, 2, "tables of the system are no suggestions")

	m, err := probe.Mapping(t.Context(), open(t, dsn), crm.Setup{Presets: []crm.Choice{{ID: "odoo_17"}}, Own: r.YAML(i18n.English)})
	require.NoError(t, err)
	found, err := probe.Read(t.Context(), open(t, dsn), m)
	require.NoError(t, err)
	require.Empty(t, found.Faults)
}

func TestTargetsByMonthAndYear(t *testing.T) {
	_, m := read(t, filled(t, `
		create table employees (employee_id int primary key, name text);
		create table sales_plan (employee_id int, "year" int, "month" int, plan_amount numeric);
		insert into employees values (1, 'a'); insert into sales_plan values (1, 2024, 1, 5), (1, 2024, 2, 6)`))
	require.Equal(t, `make_date(t."year"::int, t."month"::int, 1)`, m.Entities["targets"].Fields["period_start"])
	require.Equal(t, `(make_date(t."year"::int, t."month"::int, 1) + interval '1 month')::date`, m.Entities["targets"].Fields["period_end"])
	require.Equal(t, `t."employee_id"::text`, m.Entities["targets"].Fields["scope_id"])
	_, m = read(t, filled(t, `create table quotas (id int primary key, quota_date date, amount numeric, who text);
		insert into quotas values (1, '2024-01-01', 5, 'a'), (2, '2024-01-01', 5, 'b'), (3, '2024-04-01', 5, 'a')`))
	require.Equal(t, `(t."quota_date" + interval '3 months')::date`, m.Entities["targets"].Fields["period_end"])
	require.NotContains(t, m.Entities["targets"].Fields, "scope", "whose they are is not known, and there are several for a period")
}

func TestMoreNames(t *testing.T) {
	_, m := read(t, filled(t, `
		create table sdelki (id int primary key, name text, summa numeric, status text, "дата создания" timestamptz);
		create table klienty (id int primary key, name text);
		create table "Angebote" ("Nr" int primary key, status text, betrag numeric);
		create table salesorderheader (salesorderid int primary key, orderdate date, totaldue numeric, subtotal numeric);
		create table webvisits (id int primary key, startedat timestamptz, channel text);
		create table enrollments (user_id int, training_id int, completed_at timestamptz);
		create table courses (id int primary key, title text);
		create table working_hours (day_of_week int, open_time text, close_time text);
		create table csat_survey_responses (id int primary key, rating int, created_at timestamptz);
		create table applied_slas (id int primary key, ticket_id int, due_at timestamptz, metric text);
		create table forecasts (user_id int, period_start date, amount numeric, submitted_at timestamptz);
		create table marketing_expenses (id int primary key, "date" date, amount numeric);
		create table sessions (id text primary key, user_id int, created_at timestamptz, payload text); -- of logins
		create table plans (id int primary key, name text, price_per_seat text)`))
	for entity, table := range map[string]string{
		"deals": "sdelki", "accounts": "klienty", "quotes": "Angebote", "orders": "salesorderheader", "web_sessions": "webvisits",
		"training_enrollments": "enrollments", "trainings": "courses", "business_hours": "working_hours", "surveys": "csat_survey_responses",
		"sla_targets": "applied_slas", "forecast_submissions": "forecasts", "campaign_costs": "marketing_expenses",
	} {
		require.Equal(t, `"public"."`+table+`" as t`, m.Entities[entity].From, entity)
	}
	require.NotContains(t, m.Entities, "targets")
	require.Equal(t, written(t, "orders.ordered_at", `{local: t."orderdate", zone: UTC}`), m.Entities["orders"].Fields["ordered_at"])
}
