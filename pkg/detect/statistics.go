package detect

import (
	"context"
	"slices"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// commonValues are read of each column: a status has no more, and a sample from the beginning of a table misses the newest.
const commonValues = 20

// statistics is what PostgreSQL keeps about the columns of a table that this role may read.
const statistics = `
select s.attname::text, s.n_distinct::float8, s.null_frac::float8,
  array(select pg_catalog.left(v, $3) from unnest(s.most_common_vals::text::text[]) as v limit $4)
from pg_catalog.pg_stats as s
where s.schemaname = $1 and s.tablename = $2
order by s.inherited`

// uniqueTogether lists the columns of each unique index that has several.
const uniqueTogether = `
select array(
  select a.attname::text from unnest(i.indkey::int2[]) with ordinality as k(attnum, place)
  join pg_catalog.pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.attnum
  where k.place <= i.indnkeyatts)
from pg_catalog.pg_index as i
join pg_catalog.pg_class as c on c.oid = i.indrelid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where n.nspname = $1 and c.relname = $2 and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null and i.indnkeyatts > 1
order by i.indexrelid`

// readStatistics adds to a table's sample what PostgreSQL knows of all of its rows, and was told about them, without reading them.
func (t *table) readStatistics(ctx context.Context, db *postgres.DB) error {
	return db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		about := postgres.Statement{SQL: statistics, Args: []any{t.Schema, t.Name, sampleWidth, commonValues}}
		if err := s.Read(ctx, about, func(row postgres.Row) error {
			var name string
			var distinct, nulls float64
			var common pq.StringArray
			if err := row.Scan(&name, &distinct, &nulls, &common); err != nil {
				return err
			}
			if c := t.column(name); c != nil {
				c.sample.distinct, c.sample.nullShare = distinct, nulls
				c.sample.values = slices.Compact(slices.Sorted(slices.Values(append(c.sample.values, common...))))
			}
			return nil
		}); err != nil {
			return err
		}
		if err := t.readDeclarations(ctx, s); err != nil {
			return err
		}
		keys := postgres.Statement{SQL: uniqueTogether, Args: []any{t.Schema, t.Name}}
		return s.Read(ctx, keys, func(row postgres.Row) error {
			var names pq.StringArray
			if err := row.Scan(&names); err != nil {
				return err
			}
			t.keys = append(t.keys, names)
			return nil
		})
	})
}

// repeats reports whether several rows have the same value of a column: where no key says otherwise, by what was seen and by
// PostgreSQL's estimate.
func (t *table) repeats(c *column) bool {
	switch d := c.sample.distinct; {
	case c.primary || c.unique || c.counted == countedUnique:
		return false
	case c.counted == countedRepeated:
		return true
	case d < 0: // a share of the rows
		return d > -0.95
	case d > 0 && t.rows > 0:
		return d < 0.95*t.rows
	}
	return t.repeatTogether(c)
}

// repeatTogether reports whether two of the rows seen are the same in all of some columns.
func (t *table) repeatTogether(columns ...*column) bool {
	seen := map[string]bool{}
	for row := range columns[0].sample.rows {
		key := ""
		for _, c := range columns {
			value, ok := c.sample.each[row].(string)
			if !ok {
				key = ""
				break
			}
			key += value + "\x00"
		}
		if key != "" && seen[key] {
			return true
		}
		seen[key] = true
	}
	return false
}
