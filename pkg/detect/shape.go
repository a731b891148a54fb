package detect

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// shapedTables are looked at, at most, for what their columns hold together: those first whose columns' names speak for it.
const shapedTables = 60

// shape is what the columns of a table hold together that is an entity, whatever the table is called.
type shape struct {
	Words string   `yaml:"words"` // the field whose words one column has
	Of    []string `yaml:"of"`    // those that count
	Few   int      `yaml:"few"`   // how many of them it has at least
	With  []string `yaml:"with"`  // fields that other columns are named like; of several separated by a bar, one is enough
}

// byShape finds the table that is an entity by what its columns hold together; nil where none is. Tables that are likely another entity by
// their names are left aside.
func (f *finder) byShape(ctx context.Context, entity string, taken map[*table]bool) (*candidate, error) {
	known := names().Entities[entity].Shape
	if known == nil {
		return nil, nil
	}
	var possible []*candidate
	for _, t := range f.candidates(entity) {
		c := judge(f.entity(entity), t)
		if !taken[t] && t.readable() && !c.isOther() && c.mayHave(*known) {
			possible = append(possible, c)
		}
	}
	slices.SortStableFunc(possible, func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(len(b.present), len(a.present)), cmp.Compare(b.table.rows, a.table.rows))
	})
	var found *candidate
	for _, c := range possible {
		if !c.table.sampled {
			if f.shaped == shapedTables {
				f.unshaped[c.table] = true
				continue
			}
			f.shaped++
		}
		if err := f.look(ctx, c.table); err != nil {
			return nil, err
		}
		if col := c.has(*known); col != nil {
			c.speaks = col
			c.confidence = round(0.55 + 0.3*float64(len(c.present))/float64(len(names().Entities[entity].Key)))
			if found == nil || c.confidence > found.confidence || c.confidence == found.confidence && c.table.rows > found.table.rows {
				found = c
			}
		}
	}
	return found, nil
}

// isOther reports whether the table's name says that it is something else, or a copy of what was.
func (c *candidate) isOther() bool {
	tokens := withoutPrefix(c.table.tokens)
	return isAny(tokens, names().Entities[c.entity.Name].Not) || slices.ContainsFunc(tokens, func(word string) bool { return hasWord(names().Returns, word) })
}

// mayHave reports whether a table has columns that a shape needs, as far as their names and types tell.
func (c *candidate) mayHave(s shape) bool {
	if !slices.ContainsFunc(c.table.columns, of(words, whole)) {
		return false
	}
	return !slices.ContainsFunc(s.With, func(fields string) bool {
		return !slices.ContainsFunc(strings.Split(fields, "|"), func(field string) bool {
			return slices.ContainsFunc(c.table.columns, func(col *column) bool {
				score, _ := c.named(field, col, nil)
				return col.readable && score >= 0.7
			})
		})
	})
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
