package sqlgen

import (
	"fmt"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Values lists the values of a dimension.
type Values struct {
	Homes  []Home // where the values are found; at least one
	Entity string // what the dimension is a key of; "" for a text
	Search string // only values that contain this text, without regard to case
	// Filters keep values; all of their comparisons are with the dimension itself.
	Filters []query.Filter
	Order   []string // paths from what the dimension is a key of, by which the values are put before their labels
	Limit   int
}

// Home is a path of an entity under which a dimension's values are found.
type Home struct{ Entity, Path string }

// Statement writes the statement. Its columns are key and label, ordered by label unless there is another order; a text's key is the
// text itself.
func (v Values) Statement(c Context) (Statement, error) {
	t := newText(c)
	parts := make([]string, len(v.Homes))
	var order ordering
	for i, home := range v.Homes {
		s := t.fromEntity(home.Entity, "e")
		k, err := s.keyColumns(Key{Path: home.Path, Entity: v.Entity})
		if err != nil {
			return Statement{}, err
		}
		if order, err = s.order(home.Path+".", v.Entity, v.Order); err != nil {
			return Statement{}, err
		}
		kept, err := s.kept(Key{Path: home.Path, Entity: v.Entity}, v.Filters)
		if err != nil {
			return Statement{}, err
		}
		from, err := s.from()
		if err != nil {
			return Statement{}, err
		}
		where := both(k.key+" is not null", kept)
		if v.Search != "" {
			where += fmt.Sprintf(" and position(lower(%s) in lower(%s)) > 0", t.arg(v.Search, "text"), k.label)
		}
		by := ""
		for n := range order.names {
			by += fmt.Sprintf(", %d", 3+n)
		}
		parts[i] = fmt.Sprintf("select %s as key, %s as label%s\n%s\nwhere %s\ngroup by 1, 2%s", k.key, k.label, order.columns, from, where, by)
	}
	sql := "select key, label\nfrom (\n  " + indent(strings.Join(parts, "\nunion\n")) + "\n) as found\norder by " + order.by() + "label, key\nlimit " + t.arg(v.Limit, "int")
	return t.statement(sql, days{})
}

// kept is the condition of filters on one dimension.
func (s *fromClause) kept(k Key, filters []query.Filter) (string, error) {
	conditions, err := Conditions(filters, func(f query.Filter) (Condition, error) { return Condition{Key: k, Filter: f}, nil })
	if err != nil {
		return "", err
	}
	return s.restrict(Scope{Conditions: conditions})
}

// ordering is by what values are put before their labels.
type ordering struct {
	columns string // of a SELECT, behind others
	names   []string
}

// order selects the fields of an entity, reached by a path, by which its rows are put.
func (s *fromClause) order(path, entity string, fields []string) (ordering, error) {
	var o ordering
	for i, field := range fields {
		sql, err := s.path(path + field)
		if err != nil {
			return o, err
		}
		f, err := s.Mapping.Model.Resolve(entity, field)
		if err != nil {
			return o, err
		}
		if f.Type == crm.String || f.Type == crm.Key || f.To != "" {
			sql = "(" + sql + `)::text collate "C"`
		}
		name := fmt.Sprintf("order_%d", i+1)
		o.columns += ", " + sql + " as " + name
		o.names = append(o.names, name)
	}
	return o, nil
}

// by is the beginning of an ORDER BY; rows that lack a field come last.
func (o ordering) by() string {
	var all strings.Builder
	for _, name := range o.names {
		all.WriteString(name + " nulls last, ")
	}
	return all.String()
}

// Constants writes a statement that lists keys which are known beforehand, in their order. Its columns are key and label, which are alike.
func Constants(keys []string) Statement {
	return Statement{
		SQL:  "select key, key as label\nfrom unnest($1::text[]) with ordinality as known(key, place)\norder by place",
		Args: []any{pq.StringArray(append([]string{}, keys...))},
	}
}
