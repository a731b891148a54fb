package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// suggested returns the suggestion of an entity.
func suggested(t testing.TB, r *detect.Detection, entity string) detect.Suggestion {
	t.Helper()
	for _, s := range r.Suggestions {
		if s.Entity == entity {
			return s
		}
	}
	require.Fail(t, "nothing is suggested for "+entity)
	return detect.Suggestion{}
}

func TestDeletedRowsAreLeftOut(t *testing.T) {
	r, m := read(t, filled(t, `
		create table deals (id int primary key, status text, amount numeric, created_at timestamptz, "deletedAt" timestamptz, active boolean);
		insert into deals values (1, 'won', 5, now(), null, true), (2, 'lost', 6, now(), now(), false);
		create table customers (id int primary key, name text, is_deleted boolean);
		create table products (id int primary key, name text, archived smallint);
		insert into products values (1, 'a', 0), (2, 'b', 1);
		create table tickets (id int primary key, status text, created_at timestamptz, archived_at timestamptz);
		insert into tickets values (1, 'open', now(), null);
		create table leads (id int primary key, status text, created_at timestamptz, deleted char(1));
		insert into leads values (1, 'new', now(), 'N'), (2, 'qualified', now(), 'Y');
		create table campaigns (id int primary key, name text, starts_on date, deleted_at timestamptz);
		insert into campaigns values (1, 'a', '2024-01-01', now()), (2, 'b', '2024-01-02', now());
		create table contacts (id int primary key, name text, email text, deleted int);
		insert into contacts values (1, 'a', 'a', 17), (2, 'b', 'b', 18);
		create table employees (id int primary key, name text, is_deleted boolean);
		insert into employees values (1, 'a', true), (2, 'b', false)`))
	for entity, where := range map[string]string{
		"deals":     `t."deletedAt" is null`,
		"accounts":  `t."is_deleted" is not true`, // the name says it, though the table is empty
		"products":  `t."archived" is distinct from 1`,
		"tickets":   "", // archived_at says little, and no row shows what it is used for
		"leads":     `coalesce(t."deleted"::text not in ('Y'), true)`,
		"campaigns": "", // nothing would be left
		"contacts":  "", // hardly a mark
		"users":     "", // those who left still have sales
	} {
		require.Equal(t, where, m.Entities[entity].Where, entity)
	}
	text := r.YAML(i18n.English)
	require.Contains(t, text, `## where: t."active" is not false`)
	require.Contains(t, text, `## where: t."is_deleted" is not true`)
	require.Contains(t, text, "people who left still have sales")
	require.Contains(t, text, "so that none would be left")
	require.Contains(t, r.YAML(i18n.Russian), "отмечает часть строк как удалённые")
}
