package detect

import (
	"context"
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// lookups finds texts that a table has only as the key of a row elsewhere, such as category_id of the table categories.
func (f *finder) lookups(ctx context.Context) error {
	for i := range f.Suggestions {
		s := &f.Suggestions[i]
		if s.Confidence < Sure || s.made != "" {
			continue
		}
		for _, name := range mappable(s.of) {
			if fieldOf(s.of, name).Type != crm.String || name == "name" || name == "scope_id" || s.field(name) != nil {
				continue
			}
			if err := f.lookup(ctx, s, name); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookup offers the name that a row elsewhere has for a field.
func (f *finder) lookup(ctx context.Context, s *Suggestion, field string) error {
	c := &candidate{entity: s.of, table: s.table}
	for _, col := range s.table.columns {
		tokens := col.tokens
		bare := len(withoutReference(tokens)) == len(tokens) && col.refers == (crm.Table{}) // says nothing of a row elsewhere
		if !col.readable || bare && (col.kind != whole || len(col.codes()) > 0 || len(col.checked) > 0) {
			continue
		}
		score, word := c.likeKnown(withoutReference(tokens), fieldNames(s.Entity, field))
		if score < 0.85 {
			continue
		}
		for _, t := range f.tables {
			if t == s.table {
				continue
			}
			leads, err := f.follows(ctx, col, t)
			if err != nil {
				return err
			}
			if !leads && !(bare && s.codesOf(col, t)) || !t.identity().readable {
				continue
			}
			if err := f.look(ctx, t); err != nil {
				return err
			}
			if bare {
				seen, ok, err := f.lookUp(ctx, col, t.identity(), t)
				if err != nil {
					return err
				}
				if !ok || seen.keys < seen.of {
					continue
				}
			}
			named := t.like(of(words), names().Labels...)
			if named == nil {
				named = t.like(of(words), names().Codes...)
			}
			if named == nil {
				continue
			}
			alias := quoted(field)
			what, fit, note := asText(s.Entity, fieldOf(s.of, field), named, alias)
			s.offer(Field{
				Name: field, SQL: what.sql, Conversion: what.text, Join: join(t, alias, fmt.Sprintf("%s = %s", t.identity().as(alias), col.as("t"))),
				Confidence: 0.85 * score * fit,
				Reason:     joined(likeness(score, word), i18n.T("detect.lookup", "column", col.name, "table", t.Name, "label", named.name), note),
			})
			break
		}
	}
	return nil
}

// codesOf reports whether a table is that of a column's codes by its name, as order_statuses, or statuses, is of orders.status.
func (s *Suggestion) codesOf(col *column, t *table) bool {
	id := t.identity()
	if id == nil || !comparable(col, id) {
		return false
	}
	tokens := withoutPrefix(t.tokens)
	own := withoutPrefix(s.table.tokens)
	return slices.Equal(tokens, col.tokens) || slices.Equal(t.tokens, slices.Concat(s.table.tokens, col.tokens)) || slices.Equal(tokens, slices.Concat(own, col.tokens)) ||
		slices.Equal(tokens, slices.Concat([]string{last(own)}, col.tokens))
}

// join is a left join with a table by its key, which finds at most one row.
func join(t *table, alias, on string) string {
	return fmt.Sprintf("left join %s on %s", t.as(alias), on)
}
