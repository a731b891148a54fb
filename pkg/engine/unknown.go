package engine

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// unknown tells which values of filters no row has, so that a wrong name does not look like a zero. All filters are looked up by one
// statement.
func (e *Engine) unknown(q query.Question, valued []query.Filter, r plan.Request) lookup {
	var notices []answer.Notice
	var filters []query.Filter
	var lookups []sqlgen.Lookup
	for _, f := range valued {
		if d, err := e.Dimension(f.Dimension); err == nil && d.Labels != nil {
			if values := plan.Unlisted(d, f); len(values) > 0 {
				notices = append(notices, e.unknownNotice(f, values))
			}
			continue
		}
		if l, ok := e.lookup(q, f); ok {
			filters, lookups = append(filters, f), append(lookups, l)
		}
	}
	listed := lookup{tell: func(bool) []answer.Notice { return notices }}
	if len(lookups) == 0 {
		return listed
	}
	s, err := sqlgen.Unknown(e.Context(r), lookups)
	if err != nil {
		return listed
	}
	missing := make([][]string, len(filters))
	row := func(row measure.Row) error {
		var filter int
		var value string
		err := row.Scan(&filter, &value)
		if err == nil && !slices.Contains(missing[filter], value) {
			missing[filter] = append(missing[filter], value)
		}
		return err
	}
	return lookup{&measure.Part{Statement: s, Row: row}, func(read bool) []answer.Notice {
		for i, f := range filters {
			if values := missing[i]; read && len(values) > 0 {
				notices = append(notices, e.unknownNotice(f, values))
			}
		}
		return notices
	}}
}

// lookup is where the values of a filter may be found: where they are listed, and in the rows that the question itself looks at. What has
// no rows, or is not mapped, is not looked up.
func (e *Engine) lookup(q query.Question, f query.Filter) (sqlgen.Lookup, bool) {
	d, err := e.Dimension(f.Dimension)
	if err != nil {
		return sqlgen.Lookup{}, false
	}
	l := sqlgen.Lookup{Entity: d.Entity, Filter: f, Homes: e.Homes(d)}
	entities := []string{q.Entity, f.Of}
	for _, text := range q.KPIs {
		for _, k := range e.Asked(text) {
			for _, m := range k.Measures() {
				entities = append(entities, e.Effective(m).Entity)
			}
		}
	}
	for _, name := range entities {
		entity, err := e.Mapping.Model.Entity(name)
		if err != nil || entity.Derived() {
			continue
		}
		path, ok := d.Path(name)
		home := sqlgen.Home{Entity: name, Path: path}
		if ok && e.Mapping.Available(name, path) == nil && !slices.Contains(l.Homes, home) {
			l.Homes = append(l.Homes, home)
		}
	}
	return l, len(l.Homes) > 0
}

// unknownNotice tells of values, or of a text, that no row has.
func (e *Engine) unknownNotice(f query.Filter, values []string) answer.Notice {
	title := e.Mapping.Model.Title(f.Dimension)
	if d, err := e.Dimension(f.Dimension); err == nil {
		title = d.Title
	}
	if f.Operator != query.In && f.Operator != query.NotIn {
		return answer.Notice{Warning: true, Text: i18n.T("notice.unknown_text", "dimension", title, "text", values[0])}
	}
	more := max(0, len(values)-valuesShown)
	return answer.Notice{Warning: true, Text: i18n.T("notice.unknown_values", "dimension", title, "values", values[:len(values)-more], "more", more)}
}
