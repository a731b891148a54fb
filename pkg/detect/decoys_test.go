package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestDecoysAreLeftAside(t *testing.T) {
	_, m := read(t, filled(t, `
		create table purchase_orders (id int primary key, order_date date, total numeric, status text); -- of the company from others
		create table bank_accounts (id int primary key, name text);
		create table "audit events" (id int primary key, subject text, type text, owner_id int);
		create table order_products (id int primary key, name text);
		create table customer_groups (id int primary key, name text);
		create table deals_archive_2019 (id int, note text)`))
	require.Empty(t, m.Entities)
	_, m = read(t, filled(t, `
		create table sales_orders (id int primary key, order_date date, total numeric);
		create table purchase_orders (id int primary key, order_date date, total numeric, status text);
		create table "order" (id int)`))
	require.Equal(t, `"public"."sales_orders" as t`, m.Entities["orders"].From)
	require.Equal(t, `"public"."sales_orders" as t`, m.Entities["deals"].From)
}

// What rows hold gets into the proposal as literals and into comments, and out of neither.
func TestHostileContents(t *testing.T) {
	r, m := read(t, filled(t, `
		create table stages (id int primary key, name text, position int);
		insert into stages values (1, 'won', 1), (2, E'lost''); drop table x; --', 2), (3, E'a\nentities: {deals: {from: pg_authid}}\n#', 3), (4, E'\\''', 4);
		create table deals (id int primary key, amount numeric, created_at timestamptz, "stage
id" int references stages, "deleted" text);
		insert into deals values (1, 1, now(), 1, E'y'), (2, 1, now(), 2, 'N ');
		create table leads (id int primary key, status text, created_at text);
		insert into leads values (1, E'new\\', E'01.02.2024'), (2, E'converted', '"\n: {}'), (3, E'qualified', '')`))
	require.Equal(t, written(t, "deals.status", `{words: '"stage"."name"', as: {won: won}, else: open}`), m.Entities["deals"].Fields["status"])
	require.Equal(t, `coalesce(t."deleted"::text not in ('y'), true)`, m.Entities["deals"].Where)
	require.NotContains(t, m.Entities, "users")
	for _, language := range []i18n.Language{i18n.English, i18n.Russian} {
		require.NotContains(t, r.YAML(language), "\nentities: {deals")
	}
}
