package plan

import (
	"errors"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// Notices say what the reader of the numbers must know of the question itself, whatever is read.
func (b *Business) Notices(q *Query) []answer.Notice {
	all := unavailable(q)
	all = append(all, b.nameless(q)...)
	all = append(all, b.unconverted(q)...)
	all = append(all, b.immature(q)...)
	all = append(all, past(q)...)
	all = append(all, b.presentOnly(q)...)
	all = append(all, b.ownCurrencies(q)...)
	all = append(all, b.standIns(q)...)
	return append(all, b.incomplete(q)...)
}

// LongestWindow returns the longest window of the question's cohorts, 0 without any. [measure.Ever] has no end.
func (q *Query) LongestWindow() time.Duration {
	var longest time.Duration
	for _, k := range q.KPIs {
		if !k.HasCohorts() {
			continue
		}
		for _, p := range k.Parts() {
			if window, err := measure.ParseWindow(p.Arguments["window"]); err == nil && p.HasCohorts() {
				longest = max(longest, window)
			}
		}
	}
	return longest
}

// unavailable tells why KPIs of the question have no values.
func unavailable(q *Query) []answer.Notice {
	var all []answer.Notice
	for _, k := range q.Asked {
		if k.Unavailable != nil {
			all = append(all, answer.Notice{Warning: true, Text: i18n.T("notice.unavailable", "reason", k.Unavailable)})
		}
	}
	return all
}

// neverMature reports whether the cohorts of a KPI have a window without an end.
func neverMature(k ResolvedKPI) bool {
	window, err := measure.ParseWindow(k.Arguments["window"])
	return err == nil && window == measure.Ever && k.Uses(catalog.Mature)
}

// nameless tells of dimensions whose names cannot be read, so that their keys are shown. Where no names are mapped, nobody expects them.
func (b *Business) nameless(q *Query) []answer.Notice {
	var all []answer.Notice
	for _, id := range q.Question.GroupBy {
		d, err := b.Mapping.Model.Dimension(id)
		if err != nil || d.Entity == "" {
			continue
		}
		for _, name := range []string{d.Entity, d.Entity + ".id", d.Entity + ".name"} {
			if why := b.Mapping.Unreadable[name]; why != nil {
				all = append(all, answer.Notice{Warning: true, Text: i18n.T("notice.nameless", "dimension", d.Title, "name", name, "reason", why)})
				break
			}
		}
	}
	return all
}

// immature tells of cohorts that are younger than their window.
func (b *Business) immature(q *Query) []answer.Notice {
	window := q.LongestWindow()
	if slices.ContainsFunc(q.parts(), neverMature) {
		return []answer.Notice{{Text: i18n.T("notice.never_mature")}}
	}
	mature := q.Request.Now.Add(-window)
	if window == 0 || !q.Request.Range.To.After(mature) {
		return nil
	}
	message := "notice.immature"
	if q.Axes.Grain == calendar.None {
		message = "notice.immature_left_out"
	}
	return []answer.Notice{{Text: i18n.T(message, "day", b.Settings.Calendar.Date(mature).String())}}
}

// past tells of KPIs that look ahead over a range that has no future.
func past(q *Query) []answer.Notice {
	if q.Request.Range.To.After(q.Request.Now) {
		return nil
	}
	var all []answer.Notice
	for _, k := range q.parts() {
		if k.Measured() != catalog.FutureKind || q.Question.Parameters["horizon"] != "" {
			continue
		}
		message, series := "notice.next_shown", q.Axes.Grain != calendar.None
		if series {
			message = "notice.nothing_ahead"
		}
		all = append(all, answer.Notice{Warning: series, Text: i18n.T(message, "kpi", k.Title, "horizon", k.Arguments["horizon"])})
	}
	return all
}

// presentOnly tells of KPIs that are known as of now, over a range that has no now.
func (b *Business) presentOnly(q *Query) []answer.Notice {
	if axis.IsPresent(q.Request.Range, q.Request.Now) {
		return nil
	}
	var all []answer.Notice
	for _, k := range q.KPIs {
		if slices.ContainsFunc(k.Measures(), func(m *catalog.Measure) bool { return b.Effective(m).Has(measure.OnlyNow) }) {
			all = append(all, answer.Notice{Warning: true, Text: i18n.T("notice.present_only", "kpi", k.Title)})
		}
	}
	return all
}

// standIn says why another measure stands in for one.
func standIn(k ResolvedKPI, why error, other *catalog.Measure) i18n.Text {
	missing, ok := errors.AsType[*crm.Unavailable](why)
	switch {
	case !ok:
		return i18n.T("notice.stands_in", "kpi", k.Title, "lacking", why, "other", other.Entity)
	case missing.Reason != nil:
		return i18n.T("notice.stands_in_for_unreadable", "kpi", k.Title, "lacking", missing.Name(), "other", other.Entity, "reason", missing.Reason)
	}
	return i18n.T("notice.stands_in", "kpi", k.Title, "lacking", missing.Name(), "other", other.Entity)
}

// standIns tell where another measure stands in for one whose fields are not mapped.
func (b *Business) standIns(q *Query) []answer.Notice {
	var all []answer.Notice
	for _, k := range q.KPIs {
		for _, m := range k.Measures() {
			other := b.Effective(m)
			if other == m {
				continue
			}
			all = append(all, answer.Notice{Text: standIn(k, b.Missing(m), other)})
		}
	}
	return all
}

// incomplete tells of rows that are not counted because the mapping lacks what they would be made of, see [crm.Completion].
func (b *Business) incomplete(q *Query) []answer.Notice {
	var all []answer.Notice
	for _, k := range q.KPIs {
		told := map[string]bool{}
		for _, m := range k.Measures() {
			for _, c := range b.completions(b.Effective(m).Entity) {
				lacking := b.Mapping.Incomplete(c)
				if lacking == nil || told[c.Entity] {
					continue
				}
				told[c.Entity] = true
				all = append(all, answer.Notice{Warning: true, Text: i18n.T("notice.incomplete", "kpi", k.Title, "of", c.Of, "history", c.Entity, "reason", lacking)})
			}
		}
	}
	return all
}

// completions are those that an entity has rows of.
func (b *Business) completions(entity string) []*crm.Completion {
	e, err := b.Mapping.Model.Entity(entity)
	switch {
	case err != nil:
		return nil
	case e.Completes != nil:
		return []*crm.Completion{e.Completes}
	}
	var all []*crm.Completion
	for source := range e.Needs {
		all = append(all, b.completions(source)...)
	}
	return all
}
