// Package privileges knows what a role needs to read a mapping, and finds out whether the one that reads it may do more.
package privileges

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
)

// Needs is what reading a mapping takes, and what is kept of it.
type Needs struct {
	Database string
	Schemas  []string               // of tables, functions and types, sorted
	Columns  map[crm.Table][]string // of tables and views, sorted; nil is all of them, as for a whole row
}

// readBy finds what views of this session's own depend on: the columns, and the schemas of functions and types.
const readBy = `
with depends as (
  select depend.refclassid, depend.refobjid, depend.refobjsubid
  from pg_catalog.pg_depend as depend
  join pg_catalog.pg_rewrite as rule on rule.oid = depend.objid and depend.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
  join pg_catalog.pg_class as made on made.oid = rule.ev_class and made.relnamespace = pg_catalog.pg_my_temp_schema() and made.oid <> depend.refobjid
)
select schema.nspname::text, relation.relname::text, attribute.attname::text
from depends
join pg_catalog.pg_class as relation on relation.oid = depends.refobjid and depends.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
join pg_catalog.pg_namespace as schema on schema.oid = relation.relnamespace
left join pg_catalog.pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = depends.refobjsubid and depends.refobjsubid <> 0
union
select schema.nspname::text, null, null
from depends
left join pg_catalog.pg_proc as function on function.oid = depends.refobjid and depends.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
left join pg_catalog.pg_type as type on type.oid = depends.refobjid and depends.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
join pg_catalog.pg_namespace as schema on schema.oid = coalesce(function.pronamespace, type.typnamespace)
order by 1, 2, 3`

// Of asks PostgreSQL what reading a mapping takes, by views of its entities that are undone at once: whoever asks must be able to read
// them, and to make temporary views. Other than the planner, a view names what is checked: a view of the company, not the tables behind
// it, and no column that nobody asks for. Of a table that is read as a whole row beside single columns, as by to_jsonb(t), it names these only.
func Of(ctx context.Context, pool *sql.DB, m crm.Mapping) (*Needs, error) {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, postgres.Explain(err)
	}
	defer tx.Rollback() // nothing is to stay
	for i, entity := range slices.Sorted(maps.Keys(m.Entities)) {
		statement, err := viewOf(i, m, entity)
		if err != nil {
			return nil, err
		}
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return nil, fmt.Errorf("%s: %w", entity, postgres.Explain(err))
		}
	}
	needs := &Needs{Columns: map[crm.Table][]string{}}
	if err := tx.QueryRowContext(ctx, "select pg_catalog.current_database()").Scan(&needs.Database); err != nil {
		return nil, postgres.Explain(err)
	}
	rows, err := tx.QueryContext(ctx, readBy)
	if err != nil {
		return nil, postgres.Explain(err)
	}
	defer rows.Close()
	whole := map[crm.Table]bool{}
	for rows.Next() {
		var schema string
		var table, column *string
		if err := rows.Scan(&schema, &table, &column); err != nil {
			return nil, postgres.Explain(err)
		}
		needs.Schemas = append(needs.Schemas, schema)
		if table == nil {
			continue
		}
		t := crm.Table{Schema: schema, Name: *table}
		if column == nil {
			whole[t] = true
			needs.Columns[t] = nil
		} else if !whole[t] {
			needs.Columns[t] = append(needs.Columns[t], *column)
		}
	}
	for t := range whole {
		needs.Columns[t] = nil
	}
	if err := rows.Err(); err != nil {
		return nil, postgres.Explain(err)
	}
	if err := needs.addSums(ctx, tx); err != nil {
		return nil, postgres.Explain(err)
	}
	slices.Sort(needs.Schemas)
	needs.Schemas = slices.DeleteFunc(slices.Compact(needs.Schemas), func(schema string) bool { return schema == "pg_catalog" })
	return needs, nil
}

// addSums adds the tables of the sums that are kept, which are read instead of rows.
func (n *Needs) addSums(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, "select relname::text from pg_catalog.pg_class where relnamespace = pg_catalog.to_regnamespace($1) and relkind in ('r', 'v')", rollup.Schema)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		table := crm.Table{Schema: rollup.Schema}
		if err := rows.Scan(&table.Name); err != nil {
			return err
		}
		n.Schemas = append(n.Schemas, rollup.Schema)
		n.Columns[table] = nil
	}
	return rows.Err()
}

// viewOf is the statement that makes a view of all that is read of an entity.
func viewOf(n int, m crm.Mapping, entity string) (string, error) {
	source := m.Entities[entity]
	fields, err := probe.Fields(m.Model, entity, source)
	if err != nil {
		return "", err
	}
	columns := []string{"1 as one"}
	for i, name := range slices.Sorted(maps.Keys(fields)) {
		columns = append(columns, fmt.Sprintf("(%s) as c%d", fields[name], i))
	}
	statement := fmt.Sprintf("create temporary view crmkpi_needs_%d as select %s\nfrom %s", n, strings.Join(columns, ", "), source.From)
	if condition := source.Condition(pq.QuoteLiteral); condition != "" {
		statement += "\nwhere " + condition
	}
	return statement, nil
}
