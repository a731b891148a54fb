package sqlgen

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Values lists the values of a dimension.
type Values struct {
	Homes  []Home // where the values are found; at least one
	Entity string // what the dimension is a key of; "" for a text
	Search string // only values that contain this text, without regard to case
	// Found are values that a search finds besides, as people write them.
	Found []string
	// Filters keep values; all of their comparisons are with the dimension itself.
	Filters []query.Filter
	// Of keeps the values of rows that meet conditions, those of each home; nil for all rows.
	Of [][]Condition
	// Rows are those of each home that count, where they are events in Range; nil for all.
	Rows  []Counted
	Range calendar.Range
	// Prefer are texts, separated by commas: the values known by one come first, those by the first text before all others. A value
	// is known by its label and, where Login names a field of the entity, by that address or what stands before its @.
	Prefer, Login string
	Order         []string // paths from what the dimension is a key of, by which the values are put before their labels
	Limit         int
}

// Home is a path of an entity under which a dimension's values are found.
type Home struct{ Entity, Path string }

// Counted are the rows of an entity for which a condition holds, and when they happen; either may be empty.
type Counted struct {
	Where, Time expression.Expression
	TimeType    crm.Type
}

// in is the condition of the rows that count in a range.
func (c Counted) in(r calendar.Range, s *fromClause) (string, error) {
	where, err := s.condition(c.Where)
	if err != nil {
		return "", err
	}
	happens, _, err := Records{Time: c.Time, TimeType: c.TimeType, Range: r}.rows(s)
	return both(where, happens), err
}

// Statement writes the statement. Its columns are key and label, ordered by label unless there is another order; a text's key is the
// text itself.
func (v Values) Statement(c Context) (Statement, error) {
	t := newText(c)
	parts := make([]string, len(v.Homes))
	var order ordering
	for i := range v.Homes {
		var err error
		if parts[i], order, err = v.part(t, i); err != nil {
			return Statement{}, err
		}
	}
	found := "(\n  " + indent(strings.Join(parts, "\nunion\n")) + "\n) as found"
	return t.statement("select key, label\nfrom "+found+"\norder by "+order.by()+"label, key\nlimit "+t.arg(v.Limit, "int"), days{})
}

// part selects the values of one home, with what they are put by.
func (v Values) part(t *text, home int) (string, ordering, error) {
	h := v.Homes[home]
	s, key := t.fromEntity(h.Entity, "e"), Key{Path: h.Path, Entity: v.Entity}
	k, err := s.keyColumns(key)
	if err != nil {
		return "", ordering{}, err
	}
	order, err := s.order(h.Path+".", v.Entity, v.Order)
	if err != nil {
		return "", order, err
	}
	if order, err = v.preferred(s, h.Path, k.label, order); err != nil {
		return "", order, err
	}
	kept, err := s.kept(key, v.Filters)
	if err != nil {
		return "", order, err
	}
	passes := ""
	if v.Of != nil {
		if passes, err = s.restrict(Scope{Conditions: v.Of[home]}); err != nil {
			return "", order, err
		}
	}
	counted := ""
	if v.Rows != nil {
		if counted, err = v.Rows[home].in(v.Range, s); err != nil {
			return "", order, err
		}
	}
	columns := k.key + " as key, " + k.label + " as label" + order.columns
	from, err := s.from()
	if err != nil {
		return "", order, err
	}
	where := both(k.key+" is not null", kept, passes, counted)
	if v.Search != "" {
		found := fmt.Sprintf("position(lower(%s) in lower(%s)) > 0", t.arg(v.Search, "text"), k.label)
		if len(v.Found) > 0 {
			found = fmt.Sprintf("(%s or %s = any (%s))", found, k.label, t.arg(pq.StringArray(v.Found), "text[]"))
		}
		where += " and " + found
	}
	places := make([]string, 2+len(order.names))
	for i := range places {
		places[i] = strconv.Itoa(i + 1)
	}
	return "select " + columns + "\n" + from + "\nwhere " + where + "\ngroup by " + strings.Join(places, ", "), order, nil
}

// kept is the condition of filters on one dimension.
func (s *fromClause) kept(k Key, filters []query.Filter) (string, error) {
	conditions, err := Conditions(filters, func(f query.Filter) (Condition, error) { return Condition{Key: k, Filter: f}, nil })
	if err != nil {
		return "", err
	}
	return s.restrict(Scope{Conditions: conditions})
}

// preferred puts the values that are known by one of the preferred texts before the order.
func (v Values) preferred(s *fromClause, path, label string, order ordering) (ordering, error) {
	if v.Prefer == "" {
		return order, nil
	}
	texts := fmt.Sprintf("string_to_array(lower(%s), ',')", s.arg(v.Prefer, "text"))
	known := fmt.Sprintf("array_position(%s, lower(%s))", texts, label)
	if v.Login != "" {
		login, err := s.login(path + "." + v.Login)
		if err != nil {
			return order, err
		}
		known = fmt.Sprintf("least(%s, array_position(%s, lower(%s::text)), array_position(%s, lower(split_part(%s::text, '@', 1))))", known, texts, login, texts, login)
	}
	order.columns += ", " + known + " as preferred"
	order.names = append([]string{"preferred"}, order.names...)
	return order, nil
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
