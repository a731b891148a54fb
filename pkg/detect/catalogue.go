package detect

import (
	"context"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// column is a column of a table, by its name as the database has it.
type column struct {
	name     string
	tokens   []string // of the name
	kind     kind
	typeName string
	remark   string            // the comment on the column, and on constraints of it
	checked  map[string]string // the words of its codes that a constraint keeps; known once the table was sampled
	readable bool
	primary  bool      // the primary key, alone
	unique   bool      // alone in a unique index
	refers   crm.Table // of a foreign key of this column alone
	refersTo string    // and the column there
	counted  counted
	sample   sample
}

// table is a table, a view or a foreign table.
type table struct {
	crm.Table
	rows    float64 // PostgreSQL's estimate; below 0 where there is none
	stored  bool    // whether TABLESAMPLE can be used
	empty   bool    // takes no room, so that it surely has no row
	columns []*column
	keys    [][]string // columns that are unique together, of each such index; known once the table was sampled
	sampled bool
	key     *column  // that tells the rows apart, where it was counted, not declared; nil for none
	tokens  []string // of its name
	scores  scores   // of the columns' names, of all tables of the database
}

// column returns the column of a name; nil where the table has none.
func (t *table) column(name string) *column {
	for _, c := range t.columns {
		if c.name == name {
			return c
		}
	}
	return nil
}

func (t *table) readable() bool {
	return slices.ContainsFunc(t.columns, func(c *column) bool { return c.readable })
}

// identity is the column that tells the table's rows apart; nil where it is not known.
func (t *table) identity() *column {
	for _, c := range t.columns {
		if c.primary {
			return c
		}
	}
	return t.key
}

// catalogued lists every table that is neither the system's nor an extension's, with its columns in their order.
const catalogued = `
select n.nspname::text, c.relname::text, c.reltuples::float8, c.relkind in ('r', 'p', 'm'),
  coalesce(c.relkind in ('r', 'm') and not c.relhassubclass and a.attnum = 1 and pg_catalog.pg_relation_size(c.oid) = 0, false),
  a.attname::text, t.typname::text, t.typcategory::text, pg_catalog.format_type(a.atttypid, a.atttypmod),
  pg_catalog.has_schema_privilege(n.oid, 'usage') and pg_catalog.has_column_privilege(c.oid, a.attnum, 'select'),
  exists (select from pg_catalog.pg_index as i where i.indrelid = c.oid and i.indisprimary and i.indnatts = 1 and i.indkey[0] = a.attnum),
  exists (select from pg_catalog.pg_index as i where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null
    and i.indnatts = 1 and i.indkey[0] = a.attnum),
  coalesce(f.schema, ''), coalesce(f.name, ''), coalesce(f.to_column, ''), coalesce(pg_catalog.col_description(c.oid, a.attnum), '')
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type as d on d.oid = a.atttypid
join pg_catalog.pg_type as t on t.oid = case when d.typtype = 'd' then d.typbasetype else d.oid end
left join lateral (
  select fn.nspname::text as schema, fc.relname::text as name, fa.attname::text as to_column
  from pg_catalog.pg_constraint as k
  join pg_catalog.pg_class as fc on fc.oid = k.confrelid
  join pg_catalog.pg_namespace as fn on fn.oid = fc.relnamespace
  join pg_catalog.pg_attribute as fa on fa.attrelid = k.confrelid and fa.attnum = k.confkey[1]
  where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum]
  order by k.oid limit 1
) as f on true
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
  and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
  and not exists (select from pg_catalog.pg_depend as e where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
order by n.nspname, c.relname, a.attnum`

// catalogue reads which tables the database has, whether or not the role may read them.
func catalogue(ctx context.Context, db *postgres.DB) ([]*table, error) {
	var tables []*table
	scores := scores{}
	err := db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		return s.Read(ctx, postgres.Statement{SQL: catalogued}, func(row postgres.Row) error {
			var t table
			var c column
			var name, category string
			if err := row.Scan(&t.Schema, &t.Name, &t.rows, &t.stored, &t.empty, &c.name, &name, &category, &c.typeName, &c.readable,
				&c.primary, &c.unique, &c.refers.Schema, &c.refers.Name, &c.refersTo, &c.remark); err != nil {
				return err
			}
			c.kind, c.tokens = kindOf(name, category), split(strings.TrimSuffix(c.name, "__c")) // Salesforce's fields of one's own
			if len(tables) == 0 || tables[len(tables)-1].Table != t.Table {
				t.tokens, t.scores = split(t.Name), scores
				tables = append(tables, &t)
			}
			last := tables[len(tables)-1]
			last.columns = append(last.columns, &c)
			return nil
		})
	})
	return tables, err
}

// kind is what can be done with a column's type.
type kind string

const (
	words   kind = "words"
	whole   kind = "whole"
	decimal kind = "decimal"
	yesNo   kind = "yesNo"
	instant kind = "instant" // with a time zone
	local   kind = "local"   // without
	day     kind = "day"
	uuid    kind = "uuid"
	other   kind = "other"
)

func kindOf(name, category string) kind {
	switch name {
	case "timestamptz":
		return instant
	case "timestamp":
		return local
	case "date":
		return day
	case "uuid":
		return uuid
	case "int2", "int4", "int8":
		return whole
	case "numeric", "float4", "float8", "money":
		return decimal
	case "bool":
		return yesNo
	}
	if category == "S" || category == "E" || name == "citext" {
		return words
	}
	return other
}

// quoted is an identifier as SQL.
func quoted(name string) string { return pq.QuoteIdentifier(name) }

// as is the table as SQL under an alias.
func (t *table) as(alias string) string { return t.sql() + " as " + alias }

// as is the column as SQL, of the table's alias.
func (c *column) as(alias string) string { return alias + "." + quoted(c.name) }

func (t *table) sql() string { return quoted(t.Schema) + "." + quoted(t.Name) }
