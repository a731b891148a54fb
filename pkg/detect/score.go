package detect

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// candidate is a table that may hold an entity.
type candidate struct {
	entity     *crm.Entity
	table      *table
	tenant     *column // tells the rows of tenants apart, and so nothing else; nil for none
	word       string  // the known name that the table's is like; "" for none
	present    []string
	confidence float64
	speaks     *column   // whose words tell what the rows are; nil where only names do
	told       i18n.Text // why it was chosen, where neither its name nor its words are why
	alike      []string  // tables that may as well be the entity, its own among them; nil where it stands out
}

// likeliest returns the table that is most like an entity; nil where none is.
func likeliest(entity *crm.Entity, tables []*table) *candidate {
	var found *candidate
	for _, t := range tables {
		c := judge(entity, t)
		if c.confidence >= 0.3 && (found == nil || c.confidence > found.confidence || c.confidence == found.confidence && c.table.rows > found.table.rows) {
			found = c
		}
	}
	return found
}

// judge weighs a table's name, its columns' names and its keys.
func judge(entity *crm.Entity, t *table) *candidate {
	c := &candidate{entity: entity, table: t}
	name, word := tableLike(t.tokens, entity.Name)
	c.word = word
	key := names().Entities[entity.Name].Key
	for _, field := range key {
		if slices.ContainsFunc(t.columns, func(col *column) bool { s, _ := c.named(field, col, nil); return s >= 0.7 }) {
			c.present = append(c.present, field)
		}
	}
	columns := float64(len(c.present)) / float64(len(key))
	switch {
	case isAny(t.tokens, names().Entities[entity.Name].Not):
		return c
	case name == 0:
		if len(c.present) >= 4 && columns >= 0.75 {
			c.confidence = round(0.45 * columns)
		}
		return c
	case t.identity() != nil:
		c.confidence = 0.1
	}
	c.confidence += 0.6*name + 0.3*columns
	if name < 0.5 || columns == 0 {
		c.confidence *= 0.6
	}
	c.confidence = round(c.confidence)
	return c
}

func round(x float64) float64 { return math.Round(100*x) / 100 }

func (c *candidate) reason() i18n.Text {
	var parts []i18n.Text
	switch {
	case c.told != (i18n.Text{}):
		parts = append(parts, c.told)
	case c.word != "":
		parts = append(parts, i18n.T("detect.table_named", "word", c.word))
	case c.speaks == nil:
		parts = append(parts, i18n.T("detect.columns_alike"))
	}
	if c.speaks != nil {
		parts = append(parts, i18n.T("detect.table_speaks", "column", c.speaks.name, "values", shown(c.speaks.sample.values)))
	}
	if len(c.present) > 0 {
		parts = append(parts, i18n.T("detect.columns_for", "fields", strings.Join(c.present, ", ")))
	}
	if len(c.alike) > 0 {
		parts = append(parts, i18n.T("detect.tables_alike", "tables", c.alike))
	}
	if id := c.table.identity(); id != nil && id.primary {
		parts = append(parts, i18n.T("detect.primary_key_of", "column", id.name))
	}
	if c.table.rows >= 1 {
		parts = append(parts, i18n.T("detect.about_rows", "count", int64(math.Round(c.table.rows))))
	}
	return joined(parts...)
}

var (
	primaryKey = i18n.T("detect.primary_key")
	keyPerhaps = i18n.T("detect.key_perhaps")
	keyUnique  = i18n.T("detect.key_unique")
	keyCounted = i18n.T("detect.key_counted")
)

