package engine

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// lookingUp bounds the time that is spent on values of filters: what has not been found out by then is not told.
const lookingUp = 2 * time.Second

// unknownShown bounds the values that a notice names.
const unknownShown = 10

// unknown tells which values of the question's filters no row has, so that a wrong name does not look like a zero. All filters are
// looked up by one statement. It is no part of the answer: where it fails, nothing is told.
func (e *Engine) unknown(ctx context.Context, q query.Question, r plan.Request) []answer.Notice {
	var notices []answer.Notice
	var filters []query.Filter
	var lookups []sqlgen.Lookup
	for _, f := range query.Comparisons(q.Filters) {
		if f.Field != "" {
			continue
		}
		f = f.Normal()
		f.Values = slices.DeleteFunc(slices.Clone(f.Values), func(v string) bool { return v == query.None })
		known := slices.ContainsFunc(filters, func(o query.Filter) bool {
			return o.Dimension == f.Dimension && o.Of == f.Of && slices.Equal(o.Values, f.Values)
		})
		if len(f.Values) == 0 || known || q.Type == query.Timeline && f.Dimension == "account" { // a timeline tells of its account itself
			continue
		}
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
	if len(lookups) == 0 {
		return notices
	}
	s, err := sqlgen.Unknown(e.Context(r), lookups)
	if err != nil {
		return notices
	}
	ctx, cancel := context.WithTimeout(ctx, lookingUp)
	defer cancel()
	missing := make([][]string, len(filters))
	err = exec.Snapshot(ctx, e.DB, func(r *exec.Reader) error {
		return r.Read(ctx, s, func(row measure.Row) error {
			var filter int
			var value string
			err := row.Scan(&filter, &value)
			if err == nil && !slices.Contains(missing[filter], value) {
				missing[filter] = append(missing[filter], value)
			}
			return err
		})
	})
	if err != nil {
		return notices
	}
	for i, f := range filters {
		if values := missing[i]; len(values) > 0 {
			notices = append(notices, e.unknownNotice(f, values))
		}
	}
	return notices
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
	more := max(0, len(values)-unknownShown)
	return answer.Notice{Warning: true, Text: i18n.T("notice.unknown_values", "dimension", title, "values", values[:len(values)-more], "more", more)}
}
