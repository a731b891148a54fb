package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// coded are orders whose state is a number: two of 4 for 90, one of 3 for 20, one of 1 for 40.
const coded = `
	create table clients (client_id int primary key, client_name text);
	insert into clients values (1, 'A'), (2, 'B');
	create table orders (order_id int primary key, client_id int references clients, order_status smallint not null, order_date date not null, total_amount numeric);
	insert into orders values (1, 1, 4, '2024-01-05', 10), (2, 1, 3, '2024-02-05', 20), (3, 2, 1, '2024-03-05', 40), (4, 2, 4, '2024-04-05', 80);`

// The comment on a column tells what its numbers mean: an order of state 3 is lost revenue.
func TestCodesAreReadInTheCommentOfTheirColumn(t *testing.T) {
	for _, comment := range []string{"1 = Pending; 2 = Processing; 3 = Cancelled; 4 = Completed", "Order status: 1: new, 3: Canceled, 4: delivered"} {
		dsn := filled(t, coded, `comment on column orders.order_status is '`+comment+`'`)
		r, m := read(t, dsn)
		require.Equal(t, written(t, "deals.status", `{words: 't."order_status"', as: {lost: [3]}, else: won}`), m.Entities["deals"].Fields["status"], comment)
		require.Equal(t, "cancelled", value(t, dsn, m, "orders", "string_agg("+m.Entities["orders"].Fields["status"]+", ' ') filter (where t.order_id = 2)"))
		require.Equal(t, "130.00", numbers(r)["Revenue, 2024"])
	}
}

// Without one nobody knows: what is not proposed says which values there are, and what to write.
func TestCodesThatNobodyTellsAreLeftToPeople(t *testing.T) {
	for _, comment := range []string{"", "1 = open, 1 = closed, 3 = cancelled", "see the manual, page 3 - cancellation of orders is described on 4"} {
		dsn := filled(t, coded, `comment on column orders.order_status is '`+comment+`'`)
		r, m := read(t, dsn)
		require.NotContains(t, m.Entities["orders"].Fields, "status", comment)
		require.NotContains(t, m.Entities, "deals", comment)
		require.Contains(t, r.YAML(i18n.English), `{words: 't."order_status"', as: {lost: []}, else: won}`)
	}
}

// A constraint keeps each code beside its word.
func TestCodesAreReadInConstraints(t *testing.T) {
	for _, check := range []string{
		`add column state_word text, add check (state_word = case order_status when 1 then 'Pending' when 3 then 'Cancelled' when 4 then 'Completed' end)`,
		`add column state_word text, add check (state_word = case when order_status = 1 then 'Pending' when order_status = 3 then 'Cancelled' when order_status = 4 then 'Completed' end)`,
		`add column state_word text, add check ((order_status = 1 and state_word = 'Pending') or (order_status = 3 and state_word = 'Cancelled') or (order_status = 4 and state_word = 'Completed'))`,
		`add constraint known check (order_status between 1 and 4); comment on constraint known on orders is '1 = Pending, 3 = Cancelled, 4 = Completed'`,
	} {
		dsn := filled(t, coded, `alter table orders `+check)
		r, m := read(t, dsn)
		require.Equal(t, "placed cancelled delivered", value(t, dsn, m, "orders", "string_agg(distinct "+m.Entities["orders"].Fields["status"]+", ' ') filter (where t.order_status = 1) || ' ' || "+
			"min("+m.Entities["orders"].Fields["status"]+") filter (where t.order_status = 3) || ' ' || min("+m.Entities["orders"].Fields["status"]+") filter (where t.order_status = 4)"), check)
		require.Equal(t, "130.00", numbers(r)["Revenue, 2024"], check)
	}
}

// The words of codes stand in a table that is named like the column, though no foreign key leads there.
func TestCodesAreLookedUp(t *testing.T) {
	for _, name := range []string{"order_statuses", "statuses"} {
		r, m := read(t, filled(t, replaced(coded, "order_status ", "status "), `create table `+name+` (id int primary key, name text); insert into `+name+` values (1, 'Pending'), (3, 'Cancelled'), (4, 'Completed')`))
		require.Contains(t, m.Entities["orders"].From, `"public"."`+name+`"`)
		require.Equal(t, "130.00", numbers(r)["Revenue, 2024"])
	}
	_, m := read(t, filled(t, coded, `create table order_statuses (id int primary key, name text); insert into order_statuses values (1, 'Pending'), (3, 'Cancelled')`))
	require.NotContains(t, m.Entities["orders"].Fields, "status", "not every code has a row there")
}

// No order is cancelled yet, but one may be.
func TestWordsThatNoRowHasYet(t *testing.T) {
	for name, column := range map[string]string{
		"enum":       `state progress`,
		"constraint": `state text check (state in ('new', 'canceled', 'it''s gone'))`,
		"domain":     `state told`,
	} {
		_, m := read(t, filled(t, `create type progress as enum ('new', 'canceled', 'it''s gone'); create domain told as text check (value in ('new', 'canceled', 'it''s gone'));
			create table orders (id int primary key, order_date date, total numeric, `+column+`); insert into orders values (1, '2024-01-05', 5, 'new')`))
		require.Equal(t, written(t, "deals.status", `{words: t."state", as: {lost: [canceled]}, else: won}`), m.Entities["deals"].Fields["status"], name)
	}
	_, m := read(t, filled(t, `create table orders (id int primary key, order_date date, total numeric, state text check (state <> 'canceled' and length(state) < 9));
		insert into orders values (1, '2024-01-05', 5, 'new')`))
	require.NotContains(t, m.Entities["deals"].Fields["status"], "canceled", "which it may not be")
}
