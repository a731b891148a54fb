package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestRegionsAreFoundBehindCities(t *testing.T) {
	dsn := filled(t, `
		create table countries (id int primary key, name text);
		create table towns (id int primary key, label text, region text, country_id int references countries);
		create table clients (id int primary key, name text, town_id int references towns);
		insert into countries values (1, 'Chile'), (2, 'Peru');
		insert into towns values (1, 'Arica', 'North', 1), (2, 'Lima', 'Coast', 2);
		insert into clients values (1, 'a', 1), (2, 'b', 2), (3, 'c', null)`)
	_, m := read(t, dsn)
	fields := m.Entities["accounts"].Fields
	require.Equal(t, "Chile/North Peru/Coast -", value(t, dsn, m, "accounts", `string_agg(coalesce(`+fields["country"]+` || '/' || `+fields["region"]+`, '-'), ' ' order by `+fields["id"]+`)`))
	requireSingle(t, dsn, m)
}

// Tables without keys, as files leave them: what no two rows have is one.
func TestRegionsAreFoundWithoutKeys(t *testing.T) {
	const sql = `create table regions (id int, name text); create table towns (town_id int, label text, region_id int); create table clients (id int, name text, town_id int);
		insert into regions values (1, 'North'), (2, 'Coast'); insert into towns values (1, 'Arica', 1), (2, 'Lima', 2); insert into clients values (1, 'a', 2)`
	dsn := filled(t, sql)
	_, m := read(t, dsn)
	require.Equal(t, "Coast", value(t, dsn, m, "accounts", `max(`+m.Entities["accounts"].Fields["region"]+`)`))
	requireSingle(t, dsn, m)
	_, m = read(t, filled(t, sql, `insert into towns values (2, 'Lima again', 1)`))
	require.NotContains(t, m.Entities["accounts"].Fields, "region", "two towns have the same number")
}

// The region of those who sell, and one of two addresses, need not be the customer's.
func TestDoubtfulRegionsAreLeftToPeople(t *testing.T) {
	for name, sql := range map[string]string{
		"people": `create table areas (id int primary key, name text); create table employees (id int primary key, name text, region_id int references areas);
			create table clients (id int primary key, name text, employee_id int references employees); insert into areas values (1, 'North')`,
		"two addresses": `create table addresses (id int primary key, region text);
			create table clients (id int primary key, name text, billing_address_id int references addresses, delivery_address_id int references addresses)`,
	} {
		r, m := read(t, filled(t, sql))
		require.NotContains(t, m.Entities["accounts"].Fields, "region", name)
		require.Contains(t, r.YAML(i18n.English), "# region:", name)
	}
}
