package detect_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// value asks the source of an entity for one value.
func value(t testing.TB, dsn string, m crm.Mapping, entity, expression string) (v string) {
	t.Helper()
	source := m.Entities[entity]
	where := ""
	if source.Where != "" {
		where = " where " + source.Where
	}
	require.NoError(t, pgtest.Open(t, dsn).QueryRow(`select coalesce((`+expression+`)::text, 'null') from `+source.From+where).Scan(&v))
	return v
}

func requireSingle(t testing.TB, dsn string, m crm.Mapping) {
	t.Helper()
	twice, err := probe.Multiplies(t.Context(), open(t, dsn), m)
	require.NoError(t, err)
	require.Empty(t, twice)
}

func TestWhatTheStageOfADealKnows(t *testing.T) {
	dsn := filled(t, `
		create table pipelines (id int primary key, name text);
		create table stages (id int primary key, name text, position int, pipeline_id int references pipelines, is_won boolean, is_closed boolean);
		create table deals (id int primary key, title text, amount numeric, created_at timestamptz, stage_id int references stages);
		insert into pipelines values (1, 'p');
		insert into stages values (1, 'New', 1, 1, false, false), (2, 'Signed', 2, 1, true, true), (3, 'Gone', 3, 1, false, true);
		insert into deals select n, 'd', 1, now(), 1 + n % 3 from generate_series(0, 8) as n`)
	r, m := read(t, dsn)
	status := m.Entities["deals"].Fields["status"]
	require.Equal(t, `case when "stage"."is_won" then 'won' when "stage"."is_closed" then 'lost' else 'open' end`, status)
	require.Equal(t, `"public"."deals" as t left join "public"."stages" as "stage" on "stage"."id" = t."stage_id"`, suggested(t, r, "deals").From())
	require.Equal(t, `"stage"."pipeline_id"`, m.Entities["deals"].Fields["pipeline"])
	require.Equal(t, `case when t."is_won" then 'won' when t."is_closed" then 'lost' else 'open' end`, m.Entities["stages"].Fields["kind"])
	require.Equal(t, "3 won, 3 lost", value(t, dsn, m, "deals", `count(*) filter (where `+status+` = 'won') || ' won, ' || count(*) filter (where `+status+` = 'lost') || ' lost'`))
	requireSingle(t, dsn, m)
}

func TestStageNamesTellTheOutcome(t *testing.T) {
	_, m := read(t, filled(t, `
		create table stages (id int primary key, name text, position int);
		create table deals (id int primary key, amount numeric, created_at timestamptz, stage_id int references stages, state int);
		insert into stages values (1, 'Kontakt', 1), (2, 'Gewonnen', 2), (3, 'Verloren', 3);
		insert into deals values (1, 1, now(), 1, 5), (2, 1, now(), 2, 6)`))
	require.Equal(t, written(t, "deals.status", `{words: '"stage"."name"', as: {won: Gewonnen, lost: Verloren}, else: open}`), m.Entities["deals"].Fields["status"])
}

func TestFlagsOfADealTellTheOutcome(t *testing.T) {
	r, m := read(t, filled(t, `
		create table deals (id int primary key, title text, amount numeric, created_at timestamptz, won_at timestamptz, lost_at timestamptz);
		create schema half; create table half.leads (id int primary key, status text, created_at timestamptz)`))
	require.Equal(t, `case when t."won_at" is not null then 'won' when t."lost_at" is not null then 'lost' else 'open' end`, m.Entities["deals"].Fields["status"])
	require.Contains(t, suggested(t, r, "deals").Reason.In(i18n.English), "deal")
	r, m = read(t, filled(t, `create table deals (id int primary key, title text, amount numeric, created_at timestamptz, is_won boolean)`))
	require.NotContains(t, m.Entities["deals"].Fields, "status", "what is lost is not known")
	require.Contains(t, r.YAML(i18n.English), "what tells lost deals from open ones was not found")
}

func TestAmountsAreSummedFromLines(t *testing.T) {
	dsn := filled(t, `
		create table deals (id int primary key, title text, status text, created_at timestamptz);
		create table deal_returns (id int primary key, deal_id int references deals, quantity int, price numeric); -- a decoy
		create table deal_products (deal_id int references deals, quantity int, price_cents bigint, discount_percent int, is_deleted boolean);
		insert into deals values (1, 'a', 'won', now()), (2, 'b', 'lost', now());
		insert into deal_products values (1, 2, 1000, 0, false), (1, 1, 500, 50, null), (1, 9, 900, 0, true)`)
	_, m := read(t, dsn)
	require.Equal(t, `"lines"."amount"`, m.Entities["deals"].Fields["amount"])
	require.InDelta(t, 22.5, number(t, value(t, dsn, m, "deals", `sum("lines"."amount")`)), 1e-9) // 2 × 10 + 5 less half
	require.Equal(t, "2", value(t, dsn, m, "deals", "count(*)"), "a deal without lines stays, one with several is one")
	requireSingle(t, dsn, m)
}

