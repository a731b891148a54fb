package formula

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// lacks are the rows of an operand, window by window, and those of them that lack the value.
type lacks []rowsWithout

type rowsWithout struct{ rows, without float64 }

// lack notes how many rows a value rests on.
func (d *Data) lack(operand, window, windows int, v measure.Value) {
	if v.Rows == 0 {
		return
	}
	if d.lacks[operand] == nil {
		d.lacks[operand] = make(lacks, windows)
	}
	w := &d.lacks[operand][window]
	w.rows, w.without = w.rows+v.Rows, w.without+v.Rows-v.Known
}

// whole is how many rows of an operand lack the value: of all windows, or of the worst one where a row can be in several of them.
func (l lacks) whole(o plan.Operand) (whole rowsWithout) {
	for _, w := range l {
		switch {
		case o.Column.OnceOnly() && !o.Axis.Overlaps:
			whole.rows, whole.without = whole.rows+w.rows, whole.without+w.without
		case w.without > whole.without:
			whole = w
		}
	}
	return whole
}

// noticeLacks tells, once for each measure, how many of its rows lack the value that is counted of them: on the axis of the question, else
// on the first one where it is so.
func (c combiner) noticeLacks(b *plan.Business) {
	var told []*measure.Measure
	for _, column := range c.Plan.Columns {
		for _, m := range column.KPI.Measures() {
			m = b.Effective(m)
			if slices.Contains(told, m) {
				continue
			}
			told = append(told, m)
			if found := c.lacking(m); found.without > 0 {
				n := answer.Notice{Warning: found.without == found.rows, Text: i18n.T("notice.lacks", "kpi", column.KPI.Title,
					"count", int64(found.without), "rows", int64(found.rows), "fields", fieldsOf(m))}
				if !slices.Contains(c.result.Notices, n) { // several statistics of the same rows
					c.notice(n)
				}
			}
		}
	}
}

func (c combiner) lacking(m *measure.Measure) (first rowsWithout) {
	for n, o := range c.Plan.Operands {
		if !o.IsMeasure() || o.Column.Measure != m || o.Part > 0 {
			continue
		}
		found := c.lacks[n].whole(o)
		if found.without > 0 && (o.Axis == c.Plan.Query.Axes.Main || first.without == 0) {
			first = found
		}
	}
	return first
}

// fieldsOf names the fields that make the value of a row.
func fieldsOf(m *measure.Measure) []string {
	var fields []string
	for _, path := range m.Amount().Paths() {
		fields = append(fields, m.Entity+"."+path)
	}
	return fields
}
