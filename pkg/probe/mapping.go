package probe

import (
	"context"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// existing finds which of the tables and views, given by two arrays of names, a database has. The catalogue is read by names as
// they are, which needs neither quoting nor privileges on the schema.
const existing = `
select namespace.nspname::text, relation.relname::text
from unnest($1::text[], $2::text[]) as wanted(schema, name)
join pg_catalog.pg_namespace as namespace on namespace.nspname = wanted.schema
join pg_catalog.pg_class as relation on relation.relnamespace = namespace.oid and relation.relname = wanted.name
where relation.relkind in ('r', 'p', 'v', 'm', 'f')`

// Tables returns which of the tables the database has.
func Tables(ctx context.Context, db *postgres.DB, wanted []crm.Table) (map[crm.Table]bool, error) {
	var schemas, names pq.StringArray
	for _, t := range wanted {
		schemas, names = append(schemas, t.Schema), append(names, t.Name)
	}
	there := map[crm.Table]bool{}
	err := db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		return s.Read(ctx, postgres.Statement{SQL: existing, Args: []any{schemas, names}}, func(row postgres.Row) error {
			var t crm.Table
			err := row.Scan(&t.Schema, &t.Name)
			there[t] = true
			return err
		})
	})
	return there, err
}

// Mapping returns the mapping of a setup over a database, which is asked only where presets need to know what it has. Whether it
// can be read, and as what types, tells [Read].
func Mapping(ctx context.Context, db *postgres.DB, setup crm.Setup) (crm.Mapping, error) {
	wanted := setup.Tables()
	if len(wanted) == 0 {
		return setup.Mapping(nil)
	}
	there, err := Tables(ctx, db, wanted)
	if err != nil {
		return crm.Mapping{}, err
	}
	return setup.Mapping(func(t crm.Table) bool { return there[t] })
}
