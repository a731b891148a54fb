package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Two systems with customers and deals of their own, whose keys are the same numbers: nothing of one is joined with the other.
func TestSystemsAreNotMixed(t *testing.T) {
	for name, sql := range map[string]string{
		"schemas": `create schema old; create schema now;
			create table old.customers (id int primary key, name text, region text, country text);
			create table old.tickets (id int primary key, subject text, status text, customer_id int, created_at timestamptz, solved_at timestamptz, agent_id int);
			create table now.clients (id int primary key, name text);
			create table now.deals (id int primary key, status text, amount numeric, created_at timestamptz, closed_at timestamptz, customer_id int, owner_id int)`,
		"prefixes": `create schema old; create schema now; -- unused
			create table desk_customers (id int primary key, name text, region text, country text); create table desk_notes (id int);
			create table desk_tickets (id int primary key, subject text, status text, customer_id int, created_at timestamptz, solved_at timestamptz, agent_id int);
			create table crm_clients (id int primary key, name text); create table crm_notes (id int);
			create table crm_deals (id int primary key, status text, amount numeric, created_at timestamptz, closed_at timestamptz, customer_id int, owner_id int)`,
	} {
		t.Run(name, func(t *testing.T) {
			r, m := read(t, filled(t, sql))
			require.Contains(t, firstTable(m, "deals"), `deals" as t`)
			require.Contains(t, firstTable(m, "accounts"), `clients" as t`, "those of the deals")
			require.Contains(t, m.Entities["deals"].Fields, "account")
			require.Contains(t, firstTable(m, "tickets"), `tickets" as t`)
			require.NotContains(t, m.Entities["tickets"].Fields, "account", "these are others' customers")
			if name == "schemas" { // old.customers would have been taken
				require.Contains(t, r.YAML(i18n.English), "the two are not mixed")
			}
		})
	}
}

// A foreign key from one schema to the other makes them one system.
func TestForeignKeysMakeOneSystem(t *testing.T) {
	_, m := read(t, filled(t, `create schema sales; create schema support;
		create table sales.customers (id int primary key, name text);
		create table sales.orders (id int primary key, order_date date, total numeric, customer_id int references sales.customers);
		create table support.customers (id int primary key, name text);
		create table support.tickets (id int primary key, subject text, status text, created_at timestamptz, solved_at timestamptz, customer_id int references sales.customers)`))
	require.Equal(t, `t."customer_id"`, m.Entities["tickets"].Fields["account"])
	require.Contains(t, firstTable(m, "accounts"), `"sales"."customers"`)
}
