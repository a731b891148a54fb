package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// What adverts cost, day by day, in a table whose name says nothing: 10.5 + 20 in March 2024, 7 in April.
const adverts = `
	create table pixel_daily (day date, platform text, impressions int, clicks int, spend numeric);
	insert into pixel_daily values ('2024-03-01', 'search', 900, 30, 10.5), ('2024-03-02', 'social', 500, 10, 20), ('2024-12-30', 'search', 100, 2, 7)`

func TestCostsAreFoundBesideClicks(t *testing.T) {
	r, m := read(t, filled(t, adverts))
	require.Equal(t, `"public"."pixel_daily" as t`, m.Entities["campaign_costs"].From)
	require.Equal(t, `t."spend"`, m.Entities["campaign_costs"].Fields["amount"])
	require.Equal(t, `t."platform"`, m.Entities["campaign_costs"].Fields["channel"])
	require.Equal(t, "37.50", numbers(r)["Marketing cost, 2024"])
}

// No table has campaigns, but costs and leads name them.
func TestCampaignsWithoutATableAreTheirNames(t *testing.T) {
	dsn := filled(t, adverts, `alter table pixel_daily add column campaign_name text; update pixel_daily set campaign_name = case when day < '2024-04-01' then 'Spring' else 'Sale' end;
		create table leads (id int primary key, status text, created_at timestamptz, utm_campaign text);
		insert into leads values (1, 'new', now(), 'Fair'), (2, 'qualified', now(), 'Fair'), (3, 'converted', now(), 'Spring'), (4, 'new', now(), null)`)
	_, m := read(t, dsn)
	name := m.Entities["campaigns"].Fields["name"]
	require.Equal(t, "Fair Sale Spring", value(t, dsn, m, "campaigns", `string_agg(`+name+`, ' ' order by `+name+`)`))
	require.Equal(t, `t."campaign_name"`, m.Entities["campaign_costs"].Fields["campaign"])
	require.Equal(t, `t."utm_campaign"`, m.Entities["leads"].Fields["campaign"])
	requireSingle(t, dsn, m)
}

// Two tables of costs may be parts of one whole, or the same costs twice: neither is taken alone.
func TestCostsInSeveralTablesAreLeftToPeople(t *testing.T) {
	r, m := read(t, filled(t, adverts, `create table banner_daily as select * from pixel_daily`))
	require.NotContains(t, m.Entities, "campaign_costs")
	require.Contains(t, r.YAML(i18n.English), "banner_daily, pixel_daily have the same columns")
	require.Contains(t, r.YAML(i18n.English), "# campaign_costs:")
}

func TestWhatOnlyLooksLikeCosts(t *testing.T) {
	for name, sql := range map[string]string{
		"no clicks": `create table books (day date, platform text, spend numeric); insert into books values ('2024-03-01', 'x', 5)`,
		"no cost":   `create table visits (day date, platform text, clicks int); insert into visits values ('2024-03-01', 'x', 5)`,
	} {
		_, m := read(t, filled(t, sql))
		require.NotContains(t, m.Entities, "campaign_costs", name)
	}
}

// Purchases of customers, told by what happened to them: 40 + 60 in 2024, and 25 cancelled.
const basket = `
	create table buyers (id int primary key, name text);
	insert into buyers values (1, 'A'), (2, 'B');
	create table basket_records (record_no int primary key, customer_id int references buyers, order_date date, progress text, total numeric);
	insert into basket_records values (1, 1, '2024-01-05', 'Shipped', 40), (2, 2, '2024-02-05', 'Delivered', 60), (3, 1, '2024-12-30', 'Cancelled', 25)`

func TestOrdersAreFoundByTheWordsOfAColumn(t *testing.T) {
	r, m := read(t, filled(t, basket))
	require.Equal(t, `"public"."basket_records" as t`, m.Entities["orders"].From)
	require.Equal(t, written(t, "orders.status", `{words: t."progress", as: {cancelled: Cancelled, delivered: Delivered, shipped: Shipped}}`), m.Entities["orders"].Fields["status"])
	require.Equal(t, "100.00", numbers(r)["Revenue, 2024"])
}

