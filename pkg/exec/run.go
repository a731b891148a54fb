package exec

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/formula"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Run reads everything the plan needs and finds the groups of the answer.
func (x *Execution) Run(ctx context.Context) (*formula.Data, error) {
	p := x.plan
	if err := x.readRounds(ctx, func(s plan.Scan) bool { return !s.Rest }); err != nil {
		return nil, err
	}
	if err := x.spread(ctx); err != nil {
		return nil, err
	}
	x.data.SumUp()
	if err := x.everyone(); err != nil {
		return nil, err
	}
	again, err := x.data.Order(ctx)
	if err == nil {
		err = x.business.Bound(p, 0, len(x.data.All)) // of members and of rows together
	}
	if err == nil {
		err = x.tellApart(ctx)
	}
	if err != nil || !again {
		return x.data, err
	}
	return x.data, x.readRounds(ctx, func(s plan.Scan) bool { return s.Rest })
}

// Execution is a plan that is being run, with what scans have found that others wait for.
type Execution struct {
	*Reader
	business  *plan.Business
	plan      *plan.Plan
	data      *formula.Data
	met       [][]bool // by level and group: it is one of the answer
	count     []int    // of those, by level
	targets   map[plan.Targets][]targetRow
	hours     map[string]calendar.Hours
	lasts     map[int]*calendar.Range // by the scan that found it
	members   []members               // all of those that are groups
	laid      bool                    // targets are known, and with them all axes
	daysKnown bool                    // working days have been read
}

// New returns an execution of which nothing has been read.
func New(b *plan.Business, p *plan.Plan, r *Reader) *Execution {
	return &Execution{Reader: r, business: b, plan: p, data: formula.New(p, b.Settings.Calendar), met: make([][]bool, len(p.Levels)), count: make([]int, len(p.Levels)), targets: map[plan.Targets][]targetRow{},
		lasts: map[int]*calendar.Range{}}
}

// Instead is another plan of the same question in the place of one that has been run: what others wait for need not be read again.
func (x *Execution) Instead(p *plan.Plan) *Execution {
	next := New(x.business, p, x.Reader)
	next.targets, next.hours, next.data.WorkingDays, next.daysKnown = x.targets, x.hours, x.data.WorkingDays, x.daysKnown
	return next
}

// First reads the scans that others wait for and no others, so that single scans can be looked at.
func (x *Execution) First(ctx context.Context) error {
	err := x.readRounds(ctx, func(s plan.Scan) bool {
		switch s.Subject.(type) {
		case plan.Rows, plan.Profile:
			return false
		}
		return true
	})
	if err != nil {
		return err
	}
	return x.spread(ctx)
}

// Reading returns what a scan of rows reads, its axes laid out.
func (x *Execution) Reading(n int) (*measure.Reading, error) {
	s := x.plan.Scans[n]
	c, err := x.context(s)
	if err != nil {
		return nil, err
	}
	scope, err := x.business.ScopeOf(s.Columns[0].Measure, x.plan.Levels[s.Level].GroupBy, x.plan.Query.Filters(s.Side))
	if err != nil {
		return nil, err
	}
	c.Finite = slices.ContainsFunc(s.Columns, measure.Column.Hides)
	r := &measure.Reading{Columns: s.Columns, Context: c, Scope: scope, Top: s.Top, Rollup: s.Rollup, Hours: x.hours}
	for _, a := range s.Axes {
		r.Layouts = append(r.Layouts, x.data.Layout(a))
	}
	for _, w := range x.plan.Waits(n) {
		if lasts, known := x.lasts[w]; known {
			r.Lasts = lasts
		}
	}
	if s.Rest { // one group of all but those that the limit keeps: the keys only serve to leave these out
		r.Scope.ExceptKeys, r.Scope.Keys = r.Scope.Keys, nil
		for _, g := range x.data.NoRest() {
			r.Scope.Except = append(r.Scope.Except, x.data.Groups[0].Keys(g))
		}
	}
	return r, nil
}

// context is what the statements of a scan are written for.
func (x *Execution) context(s plan.Scan) (sqlgen.Context, error) {
	q := x.plan.Query
	a := s.Axes[0]
	trailing := x.data.Layout(x.plan.Levels[s.Level].Axes.Trailing(a))
	before, err := x.business.Before(q)
	if err != nil {
		return sqlgen.Context{}, err
	}
	arguments, err := s.Columns[0].Arguments.SQL()
	return sqlgen.Context{
		Mapping: x.business.Mapping, Calendar: x.business.Settings.Calendar, ReportingCurrency: x.business.Settings.ReportingCurrency,
		Now: q.Request.Now, Trailing: trailing.Windows[0], Span: a.Span, Arguments: arguments, Before: before,
	}, fault.ByAsker(err)
}

// found is a value of a scan on its way to the operands.
type found struct {
	slot
	window, group int
	value         measure.Value
}

// folded and cut are in the place of a group: all of those that a limit folds, and those that the database has cut.
const (
	folded = -1
	cut    = -2
)

