package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// readOverlaps answers measures of rows that last and count by the part of their time that falls into a window.
func (p *planner) readOverlaps(ctx context.Context, b batch, except [][]string) error {
	windows := windowsOf(b)
	if len(windows) == 0 {
		return nil
	}
	first := b[0].measure
	scope, err := p.scope(first.Entity, except)
	if err != nil {
		return err
	}
	overlaps := p.overlaps(first, windows)
	overlaps.Scope = scope
	columns := p.columns(b, &overlaps.Aggregates)
	overlaps.Keys = keysUnless(except, overlaps.Keys, &overlaps.Scope)
	c, err := p.context(b[0].arguments, b[0].axis)
	if err != nil {
		return err
	}
	s, err := overlaps.Statement(c)
	if err != nil {
		return err
	}
	places := placesOf(b)
	return p.read(ctx, s, 2*len(overlaps.Keys), len(columns), anyMoney(overlaps.Aggregates), func(r row) error {
		p.place(r, places[windows[r.bucket]], columns, except != nil)
		return nil
	})
}

// overlaps is the shape of a measure in windows.
func (p *planner) overlaps(m *catalog.Measure, windows []calendar.Range) sqlgen.Overlaps {
	o := sqlgen.Overlaps{Start: m.Overlap.Start, End: m.Overlap.End, Type: crm.Time, OfRow: m.Overlap.ShareOf == catalog.OfRow, Windows: windows}
	if f, err := p.mapping.Model.Resolve(m.Entity, m.Overlap.Start.Paths()[0]); err == nil {
		o.Type = f.Type
	}
	return o
}

// place notes the values of a row, one for each column, on the axes that have its window.
func (p *planner) place(r row, places []place, columns []leaf, folded bool) {
	for _, at := range places {
		group := p.group(r.keys, folded, at.axis)
		for column, l := range columns {
			p.leaves.set(leaf{measure: l.measure, arguments: l.arguments, axis: at.axis}, group, at.index, r.values[column])
		}
	}
}
