package sqlgen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// completed returns an entity that completes another one as a FROM item with the fields used. Where nothing can be made, it is the
// other one.
func (t *text) completed(e *crm.Entity, used []string) (string, error) {
	c, made := e.Completes, t.Mapping.Makes(e.Completes)
	own := slices.DeleteFunc(slices.Clone(used), func(name string) bool { return name == crm.InferredFlag })
	if len(made) == 0 && len(own) == len(used) {
		return t.source(c.Entity, used)
	}
	history, err := t.source(c.Entity, own)
	if err != nil {
		return "", err
	}
	parts := []string{"select " + strings.Join(t.recordedColumns(e, made, used), ", ") + " from " + history + " as recorded"}
	for _, row := range made {
		part, err := t.made(e, row, used)
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	return "(\n  " + indent(strings.Join(parts, "\nunion all\n")) + "\n)", nil
}

// recordedColumns are the fields used of the rows that are completed.
func (t *text) recordedColumns(e *crm.Entity, made []crm.Made, used []string) []string {
	list := make([]string, len(used))
	for i, name := range used {
		switch list[i] = quote(name); {
		case name == crm.InferredFlag:
			list[i] = "false as " + quote(name)
		case t.clash(e, made, name):
			list[i] += "::text as " + quote(name)
		}
	}
	return list
}

// clash reports whether a text has types in the completed entity and in what completes it that one column cannot hold.
func (t *text) clash(e *crm.Entity, made []crm.Made, name string) bool {
	f, ok := e.Field(name)
	if !ok || f.Type != crm.String && f.Type != crm.Currency {
		return false
	}
	own, others := t.Mapping.Entities[e.Completes.Entity].Types[name], t.Mapping.Entities[e.Completes.Of].Types
	return own == crm.Enum || slices.ContainsFunc(made, func(row crm.Made) bool {
		from := name
		if x, given := row.Fields[name]; given {
			if from = x.String(); !x.IsPath() {
				return false // a text of the model takes the other's type
			}
		}
		other := others[from]
		return own != "" && other != "" && own != other
	})
}

// made returns the SELECT of rows that are made of those which the completed entity does not cover.
func (t *text) made(e *crm.Entity, row crm.Made, used []string) (string, error) {
	c := e.Completes
	s := t.fromEntity(c.Of, "whole")
	columns, where, err := s.madeColumns(e, row, used)
	if err != nil {
		return "", err
	}
	id, err := s.path(c.ID)
	if err != nil {
		return "", err
	}
	covered, err := t.covered(c, id)
	if err != nil {
		return "", err
	}
	from, err := s.from()
	return "select " + strings.Join(columns, ", ") + "\n" + from + "\nwhere " + both(where, "not exists (select "+covered+")"), err
}

// madeColumns are the fields used of a made row, and the condition that there is one; "" where there always is.
func (s *fromClause) madeColumns(e *crm.Entity, row crm.Made, used []string) (columns []string, where string, err error) {
	columns = make([]string, len(used))
	for i, name := range used {
		sql, err := s.madeField(row, name)
		if err != nil {
			return nil, "", err
		}
		if s.clash(e, []crm.Made{row}, name) {
			sql = "(" + sql + ")::text"
		}
		columns[i] = sql + " as " + quote(name)
	}
	where, err = s.condition(row.Where)
	return columns, where, err
}

// covered is the FROM and WHERE clause of the rows of the completed entity that are about an id, SQL.
func (t *text) covered(c *crm.Completion, id string) (string, error) {
	covered, err := t.parts(c.Entity, []string{c.Key})
	if err != nil {
		return "", err
	}
	key := "covered." + quote(c.Key)
	filled, err := t.filledKey(c, key)
	return fmt.Sprintf("from %s as covered where %s", covered, both(key+" = "+id, filled)), err
}

// filledKey is the condition that the key of a completed entity names anything: a blank one does not, not even what has a blank id. It is "" for
// keys that cannot be blank.
func (t *text) filledKey(c *crm.Completion, key string) (string, error) {
	f, err := t.Mapping.Field(c.Entity, c.Key)
	if err != nil || !t.Mapping.MayBeBlank(c.Entity, f) {
		return "", err
	}
	return Filled(key), nil
}

// madeField returns the SQL of a field of a made row.
func (s *fromClause) madeField(row crm.Made, name string) (string, error) {
	switch x, given := row.Fields[name]; {
	case name == crm.InferredFlag:
		return "true", nil
	case given && x.IsPath() && s.Mapping.Available(s.root.entity, x.String()) != nil:
		return "null", nil
	case given:
		return s.expression(x)
	case s.Mapping.Available(s.root.entity, name) == nil:
		return s.path(name)
	}
	return "null", nil
}
