package sqlgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// reaches reports whether the sums have fields of what a reference names, and not the reference itself.
func (r *rolled) reaches(reference string) bool {
	return r != nil && r.Reference == reference && !slices.Contains(r.Keys, reference)
}

// keyColumn is the column of a key of sums over what stands for rows, or over rows: a field of their own, one that is looked up in what a
// reference names, or a condition on such.
func (s *fromClause) keyColumn(r *crm.Rollup, name string) (string, error) {
	_, field, through := strings.Cut(name, ".")
	switch condition := conditionOf(r, name); {
	case condition != "":
		e, err := expression.Parse(condition)
		if err != nil {
			return "", err
		}
		sql, err := s.expression(e)
		return sql + " as " + quote(name), err
	case !through || s.root.rolled != nil:
		return s.root.use(name), nil
	}
	at, _, err := s.follow(name)
	if err != nil {
		return "", err
	}
	return at.use(field) + " as " + quote(name), nil
}

// conditionOf is the condition whose column has a name; "" where it is that of a field.
func conditionOf(r *crm.Rollup, column string) string {
	for _, k := range r.Keys {
		if !crm.IsKeyField(k) && crm.KeyColumn(k) == column {
			return k
		}
	}
	return ""
}

// KeyCondition is a condition as a key of sums, with the window written out that it takes. It is an error that it takes other arguments.
func KeyCondition(e expression.Expression, a Arguments) (string, error) {
	t := newText(Context{Arguments: a})
	return e.Render(func(path string, _ bool) (string, error) { return path, nil }, func(name string) (string, error) {
		switch name {
		case "timezone":
			return ":timezone", nil
		case "window":
			sql, err := t.parameter(name)
			if err != nil {
				return "", err
			}
			return t.plain(sql).Literal()
		}
		return "", fmt.Errorf("it depends on :%s", name)
	})
}

// summedCondition returns the SQL of an aggregate's condition where the sums have it as a key; "" where it is not one.
func (s *fromClause) summedCondition(g Aggregate, e expression.Expression) string {
	r := s.root.rolled
	if r == nil || e.Empty() {
		return ""
	}
	arguments := s.Arguments
	if g.Arguments != nil {
		arguments = *g.Arguments
	}
	key, err := KeyCondition(e, arguments)
	if err != nil || !slices.Contains(r.Keys, key) || crm.IsKeyField(key) {
		return ""
	}
	return s.root.use(crm.KeyColumn(key))
}

// summedColumns are the columns of keys.
func (s *fromClause) summedColumns(r *crm.Rollup, names []string) ([]string, error) {
	all := make([]string, len(names))
	for i, name := range names {
		var err error
		if all[i], err = s.keyColumn(r, name); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// summedKeys are the columns of keys; the currency (SQL) is that of amounts as they are summed, "" for their own.
func (s *fromClause) summedKeys(r *rolled, keys []string, currency string) ([]string, error) {
	all, err := s.summedColumns(r.Rollup, keys)
	if i := slices.Index(keys, "currency"); err == nil && r.Converted && i >= 0 {
		all[i] = currency + " as " + quote("currency")
	}
	return all, err
}
