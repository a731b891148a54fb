package detect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// numbers are the first numbers of a proposal, by their titles.
func numbers(r *detect.Detection) map[string]string {
	all := map[string]string{}
	for _, n := range r.Numbers {
		all[n.Title.In(i18n.English)] = n.Shown()
	}
	return all
}

// A table whose name says nothing, a status in one of its columns, companies and people by their names: 2 deals won for 30 in 2024, 1 lost, 2 open.
const salesFunnel = `
create table firms (firm text, sector text);
insert into firms values ('Acme', 'tools'), ('Bell', 'phones');
create table staff_list (closer text, manager text);
insert into staff_list values ('Ann', 'Cleo'), ('Bob', 'Cleo');
create table sales_funnel (ref_no text, closer text, deal_stage text, engage_date date, close_date date, close_value numeric);
insert into sales_funnel values
  ('A1', 'Ann', 'Won', '2024-01-02', '2024-02-01', 10), ('A2', 'Bob', 'Won', '2024-03-01', '2024-12-20', 20), ('A3', 'Ann', 'Lost', '2024-03-01', '2024-05-01', 0),
  ('A4', 'Bob', 'Engaging', '2024-06-01', null, null), ('A5', 'Ann', 'Prospecting', null, null, null)`

func TestDealsAreFoundByTheWordsOfAColumn(t *testing.T) {
	dsn := filled(t, salesFunnel)
	r, m := read(t, dsn)
	deals := m.Entities["deals"]
	require.Equal(t, `"public"."sales_funnel" as t`, deals.From)
	require.Equal(t, `t."ref_no"`, deals.Fields["id"], "counted to be unique")
	require.Equal(t, written(t, "deals.status", `{words: t."deal_stage", as: {won: Won, lost: Lost}, else: open}`), deals.Fields["status"])
	require.Equal(t, written(t, "deals.closed_at", `{local: t."close_date", zone: UTC}`), deals.Fields["closed_at"])
	require.NotContains(t, deals.Fields, "expected_close_on", "only closed deals have it")
	require.Equal(t, "30.00", numbers(r)["Revenue, 2024"])
	require.Equal(t, "2", numbers(r)["Open deals"])
}

func TestClosingDateOfOpenDealsIsExpected(t *testing.T) {
	dsn := filled(t, `create table opportunities (id int primary key, name text, stage_name text, amount numeric, created_date timestamptz, close_date date);
		insert into opportunities values (1, 'a', 'Closed Won', 5, '2024-01-01Z', '2024-12-30'), (2, 'b', 'Negotiation', 6, '2024-02-01Z', '2031-01-01'), (3, 'c', 'Closed Lost', 7, '2024-02-01Z', '2024-04-01')`)
	r, m := read(t, dsn)
	require.Equal(t, `t."close_date"`, m.Entities["deals"].Fields["expected_close_on"])
	require.Equal(t, "2", value(t, dsn, m, "deals", "count("+m.Entities["deals"].Fields["closed_at"]+")"), "of the two that are closed")
	require.Equal(t, "5.00", numbers(r)["Revenue, 2024"])
	require.Equal(t, "1", numbers(r)["Open deals"])
}

func TestLeadsAndTicketsAreFoundByTheirWords(t *testing.T) {
	_, m := read(t, filled(t, `
		create table inbound (id int primary key, full_name text, phase text, source text, created_at timestamptz);
		insert into inbound values (1, 'a', 'Contacted', 'web', now()), (2, 'b', 'Qualified', 'web', now()), (3, 'c', 'Converted', 'fair', now()), (4, 'd', 'Disqualified', 'fair', now());
		create table desk_log_entries (id int primary key, subject text, urgency text, state text, opened_at timestamptz, closed_at timestamptz);
		create table desk_entries (id int primary key, subject text, urgency text, state text, opened_at timestamptz, closed_at timestamptz);
		insert into desk_entries values (1, 's', 'Low', 'open', now(), null), (2, 's', 'High', 'closed', now(), now()), (3, 's', 'Critical', 'open', now(), null)`))
	require.Equal(t, `"public"."inbound" as t`, m.Entities["leads"].From)
	require.Equal(t, `"public"."desk_entries" as t`, m.Entities["tickets"].From)
	require.Equal(t, `t."opened_at"`, m.Entities["tickets"].Fields["created_at"])
}