// named tells how much a column's name, and for a relation its foreign key, is that of a field. Without chosen tables foreign
// keys are left aside, and only the score is told: every column of a database is asked for it.
func (c *candidate) named(field string, col *column, chosen map[string]*candidate) (float64, i18n.Text) {
	f := fieldOf(c.entity, field)
	if shape := names().Entities[c.entity.Name].Shape; col == c.speaks && c.speaks != nil && shape.Words == field {
		return 1, i18n.T("detect.speaks")
	}
	if field == "status" && c.isPlace(col) {
		return 0, i18n.Text{}
	}
	tokens := col.tokens
	if field == "id" {
		switch {
		case col.primary:
			return 1, primaryKey
		case col == c.table.key:
			return 0.9, keyCounted
		}
		score, _ := c.likeField(tokens, field)
		if !col.unique {
			return 0.75 * score, keyPerhaps
		}
		return 0.9 * score, keyUnique
	}
	if f.Type == crm.Money {
		tokens = withoutPart(tokens)
	}
	var score float64
	var word string
	if f.To == "" {
		score, word = c.likeField(tokens, field)
	} else {
		score, word = c.best(withoutReference(tokens), field)
	}
	if chosen == nil {
		return score, i18n.Text{}
	}
	why := likeness(score, word)
	if f.To == "" {
		return score, why
	}
	target := chosen[f.To]
	switch {
	case target == nil:
		return 0.4 * score, joined(why, i18n.T("detect.no_table", "entity", f.To))
	case col.refers == target.table.Table:
		refers := i18n.T("detect.foreign_key", "table", target.table.Name)
		if score == 0 && relations(c.entity, f.To) == 1 {
			return 0.55, refers
		}
		return min(1, score*1.2), joined(why, refers)
	case col.refers != (crm.Table{}):
		return 0.3 * score, joined(why, i18n.T("detect.other_foreign_key", "table", col.refers.Name))
	}
	if id := target.table.identity(); id != nil && id.kind != col.kind {
		return 0.5 * score, joined(why, i18n.T("detect.other_type", "type", col.typeName, "key", id.name, "key_type", id.typeName))
	}
	return 0.95 * score, why
}

// isPlace reports whether a column is a state as part of an address, not as a status.
func (c *candidate) isPlace(col *column) bool {
	if last(col.tokens) != "state" {
		return false
	}
	inFront := col.tokens[:len(col.tokens)-1]
	return slices.ContainsFunc(c.table.columns, func(other *column) bool {
		return len(other.tokens) == len(col.tokens) && slices.Equal(other.tokens[:len(inFront)], inFront) && slices.Contains(names().Places, last(other.tokens))
	})
}

// withoutReference is a column's name without what says that it refers to a row: customer_id is customer.
func withoutReference(tokens []string) []string {
	for len(tokens) > 1 && slices.Contains(names().References, last(tokens)) {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

func likeness(score float64, word string) i18n.Text {
	if score == 0 {
		return i18n.Text{}
	}
	return i18n.T("detect.named", "word", word)
}

// likeField compares a column's name, with and without the table's own in front of it, to those of a field.
func (c *candidate) likeField(tokens []string, field string) (float64, string) {
	return c.likeAny(tokens, func(tokens []string) (float64, string) { return c.best(tokens, field) })
}

// likeKnown is [candidate.likeField] with known names.
func (c *candidate) likeKnown(tokens []string, known []string) (float64, string) {
	return c.likeAny(tokens, func(tokens []string) (float64, string) { return best(tokens, known) })
}

func (c *candidate) likeAny(tokens []string, best func([]string) (float64, string)) (float64, string) {
	score, word := best(tokens)
	for _, own := range [][]string{c.table.tokens, phrase(c.word).words, c.table.tokens[max(len(c.table.tokens)-1, 0):]} {
		if n := len(own); n > 0 && len(tokens) > n && slices.Equal(tokens[:n], own) {
			if s, w := best(tokens[n:]); 0.95*s > score {
				score, word = 0.95*s, w
			}
		}
	}
	return score, word
}

// best is the greatest likeness of a column's name to those of a field.
func (c *candidate) best(tokens []string, field string) (float64, string) {
	return c.table.scores.of(score{entity: c.entity.Name, field: field, name: strings.Join(tokens, " ")}, func() (float64, string) {
		known := fieldNames(c.entity.Name, field)
		if to := fieldOf(c.entity, field).To; to != "" && to != c.entity.Name {
			known = slices.Concat(known, []string{to}, names().Entities[to].Tables)
		}
		return best(tokens, known)
	})
}

// fields finds the column of each field. The surest are given first, and each column only once.
func (c *candidate) fields(chosen map[string]*candidate) []Field {
	type pair struct {
		Field
		order int
	}
	var pairs []pair
	order := mappable(c.entity)
	for i, field := range order {
		for _, col := range c.table.columns {
			if !col.readable || col == c.tenant {
				continue
			}
			score, why := c.named(field, col, chosen)
			if score == 0 {
				continue
			}
			what, fit, note := fitting(c.entity.Name, fieldOf(c.entity, field), col, "t")
			nulls, seen := nullness(col, field)
			f := Field{Name: field, SQL: what.sql, Conversion: what.text, Confidence: round(score * fit * nulls), column: col,
				Reason: joined(i18n.Same(col.typeName), why, note, seen)}
			if f.Confidence >= 0.2 {
				pairs = append(pairs, pair{f, i})
			}
		}
	}
	for i := range pairs {
		p := &pairs[i]
		beside := func(other pair) bool {
			return other.Name == p.Name && other.column.kind == decimal && other.Confidence >= 0.6
		}
		if fieldOf(c.entity, p.Name).Type == crm.Money && p.column.kind == whole && p.Conversion == "" && slices.ContainsFunc(pairs, beside) {
			other := pairs[slices.IndexFunc(pairs, beside)].column
			p.Confidence = round(0.5 * p.Confidence)
			p.Reason = joined(p.Reason, i18n.T("detect.whole_beside", "column", other.name))
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.order, b.order))
	})
	taken, used := map[string]Field{}, map[*column]bool{}
	for _, p := range pairs {
		if _, ok := taken[p.Name]; !ok && !used[p.column] {
			taken[p.Name], used[p.column] = p.Field, true
		}
	}
	c.fullName(taken)
	c.nameIsKey(taken)
	var fields []Field
	for _, name := range slices.SortedFunc(maps.Keys(taken), func(a, b string) int {
		return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
	}) {
		fields = append(fields, taken[name])
	}
	return fields
}

