package plan

import (
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// result evaluates every KPI for every group and bucket.
func (p *planner) result() (*Result, error) {
	r := &Result{Grain: p.axes.grain, Buckets: p.buckets(), Groups: p.labelled(p.ordered), Statements: p.db.statements}
	for _, id := range p.question.GroupBy {
		d, err := p.dimension(id)
		if err != nil {
			return nil, err
		}
		r.Dimensions = append(r.Dimensions, Dimension{ID: id, Title: d.Title})
	}
	for _, k := range p.kpis {
		now := p.values(k, p.axes.main)
		p.hideUnbegun(k, now)
		r.Columns = append(r.Columns, Column{ID: k.ID, KPI: k.KPI, Title: p.title(k), Unit: k.Unit})
		r.Values = append(r.Values, now)
		if p.axes.compare != nil {
			p.compared(r, k, now)
		}
	}
	p.detail(r)
	p.notice()
	r.Notices = p.notices
	return r, nil
}

// values evaluates a KPI on an axis for every group.
func (p *planner) values(k asked, a *axis) [][]*float64 {
	running := p.question.Transform == query.RunningTotal
	out := make([][]*float64, len(p.ordered))
	for g, group := range p.ordered {
		out[g] = make([]*float64, len(p.axes.buckets))
		for i := range out[g] {
			out[g][i] = p.evaluate(k, k.Formula, a, group, i, running)
		}
	}
	return out
}

// begun reports whether a bucket has begun.
func (p *planner) begun(i int) bool { return p.axes.main.windows[i].From.Before(p.request.Now) }

// known reports whether a KPI has values in buckets that have not begun: targets and forecasts do.
func known(k asked) bool { return k.Kind == catalog.TargetKind || k.Horizon == catalog.Future }

// hideUnbegun makes null what is not known yet: a KPI of the past in a bucket that has not begun.
func (p *planner) hideUnbegun(k asked, values [][]*float64) {
	if known(k) {
		return
	}
	for _, group := range values {
		for i := range group {
			if !p.begun(i) {
				group[i] = nil
			}
		}
	}
}

var comparisonTitles = map[query.Compare]i18n.Text{
	query.PreviousPeriod: {En: "previous period", Ru: "предыдущий период"},
	query.PreviousYear:   {En: "previous year", Ru: "прошлый год"},
}

var comparisonKinds = map[query.CompareAs]i18n.Text{
	query.AsValue:      {En: "%s (%s)", Ru: "%s (%s)"},
	query.AsDifference: {En: "%s, difference to %s", Ru: "%s, разница: %s"},
	query.AsRatio:      {En: "%s, change to %s", Ru: "%s, изменение: %s"},
}

// compared adds the columns of a KPI's comparison.
func (p *planner) compared(r *Result, k asked, now [][]*float64) {
	then := p.values(k, p.axes.compare)
	for _, group := range then {
		for i := range group {
			if !p.begun(i) {
				group[i] = nil
			}
		}
	}
	with := comparisonTitles[p.question.Compare]
	for _, as := range p.question.CompareAs {
		c := Column{ID: k.ID + "_" + string(p.question.Compare), KPI: k.KPI, Unit: k.Unit, Compare: p.question.Compare, As: as}
		title, kind := p.title(k), comparisonKinds[as]
		c.Title = i18n.Text{En: fmt.Sprintf(kind.En, title.En, with.En), Ru: fmt.Sprintf(kind.Ru, title.Ru, with.Ru)}
		values := then
		switch as {
		case query.AsDifference:
			c.ID += "_difference"
			values = combine(now, then, func(x, y *float64) *float64 { return binary('-', x, y) })
		case query.AsRatio:
			c.ID, c.Unit = c.ID+"_ratio", catalog.Percent
			one := 1.0
			values = combine(now, then, func(x, y *float64) *float64 { return binary('-', binary('/', x, y), &one) })
		}
		r.Columns, r.Values = append(r.Columns, c), append(r.Values, values)
	}
}

func combine(x, y [][]*float64, each func(x, y *float64) *float64) [][]*float64 {
	out := make([][]*float64, len(x))
	for g := range x {
		out[g] = make([]*float64, len(x[g]))
		for i := range x[g] {
			out[g][i] = each(x[g][i], y[g][i])
		}
	}
	return out
}

// title names the KPI, and the statistic where it is not the usual one.
func (p *planner) title(k asked) i18n.Text {
	statistic := k.arguments["statistic"]
	if statistic == "" || statistic == k.Parameters["statistic"] {
		return k.Title
	}
	mean := i18n.Text{En: "mean", Ru: "среднее"}
	name := i18n.Text{En: statistic, Ru: statistic}
	switch statistic {
	case "mean":
		name = mean
	case "median":
		name = i18n.Text{En: "median", Ru: "медиана"}
	}
	return i18n.Text{En: k.Title.En + " (" + name.En + ")", Ru: k.Title.Ru + " (" + name.Ru + ")"}
}

// buckets marks what is not the last word: the running or cut bucket, and cohorts younger than their window.
func (p *planner) buckets() []Bucket {
	out := make([]Bucket, len(p.axes.buckets))
	window := p.longestWindow()
	for i, b := range p.axes.buckets {
		now := p.request.Now
		running := !now.Before(b.Range.From) && now.Before(b.Range.To)
		cut := p.axes.grain != calendar.None && (b.Range.From.After(b.Start) || b.Range.To.Before(b.End))
		out[i] = Bucket{Bucket: b, Incomplete: running || cut,
			Immature: window > 0 && p.axes.grain != calendar.None && b.Range.To.After(now.Add(-window))}
	}
	return out
}

// longestWindow returns the longest window of the question's cohorts, 0 without any.
func (p *planner) longestWindow() time.Duration {
	var longest time.Duration
	for _, k := range p.kpis {
		if k.Kind != catalog.Conversion {
			continue
		}
		if window, err := catalog.ParseSpan(k.arguments["window"]); err == nil {
			longest = max(longest, window)
		}
	}
	return longest
}