func TestNamesAreLookedUp(t *testing.T) {
	dsn := filled(t, `
		create table product_categories (id int primary key, "Title" text);
		create table products (id int primary key, name text, category_id int references product_categories);
		create table order_statuses (status_id int primary key, name text);
		create table orders (id int primary key, order_date date, total numeric, status_id int);
		insert into product_categories values (1, 'Tea');
		insert into products values (1, 'Chai', 1), (2, 'Mug', null);
		insert into order_statuses values (1, 'Pending'), (2, 'Cancelled'), (3, 'Completed');
		insert into orders values (1, '2024-01-01', 5, 3), (2, '2024-01-02', 6, 2), (3, '2024-01-02', 7, 1)`)
	_, m := read(t, dsn)
	require.Equal(t, `"category"."Title"`, m.Entities["products"].Fields["category"])
	require.Equal(t, "2", value(t, dsn, m, "products", "count(*)"))
	require.Equal(t, written(t, "orders.status", `{words: '"status"."name"', as: {cancelled: Cancelled, delivered: Completed, placed: Pending}}`), m.Entities["orders"].Fields["status"])
	require.Equal(t, "lost 1, won 2", value(t, dsn, m, "deals", `'lost ' || count(*) filter (where `+m.Entities["deals"].Fields["status"]+` = 'lost') || ', won ' || count(*) filter (where `+m.Entities["deals"].Fields["status"]+` = 'won')`))
	requireSingle(t, dsn, m)
}

func TestAccountsOfTicketsAreOneStepAway(t *testing.T) {
	dsn := filled(t, `
		create table customers (id int primary key, name text);
		create table contacts (id int primary key, name text, email text, customer_id int references customers);
		create table tickets (id int primary key, subject text, status text, created_at timestamptz, requester_id int references contacts);
		insert into customers values (7, 'c'); insert into contacts values (1, 'a', 'a@b', 7); insert into tickets values (1, 's', 'open', now(), 1), (2, 's', 'open', now(), null)`)
	_, m := read(t, dsn)
	require.Equal(t, `"contact"."customer_id"`, m.Entities["tickets"].Fields["account"])
	require.Equal(t, "7", value(t, dsn, m, "tickets", `max("contact"."customer_id")`))
	require.Equal(t, "2", value(t, dsn, m, "tickets", "count(*)"))
}

func TestDealsAreOrdersWhereThereAreNone(t *testing.T) {
	dsn := filled(t, `
		create table customers (id int primary key, name text);
		create table orders (id int primary key, customer_id int references customers, order_date date, total numeric, status text);
		insert into customers values (1, 'a'), (2, 'b');
		insert into orders values (1, 1, '2024-02-01', 5, 'completed'), (2, 1, '2024-01-01', 6, 'cancelled'), (3, 1, '2024-03-01', 6, 'pending')`)
	r, m := read(t, dsn)
	deals := suggested(t, r, "deals")
	require.Less(t, deals.Confidence, suggested(t, r, "orders").Confidence)
	require.Contains(t, deals.Reason.In(i18n.English), "an order is taken for a deal that was won on its day")
	require.Contains(t, deals.Reason.In(i18n.Russian), "заказ считается сделкой")
	require.Equal(t, m.Entities["deals"].Fields["created_at"], m.Entities["deals"].Fields["closed_at"])
	require.Equal(t, `t."id"`, m.Entities["orders"].Fields["deal"])
	require.Equal(t, "2024-02-01 00:00:00", value(t, dsn, m, "accounts", `max("first"."won_at") at time zone 'UTC'`), "a cancelled order wins nobody")
	requireSingle(t, dsn, m)
}

func TestDealsAreNotOrdersWhereThatIsDoubtful(t *testing.T) {
	r, m := read(t, filled(t, `
		create table orders (id int primary key, order_date date, total numeric, status int);
		insert into orders values (1, '2024-01-01', 5, 10), (2, '2024-01-01', 5, 20)`))
	require.NotContains(t, m.Entities, "deals", "which status is that of a cancelled order?")
	require.Contains(t, suggested(t, r, "deals").Reason.In(i18n.English), "is not known")
	_, m = read(t, filled(t, `
		create table orders (id int primary key, order_date date, total numeric);
		create table opportunities (id int primary key, status text, amount numeric, created_at timestamptz, closed_at timestamptz)`))
	require.Equal(t, `"public"."opportunities" as t`, m.Entities["deals"].From)
}

// A join that PostgreSQL refuses takes nothing else with it.
func TestRefusedJoinsAreGivenUp(t *testing.T) {
	r, m := read(t, filled(t, `
		create domain amount_of_money as numeric;
		create table orders (order_id int primary key, order_date date);
		create table order_items (order_id bigint references orders, price money, quantity text, line_total amount_of_money)`))
	require.Contains(t, m.Entities, "orders")
	for _, f := range suggested(t, r, "orders").Fields {
		require.NotEmpty(t, f.SQL)
	}
	require.GreaterOrEqual(t, suggested(t, r, "orders").Confidence, detect.Sure)
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(text, 64)
	require.NoError(t, err)
	return x
}

func replaced(text, old, with string) string { return strings.ReplaceAll(text, old, with) }

// cutLine is the first line of a text and the rest.
func cutLine(text string) (string, string, bool) { return strings.Cut(text, "\n") }
