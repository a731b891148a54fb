package rollup

import (
	"context"
	"database/sql"
	"maps"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func place(entity string) i18n.Text { return i18n.T("mapping.of_entity", "entity", entity) }

// table is the one that the rows of an entity come from.
type table struct {
	name  string // quoted, with its schema
	alias string // by which the mapping's SQL knows it
}

// tableOf finds the table of an entity. Only what comes from a single, plain table of which everybody sees all rows can be kept: triggers see
// what changes in it, and in nothing else.
func tableOf(ctx context.Context, pool *sql.DB, c sqlgen.Context, entity string) (table, error) {
	source, ok := c.Mapping.Entities[entity]
	if !ok {
		return table{}, fault.New("rollup.not_mapped", "entity", entity)
	}
	named, alias, ok := source.Table()
	if !ok {
		return table{}, fault.New("rollup.not_one_table", "from", source.From)
	}
	var schema, name, kind string
	var secured, inherits bool
	err := pool.QueryRowContext(ctx, `select namespace.nspname, relation.relname, relation.relkind::text, relation.relrowsecurity,
  exists (select from pg_catalog.pg_inherits where inhparent = relation.oid or inhrelid = relation.oid)
from pg_catalog.pg_class as relation
join pg_catalog.pg_namespace as namespace on namespace.oid = relation.relnamespace
where relation.oid = $1::regclass`, named).Scan(&schema, &name, &kind, &secured, &inherits)
	switch {
	case err != nil:
		return table{}, postgres.Explain(err)
	case kind != "r" || inherits:
		return table{}, fault.New("rollup.no_plain_table", "table", schema+"."+name)
	case secured:
		return table{}, fault.New("rollup.row_security", "table", schema+"."+name)
	}
	if alias == "" {
		alias = quote(name)
	}
	return table{pq.QuoteIdentifier(schema) + "." + pq.QuoteIdentifier(name), alias}, nil
}

// holding are statements by which a transaction, before it has a snapshot, keeps others from truncating the tables: to a snapshot that was taken
// before, a table that has been truncated is empty, although what is written down of that is not visible yet.
func (k *kept) holding(ctx context.Context, db *postgres.DB, c sqlgen.Context) ([]string, error) {
	if k.age() > 0 {
		return k.holdingAll(ctx, db, c)
	}
	var all []string
	for _, l := range k.logs {
		if name, _, ok := c.Mapping.Entities[l.Entity].Table(); ok {
			all = append(all, "lock table "+name+" in access share mode")
		}
	}
	return all, nil
}

// followed returns why triggers cannot follow what changes of an entity: its rows come of other than plain tables.
func followed(ctx context.Context, pool *sql.DB, c sqlgen.Context, entity string) error {
	for _, of := range c.Mapping.MadeOf(entity) {
		if _, err := tableOf(ctx, pool, c, of); err != nil {
			return err
		}
	}
	return nil
}

// rowImage is the image of one row, the argument "crmkpi row" of a function.
func (l log) rowImage(c sqlgen.Context, t table) (string, error) {
	entities := maps.Clone(c.Mapping.Entities)
	source := entities[l.Entity]
	source.From = `(select ("crmkpi row").*) as ` + t.alias
	if source.Fields == nil { // else it would be taken for a table
		source.Fields = map[string]string{}
		for _, name := range l.Fields {
			source.Fields[name] = t.alias + "." + quote(name)
		}
	}
	entities[l.Entity] = source
	c.Mapping.Entities = entities
	return l.Noted.Image(c)
}
