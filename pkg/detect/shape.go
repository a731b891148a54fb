package detect

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// shapedTables are looked at, at most, for what their columns hold together: those first whose columns' names speak for it.
const shapedTables = 60

// shape is what the columns of a table hold together that is an entity, whatever the table is called.
type shape struct {
	Words   string   `yaml:"words"`   // the field whose words one column has; "" where words tell nothing
	Of      []string `yaml:"of"`      // those that count
	Few     int      `yaml:"few"`     // how many of them it has at least
	With    []string `yaml:"with"`    // fields that other columns are named like; of several separated by a bar, one is enough
	Lines   string   `yaml:"lines"`   // the one of these for which lines in another table may stand; "" for none
	Beside  []string `yaml:"beside"`  // names of columns that are no field, of which it has at least one
	Without []string `yaml:"without"` // names of columns that only something else has
}

// byShape finds the table that is an entity by what its columns hold together; nil where none is. Tables that are likely another entity by
// their names are left aside, and those without rows.
func (f *finder) byShape(ctx context.Context, entity string, taken map[*table]bool) (*candidate, error) {
	known := names().Entities[entity].Shape
	if known == nil {
		return nil, nil
	}
	var possible []*candidate
	for _, t := range f.candidates(entity) {
		c := judge(f.entity(entity), t)
		if !taken[t] && !t.empty && t.readable() && !c.isOther() && f.mayHave(c, *known) {
			possible = append(possible, c)
		}
	}
	slices.SortStableFunc(possible, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(len(b.present), len(a.present)), cmp.Compare(b.table.rows, a.table.rows))
	})
	var found *candidate
	var alike []string // tables that only their columns' names tell
	for _, c := range possible {
		if !c.table.sampled && known.Words != "" {
			if f.shaped == shapedTables {
				f.unshaped[c.table] = true
				continue
			}
			f.shaped++
		}
		var col *column
		if known.Words != "" {
			if err := f.look(ctx, c.table); err != nil {
				return nil, err
			}
			if col = c.has(*known); col == nil {
				continue
			}
		}
		c.speaks = col
		c.confidence = round(0.55 + 0.3*float64(len(c.present))/float64(len(names().Entities[entity].Key)))
		if col == nil {
			alike = append(alike, c.table.Name)
		}
		if found == nil || c.confidence > found.confidence || c.confidence == found.confidence && c.table.rows > found.table.rows {
			found = c
		}
	}
	if len(alike) > 1 { // no word tells which one, and they may be parts of one whole
		found.confidence, found.alike = min(found.confidence, 0.45), alike
	}
	return found, nil
}

// isOther reports whether the table's name says that it is something else, or a copy of what was.
func (c *candidate) isOther() bool {
	tokens := withoutPrefix(c.table.tokens)
	return isAny(tokens, names().Entities[c.entity.Name].Not) || slices.ContainsFunc(tokens, func(word string) bool { return hasWord(names().Returns, word) })
}

// mayHave reports whether a table has columns that a shape needs, and none that speaks against it, as far as their names and types tell.
func (f *finder) mayHave(c *candidate, s shape) bool {
	if s.Words != "" && !slices.ContainsFunc(c.table.columns, of(words, whole)) || c.hasAny(s.Without) || len(s.Beside) > 0 && !c.hasAny(s.Beside) {
		return false
	}
	return !slices.ContainsFunc(s.With, func(fields string) bool {
		return !slices.ContainsFunc(strings.Split(fields, "|"), func(field string) bool {
			return c.hasNamed(field) || field == s.Lines && slices.ContainsFunc(f.tables, func(t *table) bool { return t != c.table && t.isLinesOf(c.table) })
		})
	})
}

// hasNamed reports whether a column is named like a field.
func (c *candidate) hasNamed(field string) bool {
	return slices.ContainsFunc(c.table.columns, func(col *column) bool {
		score, _ := c.named(field, col, nil)
		return col.readable && score >= 0.7
	})
}

// hasAny reports whether a column that is no key of its own table has one of some known names, with or without what says that it refers to a row.
func (c *candidate) hasAny(known []string) bool {
	return slices.ContainsFunc(c.table.columns, func(col *column) bool {
		return !col.primary && !col.unique && isAny(withoutReference(col.tokens), known)
	})
}

// isLinesOf reports whether the rows of a table are lines of another one's: each has a quantity and a price, leads to a row there, and to
// one elsewhere, which is what was sold.
func (t *table) isLinesOf(whose *table) bool {
	if t.lineKey(whose) == nil || t.like(of(whole, decimal), names().Quantities...) == nil {
		return false
	}
	return t.like(of(whole, decimal), fieldNames("order_lines", "unit_price")...) != nil
}

// lineKey is the column of a table that leads to a row of another, where a second one leads elsewhere; nil where there is none.
func (t *table) lineKey(whose *table) *column {
	var key *column
	elsewhere := false
	for _, c := range t.columns {
		switch {
		case !c.readable || c.primary:
		case c.leads(whose):
			key = c
		case c.refers != (crm.Table{}) || len(withoutReference(c.tokens)) < len(c.tokens) && c != t.identity():
			elsewhere = true
		}
	}
	if !elsewhere {
		return nil
	}
	return key
}

// has returns the column that has the words of a shape; nil where none has.
func (c *candidate) has(s shape) *column {
	known := vocabulary(c.entity.Name, fieldOf(c.entity, s.Words))
	for _, col := range c.table.columns {
		if !col.readable || col.kind != words || !col.sample.few() {
			continue
		}
		seen := map[string]bool{}
		for _, value := range col.sample.values {
			if word := wordOf(known, value); slices.Contains(s.Of, word) {
				seen[word] = true
			}
		}
		if len(seen) >= s.Few {
			return col
		}
	}
	return nil
}