// rows reads measures: each value goes to the operands of its column on the axes that have its window.
func (x *Execution) rows(n int) (reading, error) {
	s := x.plan.Scans[n]
	r, err := x.Reading(n)
	if err != nil {
		return reading{}, named(s.Columns[0].ID, err)
	}
	var all values
	parts, finish, err := x.taking(s, r, &all)
	if err != nil {
		return reading{}, named(s.Columns[0].ID, err)
	}
	infinite := false
	return reading{of: s.Columns[0].ID, begin: x.spread, parts: parts, finish: func() error {
		if err := finish(); err != nil {
			return err
		}
		if infinite = all.infinite && (!r.Context.Finite || r.Rollup != nil); !infinite {
			x.put(n, all)
		}
		return nil
	}, after: func(ctx context.Context) error {
		if !infinite {
			return nil
		}
		r.Context.Finite, r.Rollup, all = true, nil, values{} // once more, of rows without the numbers that are none
		parts, finish, err := x.taking(s, r, &all)
		if err == nil {
			err = x.ReadAll(ctx, parts, nil)
		}
		if err == nil {
			err = finish()
		}
		if err == nil {
			x.put(n, all)
		}
		return err
	}}, nil
}

// put gives the values of a scan to its operands.
func (x *Execution) put(n int, all values) {
	s := x.plan.Scans[n]
	operands := x.operands(s)
	for _, f := range all.found {
		operand, asked := operands[f.slot]
		switch {
		case f.group == cut && asked:
			x.data.PutCut(operand, f.window, f.value)
		case f.group == folded && asked:
			x.data.PutRest(operand, f.window, f.value)
		case f.group >= 0 && asked:
			x.data.Put(operand, f.window, f.group, f.value)
		case f.group >= 0: // a detail that nobody asked for still makes a group
			x.data.Groups[s.Level].Show(f.group, s.Shows(f.axis))
		}
	}
	for _, m := range all.remarks {
		if !s.Rest { // whose rows are among those of the groups
			x.data.Remark(n, m.Remark, m.Found)
		}
	}
}

// values are those of a reading, what is to be told of its rows, and whether some values are no numbers.
type values struct {
	found    []found
	remarks  []remark
	infinite bool
}

type remark struct {
	measure.Remark
	measure.Found
}

// taking are the statements of a reading, whose values are noted, and what is to be done at the end.
func (x *Execution) taking(s plan.Scan, r *measure.Reading, all *values) ([]measure.Part, func() error, error) {
	var refused error
	add := func(f found) {
		if refused != nil {
			return
		}
		if v := f.value.Number; v != nil && (math.IsNaN(*v) || math.IsInf(*v, 0)) {
			all.infinite, f.value.Number = true, nil
		}
		all.found = append(all.found, f)
	}
	r.Put = func(column, part int, at axis.Place, keys []*string, value measure.Value) {
		group := folded
		if !s.Rest {
			group = x.data.Groups[s.Level].Of(keys)
			refused = cmp.Or(refused, x.meet(s.Level, group, s.Shows(at.Axis)))
		}
		add(found{slot{column, part, at.Axis}, at.Window, group, value})
	}
	r.Cut = func(column int, at axis.Place, value measure.Value) {
		add(found{slot{column, 0, at.Axis}, at.Window, cut, value})
	}
	r.Remark = func(what measure.Remark, found measure.Found) { all.remarks = append(all.remarks, remark{what, found}) }
	return refusing(r, func() error { return refused })
}

// refusing are the statements of a reading until what they find is refused, and what is to be done at the end.
func refusing(r *measure.Reading, refused func() error) (parts []measure.Part, finish func() error, err error) {
	run, err := r.Columns[0].Timing.Read(r)
	if err != nil {
		return nil, nil, err
	}
	for _, part := range run.Parts {
		row := func(row measure.Row) error { return cmp.Or(part.Row(row), refused()) }
		parts = append(parts, measure.Part{Statement: part.Statement, Row: row})
	}
	return parts, func() error {
		if run.Finish != nil {
			run.Finish()
		}
		return refused()
	}, nil
}

// slot is a place for values of a scan: a column, or a part of it, on an axis, by their numbers.
type slot struct{ column, part, axis int }

// operands finds the operands that a scan gives values to.
func (x *Execution) operands(s plan.Scan) map[slot]int {
	found := map[slot]int{}
	for n, o := range x.plan.Operands {
		if !o.IsMeasure() || o.Level != s.Level || o.Silent != s.Silent || o.Side != s.Side {
			continue
		}
		for c, column := range s.Columns {
			for a, on := range s.Axes {
				if o.Column == column && o.Axis == on {
					found[slot{c, o.Part, a}] = n
				}
			}
		}
	}
	return found
}

// lasting notes from when to when the durations of rows last.
func (x *Execution) lasting(n int) (reading, error) {
	r, err := x.Reading(n)
	if err != nil {
		return reading{}, err
	}
	statements, err := measure.Bounds(r)
	if err != nil {
		return reading{}, err
	}
	x.lasts[n] = nil
	all := reading{of: r.Columns[0].ID, begin: x.spread}
	for _, s := range statements {
		all.parts = append(all.parts, measure.Part{Statement: s, Row: func(row measure.Row) error {
			found, err := scanBounds(row)
			if err == nil && found != nil {
				x.lasts[n] = union(x.lasts[n], *found)
			}
			return err
		}})
	}
	return all, nil
}
