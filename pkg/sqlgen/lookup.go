package sqlgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Lookup looks for the values of a filter among those that rows have.
type Lookup struct {
	Homes  []Home // where rows have the dimension, at least one; the first ones are looked at first
	Entity string // what the dimension is a key of; "" for a text
	// Filter is on one of several values, or has one text to look for; whether it keeps rows or leaves them out makes no difference.
	Filter query.Filter
}

// Unknown writes the statement that tells which values no row has. Its columns are the number of the lookup and the value. The search for
// each value ends with the first row that has it.
func Unknown(c Context, lookups []Lookup) (Statement, error) {
	t := newText(c)
	parts := make([]string, len(lookups))
	for i, l := range lookups {
		value := "v.value"
		missing := make([]string, len(l.Homes))
		for n, home := range l.Homes {
			s := t.fromEntity(home.Entity, "e")
			found, err := s.has(Key{Path: home.Path, Entity: l.Entity}, l.Filter, value)
			if err != nil {
				return Statement{}, err
			}
			from, err := s.from()
			if err != nil {
				return Statement{}, err
			}
			missing[n] = "(\n  select true\n  " + indent(from) + "\n  where " + found + "\n  limit 1\n) is null"
		}
		parts[i] = fmt.Sprintf("select %s as filter, v.value\nfrom unnest(%s) as v(value)\nwhere %s",
			t.arg(i, "int"), t.arg(pq.StringArray(l.Filter.Values), "text[]"), strings.Join(missing, " and "))
	}
	return t.plain(strings.Join(parts, "\nunion all\n")), nil
}

// has is the condition that a row has a value, or that a text is found in it.
func (s *fromClause) has(k Key, f query.Filter, value string) (string, error) {
	switch f.Operator {
	case query.NotContains:
		f.Operator = query.Contains
	case query.NotMatches:
		f.Operator = query.Matches
	}
	if f.Operator != query.In && f.Operator != query.NotIn {
		return s.filter(Condition{Key: k, Filter: f})
	}
	sql, err := s.keyColumns(k)
	if err != nil {
		return "", err
	}
	found := sql.compared + " = " + value
	if slices.ContainsFunc(f.Values, crm.IsBlank) {
		found = both(found, Filled(value))
	}
	for _, v := range f.Values {
		if strings.Contains(v, query.Qualified("", "")) {
			return fmt.Sprintf("(%s or %s || ' #' || %s = %s)", found, sql.label, sql.key, value), nil
		}
	}
	return found, nil
}
