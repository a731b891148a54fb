package sqlgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Names are values that filters name rows of an entity by.
type Names struct {
	Entity string      // has id and name under the mapping
	Within []Condition // of the rows among which they are told apart; none for all
	Values []string
	In     []Cells // have the values instead
}

// Cells are a column of a statement that stands before the one that looks at it, see [Together].
type Cells struct {
	Statement int
	Column    string
}

// Namesakes writes the statement that tells which values name several rows, at least one of names. Its columns are the number of the names,
// the value, how many rows it names, and the value that names one of them alone: the last one, which reads like no other's own name.
func Namesakes(c Context, all []Names) (Statement, error) {
	t := newText(c)
	parts := make([]string, len(all))
	for i, n := range all {
		s := t.fromEntity(n.Entity, "e")
		k, err := s.keyColumns(Key{Path: "id", Entity: n.Entity})
		if err != nil {
			return Statement{}, err
		}
		within, err := s.conditions(n.Within)
		if err != nil {
			return Statement{}, err
		}
		from, err := s.from()
		if err != nil {
			return Statement{}, err
		}
		qualified := k.label + " || ' #' || " + k.key
		where := ""
		if len(within) > 0 {
			where = "\nwhere " + both(within...)
		}
		if len(n.In) > 0 {
			parts[i] = n.looked(t.arg(i, "int"), k.key, k.label, qualified, from, where)
			continue
		}
		// Joins, which unlike a list and unlike alternatives are hashed on every version of PostgreSQL.
		known := k.label
		if slices.ContainsFunc(n.Values, func(v string) bool { return strings.Contains(v, query.Qualified("", "")) }) {
			known = "known.value"
			from += fmt.Sprintf("\ncross join lateral (values (%s), (%s)) as known(value)", k.label, qualified)
		}
		parts[i] = fmt.Sprintf("select %s as names, v.value, count(distinct %s) as rows, max(%s) as one\n%s\njoin unnest(%s) as v(value) on v.value = %s%s\ngroup by v.value\nhaving count(distinct %[2]s) > 1",
			t.arg(i, "int"), k.key, qualified, from, t.arg(pq.StringArray(n.Values), "text[]"), known, where)
	}
	return t.plain(strings.Join(parts, "\nunion all\n")), nil
}

// looked looks at values that nobody knows yet. Those that may be a name with its key are few: where there are none, the rows are not read for
// them.
func (n Names) looked(number, key, label, qualified, from, where string) string {
	cells := make([]string, len(n.In))
	for i, in := range n.In {
		cells[i] = fmt.Sprintf("select distinct %s as value from %s", quote(in.Column), answerOf(in.Statement))
	}
	named := func(known, values string) string {
		return fmt.Sprintf("select v.value, %s as key, %s as one\n%s\njoin (%s) as v on v.value = %s%s", key, qualified, from, values, known, where)
	}
	values := strings.Join(cells, " union ")
	both := named(label, values) + "\nunion all\n" + named(qualified, "select value from ("+values+") as v where position("+pq.QuoteLiteral(query.Qualified("", ""))+" in value) > 0")
	return fmt.Sprintf("select %s as names, value, count(distinct key) as rows, max(one) as one\nfrom (\n  %s\n) as named\ngroup by value\nhaving count(distinct key) > 1", number, indent(both))
}
