package detect

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

const (
	countTimeout = 2 * time.Second // for each question about keys
	countedRows  = 1_000_000       // up to this estimate a column's values are counted
	lookedUp     = 100             // values of a column, at most, that are looked up where they may lead
)

// counted is what counting a column's values has told.
type counted int

const (
	notCounted counted = iota
	countedUnique
	countedRepeated // or null in some rows, as a key cannot be
)

// asks puts a question about rows to the database, as long as there is time. False where it has no answer in time, or none at all. Only
// the end of ctx is an error.
func (f *finder) asks(ctx context.Context, statement postgres.Statement) ([]any, bool, error) {
	limited, cancel := limit(ctx, f.until, countTimeout)
	defer cancel()
	if limited.Err() != nil && ctx.Err() == nil {
		return nil, false, nil
	}
	result, err := f.db.Query(limited, statement)
	switch {
	case ctx.Err() != nil:
		return nil, false, ctx.Err()
	case err != nil || len(result.Rows) == 0:
		return nil, false, nil
	}
	return result.Rows[0], true, nil
}

// limit is the time for something that may take so long, and no longer than until an instant; zero for none.
func limit(ctx context.Context, until time.Time, longest time.Duration) (context.Context, context.CancelFunc) {
	if !until.IsZero() {
		longest = min(longest, time.Until(until))
	}
	return context.WithTimeout(ctx, longest)
}

// identify finds the column that tells a table's rows apart where no primary key says it: one that is named like a key, or like the
// table itself, and unique in a count of its rows.
func (f *finder) identify(ctx context.Context, c *candidate) error {
	if c.table.identity() != nil {
		return nil
	}
	for _, col := range c.table.columns {
		if !col.readable || col.kind == decimal || !c.mayBeKey(col) {
			continue
		}
		if err := f.count(ctx, c.table, col); err != nil {
			return err
		}
		if col.counted == countedUnique {
			c.table.key = col
			return nil
		}
	}
	return nil
}

// mayBeKey reports whether a column is named like a key of the entity, or like the table or the entity itself.
func (c *candidate) mayBeKey(col *column) bool {
	if !of(whole, words, uuid)(col) {
		return false
	}
	if score, _ := c.likeKnown(col.tokens, append([]string{"id"}, names().Fields["id"]...)); score >= 0.85 {
		return true
	}
	if col.unique && of(whole, uuid)(col) {
		return true
	}
	own := withoutReference(col.tokens)
	if col == c.table.columns[0] && len(own) < len(col.tokens) && col.refers == (crm.Table{}) {
		return true // such as ref_no
	}
	return slices.Equal(own, c.table.tokens) || slices.Equal(own, withoutPrefix(c.table.tokens)) || isAny(own, names().Entities[c.entity.Name].Tables)
}

// count counts whether a column's values are unique and never null, in a table that is small enough for it.
func (f *finder) count(ctx context.Context, t *table, col *column) error {
	if col.counted != notCounted || t.rows > countedRows {
		return nil
	}
	if col.primary || col.unique && !col.sample.someNull() && col.sample.rows > 0 {
		col.counted = countedUnique
		return nil
	}
	name := quoted(col.name)
	row, ok, err := f.asks(ctx, postgres.Statement{SQL: fmt.Sprintf(
		"select exists (select from %[2]s), exists (select from %[2]s where %[1]s is null) or exists (select from %[2]s group by %[1]s having count(*) > 1)", name, t.sql())})
	if err != nil || !ok {
		return err
	}
	switch {
	case row[0] != true:
	case row[1] == true:
		col.counted = countedRepeated
	default:
		col.counted = countedUnique
	}
	return nil
}

// found is how many of some values of a column are keys of another, of how many.
type found struct{ keys, of int }

// lookUp looks up some of a column's values among those of another; false where there are none, or no time.
func (f *finder) lookUp(ctx context.Context, from, to *column, in *table) (found, bool, error) {
	var values pq.StringArray
	for _, v := range from.sample.values {
		if len(v) < sampleWidth && len(values) < lookedUp {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		return found{}, false, nil
	}
	row, ok, err := f.asks(ctx, postgres.Statement{
		SQL:  fmt.Sprintf("select count(*) from unnest($1::text[]) as v where exists (select from %s where %s = v::%s)", in.as("k"), to.as("k"), to.typeName),
		Args: []any{values},
	})
	if err != nil || !ok {
		return found{}, false, err
	}
	n, ok := row[0].(int64)
	return found{int(n), len(values)}, ok, nil
}

// keys looks up where relations lead that no foreign key keeps: a name alone may mislead.
func (f *finder) keys(ctx context.Context) error {
	for i := range f.Suggestions {
		s := &f.Suggestions[i]
		for j := range s.Fields {
			field := &s.Fields[j]
			to := fieldOf(s.of, field.Name).To
			target := f.chosen[to]
			if !field.Sure() || field.column == nil || to == "" || target == nil || f.known.separate(s.table, target.table) || field.Join != "" || field.column.refers != (crm.Table{}) {
				continue
			}
			id := target.table.identity()
			if id == nil || !comparable(field.column, id) {
				continue
			}
			seen, ok, err := f.lookUp(ctx, field.column, id, target.table)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			why := i18n.T("detect.keys_found", "found", seen.keys, "count", seen.of, "table", target.table.Name)
			field.Reason = joined(field.Reason, why)
			if 2*seen.keys < seen.of {
				field.Confidence = refusal
			}
		}
	}
	return nil
}

// follows reports whether a column holds keys of a table, and is [column.leads] that counts where a table of that name has no primary key: a key
// there is what no two rows have.
func (f *finder) follows(ctx context.Context, c *column, to *table) (bool, error) {
	if to.identity() != nil {
		return c.leads(to), nil
	}
	own := withoutReference(c.tokens)
	if len(own) == len(c.tokens) || !slices.Equal(own, to.tokens) && !slices.Equal(own, withoutPrefix(to.tokens)) {
		return false, nil
	}
	for _, key := range to.columns {
		named := sameKey(c, key) || isAny(key.tokens, []string{"id"}) || len(withoutReference(key.tokens)) < len(key.tokens) && slices.Equal(withoutReference(key.tokens), own)
		if !named || !key.readable || !comparable(c, key) {
			continue
		}
		if err := f.look(ctx, to); err != nil {
			return false, err
		}
		if err := f.count(ctx, to, key); err != nil {
			return false, err
		}
		if key.counted == countedUnique {
			to.key = key
			return c.leads(to), nil
		}
	}
	return false, nil
}
