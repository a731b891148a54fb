package sqlgen

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// keyColumns returns the SQL of a key, as text, and of its label.
func (s *fromClause) keyColumns(k Key) (key, label string, err error) {
	if k.Part != nil {
		at, err := s.expression(k.Part.Time)
		key = crm.PartOfTime(k.Part.Dimension, at, k.Part.Type, s.zone) + "::text"
		return key, key, err
	}
	if key, err = s.path(k.Path); err != nil {
		return "", "", err
	}
	key += "::text"
	if k.Entity == "" {
		return key, key, nil
	}
	if s.Mapping.Available(k.Entity, "name") != nil || s.Mapping.Available(k.Entity, "id") != nil {
		return key, key, nil // nothing to look a name up in
	}
	path := k.Path + ".name"
	if k.Path == "id" { // the entity's own key
		path = "name"
	}
	name, err := s.path(path)
	if err != nil {
		return "", "", err
	}
	return key, fmt.Sprintf("coalesce(%s::text, %s)", name, key), nil
}

// restrict returns the condition of a scope's filters and left-out groups.
func (s *fromClause) restrict(scope Scope) (string, error) {
	var all []string
	for _, c := range scope.Conditions {
		sql, err := s.filter(c)
		if err != nil {
			return "", err
		}
		all = append(all, sql)
	}
	if len(scope.Except) > 0 {
		sql, err := s.except(scope)
		if err != nil {
			return "", err
		}
		all = append(all, sql)
	}
	return both(all...), nil
}

// filter returns the condition of one filter; its meaning is that of [query.Filter.Matches].
func (s *fromClause) filter(c Condition) (string, error) {
	key, label, err := s.keyColumns(c.Key)
	if err != nil {
		return "", err
	}
	f := c.Filter.Normal()
	switch f.Operator {
	case query.In, query.NotIn:
		return s.membership(f, c.Key, key, label), nil
	case query.Contains, query.NotContains:
		found := fmt.Sprintf("position(lower(%s) in lower(%s)) > 0", s.arg(f.Values[0], "text"), label)
		if f.Operator == query.NotContains {
			return fmt.Sprintf("(%s is null or not (%s))", label, found), nil
		}
		return found, nil
	case query.Matches, query.NotMatches:
		return s.matches(f, label)
	case query.StartsWith:
		return fmt.Sprintf("starts_with(lower(%s), lower(%s))", label, s.arg(f.Values[0], "text")), nil
	default:
		value := s.arg(f.Values[0], "text")
		return fmt.Sprintf("right(lower(%s), length(lower(%s))) = lower(%s)", label, value, value), nil
	}
}

// matches compares byte by byte, whatever the collation of the column: a pattern matches case, and some collations know no patterns.
func (s *fromClause) matches(f query.Filter, label string) (string, error) {
	pattern, err := query.ParsePattern(f.Values[0])
	if err != nil {
		return "", err
	}
	found := fmt.Sprintf(`%s collate "C" ~ %s`, label, s.arg(pattern.SQL, "text"))
	if f.Operator == query.NotMatches {
		return fmt.Sprintf("(%s is null or not (%s))", label, found), nil
	}
	return "(" + found + ")", nil
}

// membership spells out what IN and NOT IN mean for rows without a value.
func (s *fromClause) membership(f query.Filter, k Key, key, label string) string {
	values := []string{} // not nil: nothing is = any(null), nor is it not
	none, hash := false, false
	for _, v := range f.Values {
		none = none || v == query.None
		hash = hash || strings.Contains(v, query.Qualified("", ""))
		if v != query.None {
			values = append(values, v)
		}
	}
	list := s.arg(pq.StringArray(values), "text[]")
	any := fmt.Sprintf("%s = any(%s)", label, list)
	if hash {
		any = fmt.Sprintf("(%s or %s || ' #' || %s = any(%s))", any, label, key, list)
	}
	switch {
	case f.Operator == query.In && none:
		return fmt.Sprintf("(%s or %s)", isNone(k, label), any)
	case f.Operator == query.In:
		return any
	case none:
		return fmt.Sprintf("(%s is not null and not %s)", label, any)
	default:
		return fmt.Sprintf("(%s is null or not %s)", label, any)
	}
}

// isNone returns the condition of rows without a value. Behind a relation, the planner takes "is null" for as rare as it is in
// the related table, although most nulls come from rows that have no related one, and then loops over the rates for each row.
func isNone(k Key, label string) string {
	if strings.Contains(k.Path, ".") {
		return "num_nulls(" + label + ") > 0"
	}
	return label + " is null"
}

// except leaves out groups by their keys. They are compared as values, not as a text made of several.
func (s *fromClause) except(scope Scope) (string, error) {
	keys := make([]string, len(scope.ExceptKeys))
	for i, k := range scope.ExceptKeys {
		key, _, err := s.keyColumns(k)
		if err != nil {
			return "", err
		}
		keys[i] = key
	}
	groups := make(pq.StringArray, len(scope.Except))
	for i, g := range scope.Except {
		text, err := json.Marshal(g)
		if err != nil {
			return "", err
		}
		groups[i] = string(text)
	}
	return fmt.Sprintf("jsonb_build_array(%s) <> all(%s)", strings.Join(keys, ", "), s.arg(groups, "jsonb[]")), nil
}
