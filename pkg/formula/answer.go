package formula

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Combine makes the answer of what has been read and ordered. It fails only when the context ends.
func Combine(ctx context.Context, b *plan.Business, d *Data) (*answer.Result, error) {
	q := d.Plan.Query
	r := &answer.Result{Grain: q.Axes.Grain, Buckets: buckets(q), Groups: d.Groups[0].Labelled(d.Ordered)}
	for _, id := range q.Question.GroupBy {
		dimension, err := b.Dimension(id)
		if err != nil {
			return nil, err
		}
		r.Dimensions = append(r.Dimensions, answer.Dimension{ID: id, Title: dimension.Title, Labels: dimension.Labels, Wording: dimension.Wording})
	}
	r.Groups = r.In(i18n.English).Groups
	c := combiner{evaluator: d.evaluator(ctx), result: r}
	for _, column := range d.Plan.Columns {
		if err := c.column(column); err != nil {
			return nil, err
		}
	}
	if err := c.details(); err != nil {
		return nil, err
	}
	c.rank()
	r.Notices = append(r.Notices, d.notices(b)...)
	r.Notices = append(r.Notices, c.whyEmpty(b)...)
	return r, nil
}

// combiner adds columns to an answer.
type combiner struct {
	*evaluator
	result *answer.Result
}

// table evaluates a formula for every group and bucket of the answer.
func (c combiner) table(f plan.Formula) ([][]*float64, error) { return c.tableOf(f, false) }

// tableOf is table; emptyNull leaves out what rests on no rows.
func (c combiner) tableOf(f plan.Formula, emptyNull bool) ([][]*float64, error) {
	v, err := c.vector(f, 0, c.Ordered)
	if err != nil {
		return nil, err
	}
	out := make([][]*float64, len(c.Ordered))
	cells := make([]float64, len(out)*len(c.result.Buckets))
	for g := range out {
		out[g] = make([]*float64, len(c.result.Buckets))
		for i := range out[g] {
			if value, ok := v.shown(g, i, emptyNull); ok {
				cell := &cells[g*len(out[g])+i]
				*cell, out[g][i] = value, cell
			}
		}
	}
	return out, nil
}

// hideUnbegun makes null what is not known in buckets that have not begun.
func (c combiner) hideUnbegun(values [][]*float64) {
	for i := range c.result.Buckets {
		if c.Plan.Query.Begun(i) {
			continue
		}
		for _, group := range values {
			group[i] = nil
		}
	}
}

func (c combiner) add(column answer.Column, values [][]*float64) {
	c.result.Columns, c.result.Values = append(c.result.Columns, column), append(c.result.Values, values)
}

// column adds a KPI and its comparison.
func (c combiner) column(p plan.Column) error {
	now, err := c.tableOf(p.Formula, p.KPI.EmptyNull)
	if err != nil {
		return err
	}
	if !p.KPI.KnownAhead() {
		c.hideUnbegun(now)
	}
	if c.Plan.Query.Question.Alert == query.AlertMissed {
		exactlyReached(now)
	}
	title := titleOf(p.KPI)
	c.add(answer.Column{ID: p.KPI.Key(), KPI: p.KPI.KPI, Title: title, Unit: p.KPI.Unit}, now)
	if p.Then == nil {
		return nil
	}
	then, err := c.tableOf(p.Then, p.KPI.EmptyNull)
	if err != nil {
		return err
	}
	c.hideUnbegun(then)
	q := c.Plan.Query.Question
	for _, as := range q.CompareAs {
		column, values := compared(p.KPI, title, q.Compare, as), then
		switch as {
		case query.AsDifference:
			values = each(now, then, func(x, y float64) (float64, bool) { return binary('-', x, y) })
		case query.AsRatio:
			values = each(now, then, change)
		}
		c.add(column, values)
	}
	return nil
}

// exactlyReached makes 0 of a target that is missed by nothing but the digits that depend on the order in which numbers were added up.
func exactlyReached(missed [][]*float64) {
	for _, group := range missed {
		for _, v := range group {
			if v != nil && rounded(1-*v) == 1 {
				*v = 0
			}
		}
	}
}

// compared is the column of a comparison.
func compared(k plan.ResolvedKPI, title i18n.Text, with query.Compare, as query.CompareAs) answer.Column {
	c := answer.Column{ID: k.ID + "_" + string(with), KPI: k.KPI, Unit: k.Unit, Compare: with, As: as}
	switch as {
	case query.AsDifference:
		c.ID += "_difference"
	case query.AsRatio:
		c.ID, c.Unit = c.ID+"_ratio", catalog.Percent
	}
	c.ID += k.Entry.Suffix()
	c.Title = i18n.T("answer.as_"+string(as), "kpi", title, "period", i18n.T("answer."+string(with)))
	return c
}

// each makes values of two at a time; null when one of them is.
func each(x, y [][]*float64, of func(x, y float64) (float64, bool)) [][]*float64 {
	out := make([][]*float64, len(x))
	for g := range x {
		out[g] = make([]*float64, len(x[g]))
		for i := range x[g] {
			if x[g][i] == nil || y[g][i] == nil {
				continue
			}
			if value, ok := of(*x[g][i], *y[g][i]); ok {
				out[g][i] = &value
			}
		}
	}
	return out
}

// buckets marks what is not the last word: the running or cut bucket, and cohorts younger than their window.
func buckets(q *plan.Query) []answer.Bucket {
	now, window := q.Request.Now, q.LongestWindow()
	out := make([]answer.Bucket, len(q.Axes.Buckets))
	for i, b := range q.Axes.Buckets {
		// A window without an end leaves no cohort out, so that a single figure is not the last word, either.
		young := window == measure.Ever || q.Axes.Grain != calendar.None && b.Range.To.After(now.Add(-window))
		running := !now.Before(b.Range.From) && now.Before(b.Range.To)
		cut := q.Axes.Grain != calendar.None && (b.Range.From.After(b.Start) || b.Range.To.Before(b.End))
		out[i] = answer.Bucket{Bucket: b, Incomplete: running || cut,
			Immature: window > 0 && young}
	}
	return out
}
