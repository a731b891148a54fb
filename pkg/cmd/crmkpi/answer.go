package main

import (
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

// long lays an answer out in long form: a row for each bucket and group, ordered by time, then as the answer orders its groups.
func long(r *answer.Result, currency string, language i18n.Language) sheet {
	r = r.In(language)
	var s sheet
	series := r.Grain != calendar.None
	if series {
		s.columns = append(s.columns, column{id: "time", title: i18n.T("cli.time").In(language)})
	}
	for i, d := range r.Dimensions {
		s.columns = append(s.columns, column{id: d.ID, title: d.Title.In(language)})
		for _, g := range r.Groups {
			if key := g.Keys[i]; key != "" {
				s.key(d.ID, g.Labels[i], key)
			}
		}
	}
	for _, c := range r.Columns {
		s.columns = append(s.columns, column{id: c.ID, title: c.Title.In(language), number: true,
			show: func(v float64) string { return terminal.Format(&v, c.Unit, currency) }})
	}
	for b, bucket := range r.Buckets {
		for g, group := range r.Groups {
			var row []any
			if series {
				row = append(row, period(bucket, r.Grain))
			}
			for _, label := range group.Labels {
				row = append(row, label)
			}
			for c := range r.Columns {
				row = append(row, cell(r.Values[c][g][b]))
			}
			s.rows = append(s.rows, row)
		}
	}
	if series && slices.ContainsFunc(r.Buckets, func(b answer.Bucket) bool { return b.Incomplete }) {
		s.footnotes = append(s.footnotes, i18n.T("cli.incomplete").In(language))
	}
	s.notices, s.statements, s.plan = r.Notices, r.Statements, r.Plan
	return s
}

func cell(value *float64) any {
	if value == nil {
		return nil
	}
	return *value
}

// layouts are how people write the start of a period.
var layouts = map[calendar.Grain]string{calendar.Hour: "2006-01-02 15:04 -07:00", calendar.Month: "2006-01"}

// period names a bucket by its start.
func period(b answer.Bucket, grain calendar.Grain) moment {
	layout, ok := layouts[grain]
	if !ok {
		layout = time.DateOnly
	}
	m := moment{exact: b.Start.Format(time.RFC3339Nano), text: b.Start.Format(layout)}
	if b.Incomplete {
		m.text += " *"
	}
	return m
}
