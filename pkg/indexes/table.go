package indexes

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// table is what the database knows of a table.
type table struct {
	crm.Table
	root      crm.Table // the partitioned table that it is a part of, or the table itself
	kind      string    // of pg_class: r for a plain table, m for a materialized view, f for one of another server
	pages     float64   // of 8 KiB, of all partitions where it is one
	rows      float64   // as of the last ANALYZE; not above 0 before the first
	converted []string  // columns that are compared as text without a conversion, as character varying
	indexes   []index
}

// index is one that a table has, by what it is ordered by first.
type index struct {
	name, first string
	valid       bool
}

// partition reports whether the table is a part of another one.
func (t *table) partition() bool { return t.root != t.Table }

func quoted(t crm.Table) string {
	return pq.QuoteIdentifier(t.Schema) + "." + pq.QuoteIdentifier(t.Name)
}

const facts = `
select namespace.nspname::text, relation.relname::text, relation.relkind::text,
  coalesce((select sum(pg_catalog.pg_relation_size(relid)) from pg_catalog.pg_partition_tree(root.oid) where isleaf),
    pg_catalog.pg_relation_size(relation.oid)) / 8192::float8, relation.reltuples::float8, over.nspname::text, root.relname::text,
  array(select attname::text from pg_catalog.pg_attribute
    where attrelid = relation.oid and attnum > 0 and atttypid = 'pg_catalog.varchar'::pg_catalog.regtype order by 1),
  array(select name.relname::text from pg_catalog.pg_index as own join pg_catalog.pg_class as name on name.oid = own.indexrelid
    where own.indrelid = relation.oid order by own.indexrelid),
  array(select coalesce(pg_catalog.pg_get_indexdef(own.indexrelid, 1, true), '') from pg_catalog.pg_index as own where own.indrelid = relation.oid order by own.indexrelid),
  array(select own.indisvalid from pg_catalog.pg_index as own where own.indrelid = relation.oid order by own.indexrelid)
from unnest($1::text[], $2::text[]) as wanted(schema, name)
join pg_catalog.pg_namespace as namespace on namespace.nspname = wanted.schema
join pg_catalog.pg_class as relation on relation.relnamespace = namespace.oid and relation.relname = wanted.name
join pg_catalog.pg_class as root on root.oid = coalesce(pg_catalog.pg_partition_root(relation.oid), relation.oid)
join pg_catalog.pg_namespace as over on over.oid = root.relnamespace`

// tables are what the database knows of some tables.
func tables(ctx context.Context, s *postgres.Snapshot, wanted []crm.Table) (map[crm.Table]*table, error) {
	var schemas, names pq.StringArray
	for _, t := range wanted {
		schemas, names = append(schemas, t.Schema), append(names, t.Name)
	}
	found := map[crm.Table]*table{}
	err := s.Read(ctx, postgres.Statement{SQL: facts, Args: []any{schemas, names}}, func(row postgres.Row) error {
		t := &table{}
		var name, first pq.StringArray
		var valid pq.BoolArray
		err := row.Scan(&t.Schema, &t.Name, &t.kind, &t.pages, &t.rows, &t.root.Schema, &t.root.Name, (*pq.StringArray)(&t.converted), &name, &first, &valid)
		if err != nil {
			return err
		}
		if len(name) != len(first) || len(name) != len(valid) {
			return fmt.Errorf("the indexes of %s.%s cannot be told apart", t.Schema, t.Name)
		}
		for i := range name {
			t.indexes = append(t.indexes, index{name[i], first[i], valid[i]})
		}
		found[t.Table] = t
		return nil
	})
	return found, err
}

// keyOf is what an index is to be ordered by for a comparison: a column in quotation marks, or an expression in parentheses.
func (t *table) keyOf(c comparison) string {
	plain := pq.QuoteIdentifier(c.column)
	if unquoted(c.key) == c.column {
		return plain
	}
	if slices.Contains(t.converted, c.column) && bare(c.key) == bare(c.column+"::text") {
		return plain
	}
	return "(" + c.key + ")"
}

// ordered is the index that a table has by a key already; nil for none.
func (t *table) ordered(key string) *index {
	for i, known := range t.indexes {
		if bare(known.first) == bare(key) {
			return &t.indexes[i]
		}
	}
	return nil
}

// bare is an expression without what it can be written with or without.
func bare(sql string) string {
	return strings.NewReplacer(" ", "", "(", "", ")", "", `"`, "").Replace(sql)
}
