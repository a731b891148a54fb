package probe

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// maxKeys is how many of the offending keys are named.
const maxKeys = 5

// Duplicates are keys that several rows have, although one must: whatever is joined by them counts several times.
type Duplicates struct {
	Kind   sqlgen.FlawKind
	Entity string
	Field  string // the fields of the key, or a relation that finds several rows of To for one of its own
	To     string
	Count  float64  // of such keys
	Keys   []string // some of them, those with the most rows first
	More   bool     // there are others
	Err    error    // why nobody knows; nil when they have been found
}

// Multiplies looks for keys that are not unique, and for relations that lead to such. Every row of the mapped entities is read.
// Its error is trouble with the connection.
func Multiplies(ctx context.Context, db *postgres.DB, m crm.Mapping) ([]Duplicates, error) {
	names := slices.Sorted(maps.Keys(m.Entities))
	own, err := sideBySide(ctx, db, names, func(ctx context.Context, name string) ([]Duplicates, error) {
		fields, err := keyOf(m, name)
		if err != nil || len(fields) == 0 {
			return nil, err
		}
		var s selection
		d := Duplicates{Kind: DuplicateKey, Entity: name, Field: strings.Join(fields, ", ")}
		return d.found(ctx, db, repeated(s.keys(m, name, fields...)), s.args)
	})
	if err != nil {
		return nil, err
	}
	doubled := map[string]bool{}
	for _, d := range own {
		doubled[d.Entity] = d.Count > 0 && d.Field == "id"
	}
	led, err := sideBySide(ctx, db, names, func(ctx context.Context, name string) (all []Duplicates, err error) {
		e, err := m.Model.Entity(name)
		if err != nil {
			return nil, err
		}
		for _, field := range e.Fields() {
			f, _ := e.Field(field)
			if !doubled[f.To] || !f.As.Empty() || !m.Has(name, field) {
				continue
			}
			var s selection
			target := repeated(s.keys(m, f.To, "id"))
			d := Duplicates{Kind: FanOut, Entity: name, Field: field, To: f.To}
			found, err := d.found(ctx, db, fmt.Sprintf("select related.key, count(*) as rows from (%s\n) as related join (%s) as doubled on doubled.key = related.key group by 1",
				s.keys(m, name, field), target), s.args)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
		return all, nil
	})
	return append(own, led...), err
}

// sideBySide asks of every entity, so that a large one does not use up the time of the others. The answers are in the order of the names.
func sideBySide(ctx context.Context, db *postgres.DB, names []string, ask func(context.Context, string) ([]Duplicates, error)) ([]Duplicates, error) {
	all := make([][]Duplicates, len(names))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(db.MaxOpenConns())
	for i, name := range names {
		group.Go(func() (err error) {
			all[i], err = ask(ctx, name)
			return err
		})
	}
	err := group.Wait()
	return slices.Concat(all...), err
}

// keyOf returns the fields of an entity's key; none where it has no key, or not all of it is mapped.
func keyOf(m crm.Mapping, entity string) ([]string, error) {
	e, err := m.Model.Entity(entity)
	if err != nil || slices.ContainsFunc(e.Key, func(field string) bool { return !m.Has(entity, field) }) {
		return nil, err
	}
	return e.Key, nil
}

// keys selects the key of each row. One of several fields is a text, and is none where the first field is null.
func (s *selection) keys(m crm.Mapping, entity string, fields ...string) string {
	key := sqlOf(m, entity, fields[0])
	if len(fields) > 1 {
		parts := make([]string, len(fields))
		for i, field := range fields {
			parts[i] = fmt.Sprintf("coalesce((%s\n)::text, '–')", sqlOf(m, entity, field))
		}
		key = fmt.Sprintf("case when (%s\n) is not null then %s end", key, strings.Join(parts, " || ' · ' || "))
	}
	return s.rows(m.Entities[entity], key+` as "key"`)
}

// repeated selects the keys that occur several times. A blank one is none: nothing is joined by it.
func repeated(keys string) string {
	return fmt.Sprintf("select key, count(*) as rows from (%s\n) as keys where key is not null group by key having count(*) > 1 and %s", keys, sqlgen.Filled("key::text"))
}

// sqlOf is the SQL of a mapped field.
func sqlOf(m crm.Mapping, entity, field string) string {
	if sql, ok := m.Entities[entity].Fields[field]; ok {
		return sql
	}
	return pq.QuoteIdentifier(field)
}

// found is the duplicate itself where a query finds any, or cannot tell.
func (d Duplicates) found(ctx context.Context, db *postgres.DB, sql string, args []any) ([]Duplicates, error) {
	err := d.find(ctx, db, sql, args)
	if err != nil || d.Count == 0 && d.Err == nil {
		return nil, err
	}
	return []Duplicates{d}, nil
}

// find notes the keys that a query finds, or why it cannot tell.
func (d *Duplicates) find(ctx context.Context, db *postgres.DB, sql string, args []any) error {
	var key string
	statement := postgres.Statement{
		SQL:  fmt.Sprintf("select key::text, (count(*) over ())::float8 from (%s) as found order by rows desc, 1 limit %d", sql, maxKeys+1),
		Args: args,
	}
	err := db.Snapshot(ctx, func(snapshot *postgres.Snapshot) error {
		return snapshot.Read(ctx, statement, func(row postgres.Row) error {
			err := row.Scan(&key, &d.Count)
			d.Keys = append(d.Keys, key)
			return err
		})
	})
	if why := unknown(ctx, err); why != nil {
		*d = Duplicates{Kind: d.Kind, Entity: d.Entity, Field: d.Field, To: d.To, Err: why}
		return nil
	}
	if err != nil {
		return err
	}
	if d.More = len(d.Keys) > maxKeys; d.More {
		d.Keys = d.Keys[:maxKeys]
	}
	return nil
}