// What only looks like deals is left aside.
func TestShapesOfSomethingElse(t *testing.T) {
	for name, sql := range map[string]string{
		"bets":           `create table bets (id int primary key, status text, amount numeric, created_at timestamptz, closed_at timestamptz); insert into bets values (1, 'won', 5, now(), now()), (2, 'lost', 5, now(), now())`,
		"matches":        `create table fixtures (id int primary key, outcome text, goals int, played_at timestamptz); insert into fixtures values (1, 'won', 5, now()), (2, 'lost', 5, now())`,
		"an archive":     `create table funnel_archive (id int primary key, status text, amount numeric, created_at timestamptz); insert into funnel_archive values (1, 'won', 5, now()), (2, 'lost', 5, now())`,
		"only one word":  `create table things (id int primary key, status text, amount numeric, created_at timestamptz); insert into things values (1, 'won', 5, now()), (2, 'other', 5, now())`,
		"without a time": `create table things (id int primary key, status text, amount numeric); insert into things values (1, 'won', 5), (2, 'lost', 5)`,
	} {
		t.Run(name, func(t *testing.T) {
			_, m := read(t, filled(t, sql))
			require.NotContains(t, m.Entities, "deals")
		})
	}
}

func TestPeopleWithoutATableAreTheirNames(t *testing.T) {
	dsn := filled(t, `create table deals (id int primary key, status text, amount numeric, created_at timestamptz, closed_at timestamptz, sales_rep text);
		insert into deals values (1, 'won', 5, now(), now(), 'Ann'), (2, 'lost', 6, now(), now(), 'Ann'), (3, 'open', 7, now(), null, 'Bob'), (4, 'open', 7, now(), null, null)`)
	_, m := read(t, dsn)
	require.Equal(t, `t."sales_rep"`, m.Entities["deals"].Fields["owner"])
	require.Equal(t, "Ann, Bob", value(t, dsn, m, "users", `string_agg(`+m.Entities["users"].Fields["name"]+`, ', ' order by 1)`))
	requireSingle(t, dsn, m)
}

// A name beside a key, and one that may be a customer's, are not taken for people.
func TestNamesOfPeopleInTickets(t *testing.T) {
	for column, people := range map[string]bool{"agent_name text": true, "user_name text": false, "agent_id int, agent_name text": false} {
		dsn := filled(t, `create table tickets (id int primary key, subject text, priority text, status text, created_at timestamptz, solved_at timestamptz, `+column+`)`,
			`insert into tickets (id, subject, priority, status, created_at) values (1, 'a', 'low', 'open', now()), (2, 'b', 'high', 'open', now())`,
			`update tickets set `+strings.Fields(column)[len(strings.Fields(column))-2]+` = 'Ann'`)
		_, m := read(t, dsn)
		if !people {
			require.NotContains(t, m.Entities, "users", column)
			continue
		}
		require.Equal(t, `t."agent_name"`, m.Entities["tickets"].Fields["agent"])
		require.Equal(t, "Ann", value(t, dsn, m, "users", `max(`+m.Entities["users"].Fields["name"]+`)`))
	}
}

// The people of another table are those that the deals name; their managers have no row of their own.
func TestPeopleOfATableWithTheSameColumn(t *testing.T) {
	dsn := filled(t, `create table reps_by_office (sales_agent text, manager text, office text); insert into reps_by_office values ('Ann', 'Cleo', 'N'), ('Bob', 'Cleo', 'S');
		create table deals (id int primary key, status text, amount numeric, created_at timestamptz, closed_at timestamptz, sales_agent text);
		insert into deals values (1, 'won', 5, now(), now(), 'Ann'), (2, 'lost', 6, now(), now(), 'Ann'), (3, 'open', 7, now(), null, 'Bob')`)
	_, m := read(t, dsn)
	users := m.Entities["users"]
	require.Equal(t, "Ann<Cleo, Bob<Cleo, Cleo<", value(t, dsn, m, "users", `string_agg(`+users.Fields["name"]+` || '<' || coalesce(`+users.Fields["manager"]+`, ''), ', ' order by `+users.Fields["name"]+`)`))
	requireSingle(t, dsn, m)
}

func TestUsersOfAShopAreItsCustomers(t *testing.T) {
	_, m := read(t, filled(t, `create table users (id int primary key, name text, email text);
		create table orders (id int primary key, user_id int references users, created_at timestamptz, total numeric);
		insert into users values (1, 'a', 'a@b'); insert into orders values (1, 1, now(), 5)`))
	require.Equal(t, `t."user_id"`, m.Entities["orders"].Fields["account"])
	require.NotContains(t, m.Entities["orders"].Fields, "owner")
	require.Equal(t, `"public"."users" as t`, firstTable(m, "accounts"))
	require.NotContains(t, m.Entities, "users")
}

