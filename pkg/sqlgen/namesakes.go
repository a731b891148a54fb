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
		parts[i] = n.shared(t, t.arg(i, "int"), k, from, within)
	}
	return t.plain(strings.Join(parts, "\nunion all\n")), nil
}

// shared looks the values up as names, as keys of rows without a name, and as names with keys: by joins, which unlike a list and unlike alternatives are
// hashed on every version of PostgreSQL, and of stored columns where there are such, so that an index serves and little is computed for each row.
func (n Names) shared(t *text, number string, k keySQL, from string, within []string) string {
	qualified := k.label + " || ' #' || " + k.key
	values, qualifying := n.values(t)
	named := func(known, values string, conditions ...string) string {
		arm := fmt.Sprintf("select v.value, %s as key, %s as one\n%s\njoin %s on v.value = %s", k.key, qualified, from, values, known)
		if all := slices.Concat(within, conditions); len(all) > 0 {
			arm += "\nwhere " + both(all...)
		}
		return arm
	}
	var arms []string
	if k.name == "" {
		arms = append(arms, named(k.label, values))
	} else {
		arms = append(arms, named(k.name, values), named(k.key, values, Filled(k.name)+" is not true"))
	}
	if qualifying != "" {
		arms = append(arms, named(qualified, qualifying))
	}
	return fmt.Sprintf("select %s as names, value, count(distinct key) as rows, max(one) as one\nfrom (\n  %s\n) as named\ngroup by value\nhaving count(distinct key) > 1",
		number, indent(strings.Join(arms, "\nunion all\n")))
}

// values are FROM items, as v, of the values and of those that may be a name with its key, which are few: "" where it is known that there are none. Where
// none are found, the rows are not read for them.
func (n Names) values(t *text) (all, qualifying string) {
	mayQualify := query.Qualified("", "")
	if len(n.In) == 0 {
		all = "unnest(" + t.arg(pq.StringArray(n.Values), "text[]") + ") as v(value)"
		few := slices.DeleteFunc(slices.Clone(n.Values), func(v string) bool { return !strings.Contains(v, mayQualify) })
		if len(few) > 0 {
			qualifying = "unnest(" + t.arg(pq.StringArray(few), "text[]") + ") as v(value)"
		}
		return all, qualifying
	}
	cells := make([]string, len(n.In))
	for i, in := range n.In {
		cells[i] = fmt.Sprintf("select distinct %s as value from %s", quote(in.Column), answerOf(in.Statement))
	}
	found := strings.Join(cells, " union ")
	return "(" + found + ") as v", "(select value from (" + found + ") as v where position(" + pq.QuoteLiteral(mayQualify) + " in value) > 0) as v"
}
