package exec

import (
	"cmp"
	"context"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Size is how many rows of somebody stand behind the values of a column, in a window and for a group.
type Size struct {
	Column measure.Column
	Window int       // its number
	Group  []*string // the keys of the dimensions; nil for a row without one
	Person *string   // whose the rows are; nil where nobody's
	Rows   float64
}

// Sizes counts the rows behind the values of a scan of rows over windows that do not overlap, by dimensions and by the people at a path, ""
// for all people together, until put fails. All columns must have [measure.Measure.RowsBehind].
func (x *Execution) Sizes(ctx context.Context, scan int, windows []calendar.Range, by []string, person string, put func(Size) error) error {
	r, err := x.Reading(scan)
	if err != nil {
		return err
	}
	columns := r.Columns
	r.Columns = make([]measure.Column, len(columns))
	for i, c := range columns {
		rows, err := c.RowsBehind()
		if err != nil {
			return err
		}
		r.Columns[i] = measure.Column{Measure: rows, Arguments: c.Arguments}
		r.Context.Finite = r.Context.Finite || r.Columns[i].Hides()
	}
	scope, err := x.business.ScopeOf(columns[0].Measure, by, nil)
	if err != nil {
		return err
	}
	r.Scope, r.Top, r.Remark, r.Rollup = scope, nil, nil, nil // sums may not tell apart what is asked here
	if person != "" {
		r.Scope.Keys = append(r.Scope.Keys, sqlgen.Key{Path: person})
	}
	r.Layouts = []*axis.Layout{{Windows: windows, Full: windows}}
	var refused error
	r.Put = func(column, _ int, at axis.Place, keys []*string, value measure.Value) {
		if value.Number == nil {
			return
		}
		size := Size{Column: columns[column], Window: at.Window, Rows: *value.Number}
		for d := range by {
			size.Group = append(size.Group, keys[2*d])
		}
		if person != "" {
			size.Person = keys[2*len(by)]
		}
		refused = cmp.Or(refused, put(size))
	}
	parts, finish, err := refusing(r, func() error { return refused })
	if err == nil {
		err = x.ReadAll(ctx, parts, nil)
	}
	if err == nil {
		err = finish()
	}
	if err != nil {
		return fmt.Errorf("the rows behind %s: %w", columns[0].ID, err)
	}
	return nil
}