// No table has customers, but orders repeat their keys.
func TestCustomersAreTheKeysThatOrdersRepeat(t *testing.T) {
	dsn := filled(t, `create table orders (id int primary key, customer_id int, order_date date, total numeric);
		insert into orders values (1, 7, '2024-02-01', 5), (2, 7, '2024-12-30', 6), (3, 8, '2024-03-01', 7), (4, null, '2024-03-01', 7)`)
	r, m := read(t, dsn)
	require.Equal(t, `t."customer_id"`, m.Entities["orders"].Fields["account"])
	require.Equal(t, `t."customer_id"`, m.Entities["deals"].Fields["account"])
	require.Equal(t, "2", numbers(r)["Accounts"])
	require.Equal(t, "2024-02-01 00:00:00", value(t, dsn, m, "accounts", `max(`+m.Entities["accounts"].Fields["first_won_at"]+`) filter (where `+m.Entities["accounts"].Fields["id"]+` = 7) at time zone 'UTC'`))
	requireSingle(t, dsn, m)
}

func TestPaymentsAreTheAmountOfOrders(t *testing.T) {
	const shop = `create table orders (id int primary key, order_date date, status text);
		create table payments (id int primary key, order_id int references orders, amount AMOUNT, paid_at date);
		insert into orders values (1, '2024-01-05', 'completed'), (2, '2024-12-30', 'cancelled');
		insert into payments values (1, 1, 1000, '2024-01-05'), (2, 1, 2500, '2024-01-06'), (3, 2, 700, '2024-12-30')`
	r, m := read(t, filled(t, replaced(shop, "AMOUNT", "numeric")))
	require.Equal(t, `"lines"."amount"`, m.Entities["orders"].Fields["amount"])
	require.Equal(t, "2,100.00", numbers(r)["Average order value, 2024"], "(3500 + 700) / 2")
	r, m = read(t, filled(t, replaced(shop, "AMOUNT", "int")))
	require.NotContains(t, m.Entities["orders"].Fields, "amount", "cents, or not?")
	require.NotContains(t, m.Entities["payments"].Fields, "amount")
	require.NotContains(t, numbers(r), "Revenue, 2024")
}

// A whole number of pieces is no amount where another column has decimals.
func TestAmountBesideAQuantity(t *testing.T) {
	_, m := read(t, filled(t, `create table orders (id int primary key, occurred_at timestamp, total int, total_amt_usd numeric(10, 2));
		insert into orders values (1, '2024-01-05', 169, 973.43)`))
	require.Equal(t, `t."total_amt_usd"`, m.Entities["orders"].Fields["amount"])
}

// The state of an address is no status of an order.
func TestStateOfAnAddress(t *testing.T) {
	_, m := read(t, filled(t, `create table orders (id int primary key, order_date date, total numeric, billing_city text, billing_state text);
		insert into orders values (1, '2024-01-05', 5, 'Austin', 'TX'), (2, '2024-01-05', 5, 'Boise', 'ID')`))
	require.NotContains(t, m.Entities["orders"].Fields, "status")
	require.Equal(t, `'won'`, m.Entities["deals"].Fields["status"])
}

func TestWhatLinesLeadToIsSold(t *testing.T) {
	_, m := read(t, filled(t, `create table tracks (track_id int primary key, name text); create table orders (id int primary key, order_date date);
		create table order_lines (id int primary key, order_id int references orders, track_id int references tracks, quantity int, unit_price numeric)`))
	require.Equal(t, `"public"."tracks" as t`, m.Entities["products"].From)
	require.Equal(t, `t."track_id"`, m.Entities["order_lines"].Fields["product"])
}

func TestKeysThatLeadNowhereAreNotProposed(t *testing.T) {
	r, m := read(t, filled(t, `create table customers (id int primary key, name text); create table orders (id int primary key, customer_id int, order_date date, total numeric);
		insert into customers values (1, 'a'), (2, 'b'); insert into orders values (1, 901, now(), 5), (2, 902, now(), 5), (3, 1, now(), 5)`))
	require.NotContains(t, m.Entities["orders"].Fields, "account")
	for _, f := range suggested(t, r, "orders").Fields {
		if f.Name == "account" {
			require.Contains(t, f.Reason.In(i18n.English), "1 of 3 values looked up are keys of customers")
		}
	}
}

func TestTimesKeptAsDurations(t *testing.T) {
	dsn := filled(t, `create table tickets (id int primary key, subject text, created_at timestamptz, first_response_time_minutes int, resolution_hours numeric);
		insert into tickets values (1, 's', '2024-01-01 10:00Z', 90, 2.5)`)
	_, m := read(t, dsn)
	require.Equal(t, "2024-01-01 11:30:00", value(t, dsn, m, "tickets", `max(`+m.Entities["tickets"].Fields["first_response_at"]+`) at time zone 'UTC'`))
	require.Equal(t, "2024-01-01 12:30:00", value(t, dsn, m, "tickets", `max(`+m.Entities["tickets"].Fields["solved_at"]+`) at time zone 'UTC'`))
}

func firstTable(m crm.Mapping, entity string) string {
	table, _, _ := cutLine(m.Entities[entity].From)
	return table
}
