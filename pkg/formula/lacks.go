package formula

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// lacks are the rows of an operand, window by window, and those of them that lack the value.
type lacks []measure.Found

// lack notes how many rows a value rests on.
func (d *Data) lack(operand, window, windows int, v measure.Value) {
	if v.Rows == 0 {
		return
	}
	if d.lacks[operand] == nil {
		d.lacks[operand] = make(lacks, windows)
	}
	w := &d.lacks[operand][window]
	w.Of, w.Rows = w.Of+v.Rows, w.Rows+v.Rows-v.Known
}

// whole is how many rows of an operand lack the value: of all windows, or of the worst one where a row can be in several of them.
func (l lacks) whole(o plan.Operand) (whole measure.Found) {
	for _, w := range l {
		switch {
		case o.Column.OnceOnly() && !o.Axis.Overlaps:
			whole.Of, whole.Rows = whole.Of+w.Of, whole.Rows+w.Rows
		case w.Rows > whole.Rows:
			whole = w
		}
	}
	return whole
}

// remarkLacks tells, once for each measure, how many of its rows lack the value that is counted of them: on the axis of the question, else
// on the first one where it is so.
func (d *Data) remarkLacks(b *plan.Business) {
	var told []*measure.Measure
	for _, column := range d.Plan.Columns {
		for _, m := range column.KPI.Measures() {
			m = b.Effective(m)
			if slices.Contains(told, m) {
				continue
			}
			told = append(told, m)
			if operand, found := d.lacking(m); found.Rows > 0 {
				d.Remark(operand, measure.Remark{Kind: measure.Lacks, KPI: column.KPI.Title, Measure: m.ID, Names: strings.Join(fieldsOf(m), ", ")}, found)
			}
		}
	}
}

func (d *Data) lacking(m *measure.Measure) (operand int, first measure.Found) {
	for n, o := range d.Plan.Operands {
		if !o.IsMeasure() || o.Column.Measure != m || o.Part > 0 {
			continue
		}
		found := d.lacks[n].whole(o)
		if found.Rows > 0 && (o.Axis == d.Plan.Query.Axes.Main || first.Rows == 0) {
			operand, first = n, found
		}
	}
	return operand, first
}

// fieldsOf names the fields that make the value of a row.
func fieldsOf(m *measure.Measure) []string {
	var fields []string
	for _, path := range m.Amount().Paths() {
		fields = append(fields, m.Entity+"."+path)
	}
	return fields
}