// nullness lowers the confidence in a column that is empty, and says how much of it is null.
func nullness(col *column, field string) (float64, i18n.Text) {
	s := col.sample
	switch {
	case s.empty():
		return 0.3, i18n.T("detect.null_always")
	case s.nulls > 0 && field == "id":
		return 0.3, i18n.T("detect.null_key")
	case s.nulls > 0:
		share := 100 * s.nulls / s.rows
		return 1, i18n.T("detect.null_some", "share", share, "count", s.rows)
	}
	return 1, i18n.Text{}
}

// fullName names people by both their names where a table has two.
func (c *candidate) fullName(fields map[string]Field) {
	if !slices.Contains([]string{"users", "contacts", "accounts"}, c.entity.Name) {
		return
	}
	given, ok := fields["name"]
	sometimes := ok && given.column != nil && given.Confidence >= 0.85 && c.entity.Name == "accounts"
	if sometimes && !given.column.sample.someNull() || ok && given.Confidence >= 0.98 && !sometimes && !strings.Contains(given.Reason.In(i18n.English), "last name") {
		return
	}
	part := func(known ...string) *column {
		for _, col := range c.table.columns {
			if s, _ := c.likeKnown(col.tokens, known); s > 0.9 && col.readable && col.kind == words {
				return col
			}
		}
		return nil
	}
	first, last := part(names().FirstNames...), part(names().LastNames...)
	if first == nil || last == nil || first == last {
		return
	}
	full := Field{
		Name: "name", SQL: fmt.Sprintf("concat_ws(' ', t.%s, t.%s)", quoted(first.name), quoted(last.name)), Confidence: 0.95,
		Reason: i18n.T("detect.full_name"),
	}
	if sometimes {
		full.reads(conversionOf(c.entity.Name, fieldOf(c.entity, "name"), option{"first", "[" + flowScalar(given.SQL) + ", " + flowScalar(full.SQL) + "]"}))
		full.Confidence, full.Reason = given.Confidence, joined(given.Reason, i18n.T("detect.full_name_else"))
	}
	fields["name"] = full
}

// nameIsKey names what a table tells apart by its name.
func (c *candidate) nameIsKey(fields map[string]Field) {
	key := c.table.key
	if _, ok := fields["name"]; ok || key == nil || key.kind != words {
		return
	}
	if _, ok := c.entity.Field("name"); !ok {
		return
	}
	if score, word := c.likeField(key.tokens, "name"); score >= 0.85 {
		fields["name"] = Field{Name: "name", SQL: key.as("t"), Confidence: round(score), Reason: joined(i18n.Same(key.typeName), likeness(score, word))}
	}
}