// Lines of a quantity and a price stand for the amount: 2 × 10 + 3 × 20 = 80 shipped, 1 × 5 delivered.
func TestOrdersAreFoundByTheirLines(t *testing.T) {
	dsn := filled(t, `
		create table goods (id int primary key, name text);
		create table basket_records (id int primary key, customer_id int, order_date date, progress text);
		create table basket_contents (basket_record_id int references basket_records, good_id int references goods, quantity int, unit_price numeric);
		insert into goods values (1, 'Mug');
		insert into basket_records values (1, 7, '2024-01-05', 'Shipped'), (2, 7, '2024-12-30', 'Delivered');
		insert into basket_contents values (1, 1, 2, 10), (1, 1, 3, 20), (2, 1, 1, 5)`)
	r, m := read(t, dsn)
	require.Equal(t, `t."id"`, m.Entities["orders"].Fields["id"])
	require.Equal(t, "85.00", numbers(r)["Revenue, 2024"])
	requireSingle(t, dsn, m)
}

func TestWhatOnlyLooksLikeOrders(t *testing.T) {
	for name, columns := range map[string]string{
		"parcels of orders":   `order_id int, customer_id int, created_at date, progress text, total numeric`,
		"buying of a company": `supplier_id int, customer_id int, order_date date, progress text, total numeric`,
		"without an amount":   `note int, customer_id int, order_date date, progress text, weight text`,
	} {
		_, m := read(t, filled(t, `create table movement (id int primary key, `+columns+`); insert into movement values (1, 1, 1, '2024-01-05', 'Shipped', '4'), (2, 1, 1, '2024-01-06', 'Delivered', '5')`))
		require.NotContains(t, m.Entities, "orders", name)
	}
}

func TestTeamsAreFoundByTheirNames(t *testing.T) {
	dsn := filled(t, `
		create table circles (circle_id int primary key, name text);
		create table grades (grade_id int primary key, name text);
		create table employees (id int primary key, name text, grade_id int references grades, circle_id int);
		insert into circles values (1, 'Sales North'), (2, 'Customer support'), (3, 'Office');
		insert into grades values (1, 'Sales representative'), (2, 'Support agent');
		insert into employees values (1, 'Ann', 1, 1), (2, 'Bob', 1, 1), (3, 'Cem', 2, 2), (4, 'Dee', null, 3)`)
	_, m := read(t, dsn)
	require.Equal(t, `"public"."circles" as t`, m.Entities["teams"].From)
	require.Equal(t, `t."name"`, m.Entities["teams"].Fields["name"])
	require.Equal(t, `t."circle_id"`, m.Entities["users"].Fields["team"])
}

func TestRolesAreNoTeams(t *testing.T) {
	_, m := read(t, filled(t, `
		create table ranks (rank_id int primary key, name text);
		create table employees (id int primary key, name text, rank_id int references ranks);
		insert into ranks values (1, 'Sales representative'), (2, 'Support agent');
		insert into employees values (1, 'Ann', 1), (2, 'Bob', 1), (3, 'Cem', 2)`))
	require.NotContains(t, m.Entities, "teams")
	require.NotContains(t, m.Entities["users"].Fields, "team")
}

func TestTeamsWithoutATableAreTheirNames(t *testing.T) {
	dsn := filled(t, `create table employees (id int primary key, name text, department text);
		insert into employees values (1, 'Ann', 'Sales'), (2, 'Bob', 'Sales'), (3, 'Cem', 'Support'), (4, 'Dee', null)`)
	_, m := read(t, dsn)
	require.Equal(t, "Sales, Support", value(t, dsn, m, "teams", `string_agg(`+m.Entities["teams"].Fields["name"]+`, ', ' order by `+m.Entities["teams"].Fields["name"]+`)`))
	require.Equal(t, `t."department"`, m.Entities["users"].Fields["team"])
	requireSingle(t, dsn, m)
}
