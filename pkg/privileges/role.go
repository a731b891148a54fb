package privileges

import (
	"context"
	"slices"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
)

// powers is what the role of a connection can do beyond reading what is mapped: what it is, which of PostgreSQL's own roles it is a member
// of, the tables that it can write to, the schemas in which it can create something, and those of which it reads tables although
// nothing of the mapping is there. Only some of each are told.
const powers = `
select role.rolname::text, role.rolsuper, role.rolbypassrls,
  array(select granted.rolname::text from pg_catalog.pg_roles as granted
    where granted.rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program',
      'pg_maintain', 'pg_signal_backend', 'pg_monitor', 'pg_database_owner') and pg_catalog.pg_has_role(role.oid, granted.oid, 'member') order by 1),
  array(select schema.nspname || '.' || relation.relname from pg_catalog.pg_class as relation
    join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
    where relation.relkind in ('r', 'p', 'v', 'f') and schema.nspname not like 'pg\_%' and schema.nspname <> 'information_schema'
      and pg_catalog.has_schema_privilege(schema.oid, 'usage')
      and (pg_catalog.has_table_privilege(relation.oid, 'insert, update, delete, truncate') or pg_catalog.has_any_column_privilege(relation.oid, 'insert, update'))
    order by 1 limit 4),
  array(select schema.nspname::text from pg_catalog.pg_namespace as schema
    where schema.nspname not like 'pg\_%' and pg_catalog.has_schema_privilege(schema.oid, 'create') order by 1 limit 4),
  array(select distinct schema.nspname::text from pg_catalog.pg_class as relation
    join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
    where relation.relkind in ('r', 'p', 'v', 'm', 'f') and schema.nspname not like 'pg\_%' and schema.nspname <> 'information_schema'
      and schema.nspname <> all ($1::text[]) and pg_catalog.has_schema_privilege(schema.oid, 'usage') and pg_catalog.has_any_column_privilege(relation.oid, 'select')
    order by 1 limit 4)
from pg_catalog.pg_roles as role where role.rolname = current_user`

// Excess says in words what the role that reads a mapping can do beyond that, nil for nothing. m is what can be read.
func Excess(ctx context.Context, db *postgres.DB, m crm.Mapping) ([]i18n.Text, error) {
	var tables []changes.Table
	if len(m.Entities) > 0 {
		var err error
		if tables, err = changes.Tables(ctx, db, m); err != nil {
			return nil, err
		}
	}
	schemas := pq.StringArray{rollup.Schema} // of what these tables come to
	for _, t := range tables {
		schemas = append(schemas, t.Schema)
	}
	var all []i18n.Text
	err := db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		return s.Read(ctx, postgres.Statement{SQL: powers, Args: []any{schemas}}, func(row postgres.Row) error {
			var role string
			var superuser, bypasses bool
			var member, writes, creates, reads pq.StringArray
			if err := row.Scan(&role, &superuser, &bypasses, &member, &writes, &creates, &reads); err != nil {
				return err
			}
			all = excess(role, superuser, bypasses, member, writes, creates, reads)
			return nil
		})
	})
	return all, err
}

func excess(role string, superuser, bypasses bool, member, writes, creates, reads []string) (all []i18n.Text) {
	if superuser { // it may do all of the rest
		return []i18n.Text{i18n.T("grant.superuser", "role", role)}
	}
	if bypasses {
		all = append(all, i18n.T("grant.bypasses", "role", role))
	}
	for _, one := range []struct {
		id    string
		names []string
	}{{"grant.member", member}, {"grant.writes", writes}, {"grant.creates", creates}, {"grant.reads", reads}} {
		if len(one.names) > 0 {
			all = append(all, i18n.T(one.id, "role", role, "names", few(one.names)))
		}
	}
	return all
}

// few are the first of several names.
func few(names []string) []string {
	const most = 3
	if len(names) > most {
		return append(slices.Clone(names[:most]), "…")
	}
	return names
}
