package sqlgen

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// keySQL is the SQL of a key as text and of its label, null where there is none. Compared is the label where it is compared with values:
// what is blank is not null in it, and equal to none of them. Name is the text, which may be blank, that is the label of rows where it is not; "" where
// all have their key as their label.
type keySQL struct{ key, label, compared, name string }

// keyColumns returns the SQL of a key and of its label.
func (s *fromClause) keyColumns(k Key) (keySQL, error) {
	if k.Part != nil {
		at, err := s.expression(k.Part.Time)
		part := crm.PartOfTime(k.Part.Dimension, at, k.Part.Type, s.zone) + "::text"
		return keySQL{key: part, label: part, compared: part}, err
	}
	key, err := s.value(k.Path)
	if err != nil {
		return keySQL{}, err
	}
	key += "::text"
	plain := keySQL{key: key, label: key, compared: key}
	if k.Entity == "" {
		plain.compared, err = s.comparedPath(k.Path)
		plain.compared += "::text"
		return plain, err
	}
	if !s.hasNames(k.Entity) {
		return plain, nil // nothing to look a name up in
	}
	path := k.Path + ".name"
	if k.Path == "id" { // the entity's own key
		path = "name"
	}
	name, err := s.value(path)
	if err != nil {
		return keySQL{}, err
	}
	stored, err := s.comparedPath(path)
	label := labelOf(name, key)
	return keySQL{key, label, label, stored + "::text"}, err
}

// hasNames reports whether rows of an entity can be looked up and have names; false of "", which is none.
func (t *text) hasNames(entity string) bool {
	return entity != "" && t.Mapping.Available(entity, "name") == nil && t.Mapping.Available(entity, "id") == nil
}

// labelOf is the SQL of a label: the name, or the key, a text, where there is none.
func labelOf(name, key string) string { return fmt.Sprintf("coalesce(%s::text, %s)", name, key) }

// restrict returns the condition of a scope's filters and left-out groups.
func (s *fromClause) restrict(scope Scope) (string, error) {
	all, err := s.conditions(scope.Conditions)
	if err != nil {
		return "", err
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

// conditions returns the SQL of each condition.
func (s *fromClause) conditions(of []Condition) ([]string, error) {
	var all []string
	for _, c := range of {
		sql, err := s.filter(c)
		if err != nil {
			return nil, err
		}
		all = append(all, sql)
	}
	return all, nil
}

// group returns the condition of a group. What is null does not hold, as in WHERE.
func (s *fromClause) group(c Condition) (string, error) {
	parts, joint := c.All, " and "
	if len(c.Any) > 0 {
		parts, joint = c.Any, " or "
	}
	all, err := s.conditions(parts)
	return "(" + strings.Join(all, joint) + ")", err
}

// filter returns the condition of one filter; its meaning is that of [query.Filter.Matches].
func (s *fromClause) filter(c Condition) (string, error) {
	if len(c.Any)+len(c.All) > 0 {
		return s.group(c)
	}
	if c.Filter.Field != "" {
		return s.compares(c)
	}
	k, err := s.keyColumns(c.Key)
	if err != nil {
		return "", err
	}
	label := k.label
	f := c.Filter.Normal()
	switch f.Operator {
	case query.In, query.NotIn:
		return s.membership(f, c.Key, k), nil
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
func (s *fromClause) membership(f query.Filter, of Key, k keySQL) string {
	values := []string{} // not nil: nothing is = any(null), nor is it not
	none, hash := false, false
	for _, v := range f.Values {
		none = none || v == query.None
		hash = hash || strings.Contains(v, query.Qualified("", ""))
		if v != query.None && !crm.IsBlank(v) { // which no row has
			values = append(values, v)
		}
	}
	list := s.arg(pq.StringArray(values), "text[]")
	any := fmt.Sprintf("%s = any(%s)", k.compared, list)
	if hash {
		any = fmt.Sprintf("(%s or %s || ' #' || %s = any(%s))", any, k.label, k.key, list)
	}
	if of.Part != nil {
		any = often(any)
	}
	switch {
	case f.Operator == query.In && none:
		return fmt.Sprintf("(%s or %s)", isNone(of, k), any)
	case f.Operator == query.In:
		return any
	case none:
		return fmt.Sprintf("(%s is not null and not %s)", k.label, any)
	default:
		return fmt.Sprintf("(%s is null or not %s)", k.label, any)
	}
}

// often is a condition that the planner takes to hold for half of the rows. Where it has no statistics, as for a part of a time, it expects one
// row in 200 for each value. Of a few such conditions none is left, and then it reads a derived entity anew for each row that there is after all.
func often(condition string) string { return "case when " + condition + " then true else false end" }

// isNone returns the condition of rows without a value. Behind a relation, the planner takes "is null" for as rare as it is in
// the related table, although most nulls come from rows that have no related one, and then loops over the rates for each row.
func isNone(of Key, k keySQL) string {
	switch {
	case strings.Contains(of.Path, "."):
		return "num_nulls(" + k.label + ") > 0"
	case k.compared != k.label: // the planner knows how many nulls there are
		return fmt.Sprintf("(%s is null or not %s)", k.compared, Filled(k.compared))
	}
	return k.label + " is null"
}

// except leaves out groups by their keys. They are compared as values, not as a text made of several.
func (s *fromClause) except(scope Scope) (string, error) {
	keys := make([]string, len(scope.ExceptKeys))
	for i, k := range scope.ExceptKeys {
		sql, err := s.keyColumns(k)
		if err != nil {
			return "", err
		}
		keys[i] = sql.key
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
