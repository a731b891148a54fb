package probe

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// maxKeys is how many of the offending keys are named.
const maxKeys = 5

// Duplicates are keys that several rows have, although one must: whatever is joined by them counts several times.
type Duplicates struct {
	Entity string
	Field  string // "id", or a relation that finds several rows of To for one of its own
	To     string
	Keys   []string // some of them, those with the most rows first
	More   bool     // there are others
	Err    error    // why nobody knows; nil when they have been found
}

// Multiplies looks for keys that are not unique, and for relations that lead to such. Every row of the mapped entities is read.
// Its error is trouble with the connection.
func Multiplies(ctx context.Context, db *postgres.DB, m crm.Mapping) ([]Duplicates, error) {
	var all []Duplicates
	doubled := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(m.Entities)) {
		if !m.Has(name, "id") {
			continue
		}
		var s selection
		d := Duplicates{Entity: name, Field: "id"}
		if err := d.find(ctx, db, repeated(s.rows(m.Entities[name], sqlOf(m, name, "id")+` as "key"`)), s.args); err != nil {
			return nil, err
		}
		if doubled[name] = len(d.Keys) > 0; doubled[name] || d.Err != nil {
			all = append(all, d)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Entities)) {
		e, err := crm.Canonical().Entity(name)
		if err != nil {
			return nil, err
		}
		for _, field := range e.Fields() {
			f, _ := e.Field(field)
			if !doubled[f.To] || !f.As.Empty() || !m.Has(name, field) {
				continue
			}
			var s selection
			target := repeated(s.rows(m.Entities[f.To], sqlOf(m, f.To, "id")+` as "key"`))
			d := Duplicates{Entity: name, Field: field, To: f.To}
			sql := fmt.Sprintf("select related.key, count(*) as rows from (%s\n) as related join (%s) as doubled on doubled.key = related.key group by 1",
				s.rows(m.Entities[name], sqlOf(m, name, field)+` as "key"`), target)
			if err := d.find(ctx, db, sql, s.args); err != nil {
				return nil, err
			}
			if len(d.Keys) > 0 || d.Err != nil {
				all = append(all, d)
			}
		}
	}
	return all, nil
}

// repeated selects the keys that occur several times.
func repeated(keys string) string {
	return fmt.Sprintf("select key, count(*) as rows from (%s\n) as keys where key is not null group by key having count(*) > 1", keys)
}

// sqlOf is the SQL of a mapped field.
func sqlOf(m crm.Mapping, entity, field string) string {
	if sql, ok := m.Entities[entity].Fields[field]; ok {
		return sql
	}
	return pq.QuoteIdentifier(field)
}

// find notes the keys that a query finds, or why it cannot tell.
func (d *Duplicates) find(ctx context.Context, db *postgres.DB, sql string, args []any) error {
	found, err := db.Query(ctx, postgres.Statement{
		SQL: fmt.Sprintf("select key::text from (%s) as found order by rows desc, 1 limit %d", sql, maxKeys+1), Args: args,
	})
	if refused(err) || timedOut(ctx, err) {
		d.Err = err
		return nil
	}
	if err != nil {
		return err
	}
	for _, row := range found.Rows {
		d.Keys = append(d.Keys, fmt.Sprint(row[0]))
	}
	if d.More = len(d.Keys) > maxKeys; d.More {
		d.Keys = d.Keys[:maxKeys]
	}
	return nil
}

// Named lists the keys.
func (d Duplicates) Named() string {
	names := strings.Join(d.Keys, ", ")
	if d.More {
		names += ", …"
	}
	return names
}
