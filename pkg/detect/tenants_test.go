package detect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// saas are tables that companies share, told apart by a column.
func saas(tenant string) string {
	return strings.ReplaceAll(`
		create table customers (id int primary key, name text, $tenant int);
		create table deals (id int primary key, status text, amount numeric, created_at timestamptz, customer_id int references customers, $tenant int);
		create table products (id int primary key, name text);
		create table employees (id int primary key, name text, $tenant int);
		insert into customers select n, 'c' || n, n % 7 from generate_series(1, 20) as n;
		insert into deals select n, 'won', n, now(), n, n % 7 from generate_series(1, 20) as n;
		insert into employees select n, 'e', n % 7 from generate_series(1, 20) as n`, "$tenant", tenant)
}

func tenantNote(r *detect.Detection) string {
	for _, n := range r.Notes {
		if strings.Contains(n.In(i18n.English), "tenant: {") {
			return n.In(i18n.English)
		}
	}
	return ""
}

func TestTenantsAreNoted(t *testing.T) {
	for _, name := range []string{"tenant_id", "company_id", `"Workspace"`} {
		r, m := read(t, filled(t, saas(name)))
		note := tenantNote(r)
		require.Contains(t, note, "3 of the 4 tables suggested have it", name)
		require.Contains(t, note, `with "0", "1", "2", "3", "4", …`)
		require.Contains(t, note, "t."+strings.Trim(name, `"`))
		require.Equal(t, `t."customer_id"`, m.Entities["deals"].Fields["account"], "a tenant is no customer")
		for entity, source := range m.Entities {
			require.Empty(t, source.Tenant, entity)
			require.False(t, source.Restricted(), "nothing is applied silently")
		}
		// The mapping takes what the note proposes.
		proposal := note[strings.Index(note, "`")+1 : strings.LastIndex(note, "`")]
		m, err := crm.ParseMapping(proposal + "\n" + r.YAML(i18n.English))
		require.NoError(t, err)
		require.True(t, m.Entities["deals"].Restricted())
		require.False(t, m.Entities["products"].Restricted())
	}
}

func TestKeysOfCustomersAreNoTenants(t *testing.T) {
	r, m := read(t, filled(t, `
		create table companies (id int primary key, name text);
		create table deals (id int primary key, status text, amount numeric, created_at timestamptz, company_id int);
		create table contacts (id int primary key, name text, email text, company_id int);
		insert into companies values (1, 'a'), (2, 'b');
		insert into deals values (1, 'won', 1, now(), 1), (2, 'won', 1, now(), 2);
		insert into contacts values (1, 'a', 'a', 1), (2, 'b', 'b', 2)`))
	require.Empty(t, tenantNote(r))
	require.Equal(t, `t."company_id"`, m.Entities["deals"].Fields["account"])
}

func TestOneTenantNeedsNoNote(t *testing.T) {
	r, _ := read(t, filled(t, strings.ReplaceAll(saas("tenant_id"), "n % 7", "1")))
	require.Empty(t, tenantNote(r))
}

func TestHostileTenants(t *testing.T) {
	r, _ := read(t, filled(t, strings.NewReplacer("tenant_id int", "tenant_id text", "n % 7", `E'\n}`+"`"+`, entities: {x: ' || n`).Replace(saas("tenant_id"))))
	require.Contains(t, tenantNote(r), "tenant_id")
}
