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
		// Joins, which unlike a list and unlike alternatives are hashed on every version of PostgreSQL.
		known := k.label
		if slices.ContainsFunc(n.Values, func(v string) bool { return strings.Contains(v, query.Qualified("", "")) }) {
			known = "known.value"
			from += fmt.Sprintf("\ncross join lateral (values (%s), (%s)) as known(value)", k.label, qualified)
		}
		where := ""
		if len(within) > 0 {
			where = "\nwhere " + both(within...)
		}
		parts[i] = fmt.Sprintf("select %s as names, v.value, count(distinct %s) as rows, max(%s) as one\n%s\njoin unnest(%s) as v(value) on v.value = %s%s\ngroup by v.value\nhaving count(distinct %[2]s) > 1",
			t.arg(i, "int"), k.key, qualified, from, t.arg(pq.StringArray(n.Values), "text[]"), known, where)
	}
	return t.plain(strings.Join(parts, "\nunion all\n")), nil
}
