package plan

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// compiler makes a plan of a query.
type compiler struct {
	*Business
	query    *Query
	plan     *Plan
	operands map[Operand]int
	targets  []Scan
	profiles []Scan
	rows     []Scan
	days     bool // working days are needed
	silent   bool // what is added decides on groups, and makes none
}

// Compile says what is to be read for a query, a scan for each value, and what is to be made of it.
func (b *Business) Compile(q *Query) *Plan {
	c := &compiler{Business: b, query: q, plan: &Plan{Query: q}, operands: map[Operand]int{}}
	c.level(q.Question.GroupBy, q.Axes)
	for _, id := range q.Question.GroupBy {
		if d, err := b.Dimension(id); err == nil { // what is unknown has been refused
			c.plan.Orders = append(c.plan.Orders, c.valueOrder(d))
		}
	}
	for _, k := range q.Asked {
		c.column(k)
	}
	for _, h := range q.Having {
		c.having(h)
	}
	c.plan.Scans = c.order()
	if q.Question.Limit != nil && q.Question.Limit.Rest {
		c.plan.Scans = append(c.plan.Scans, c.rest()...)
	}
	return c.plan
}

// level adds a grouping.
func (c *compiler) level(groupBy []string, axes *axis.Set) int {
	scopes := c.targetScopes(slices.Concat(groupBy, c.query.Conditions))
	c.plan.Levels = append(c.plan.Levels, Level{GroupBy: groupBy, Axes: axes, Scopes: scopes, Own: c.ownScopes(scopes, groupBy, c.query.Filters(""))})
	return len(c.plan.Levels) - 1
}

// column compiles the formulas of a KPI.
func (c *compiler) column(k ResolvedKPI) {
	q := c.query
	if k.Unavailable != nil {
		col := Column{KPI: k, Formula: Null{}}
		if q.Axes.Compare != nil {
			col.Then = Null{}
		}
		c.plan.Columns = append(c.plan.Columns, col)
		return
	}
	running := q.Question.Transform == query.RunningTotal
	f := formulas{compiler: c, column: k, kpi: k}
	main := q.Over(k, q.Axes.Main)
	col := Column{KPI: k, Formula: f.compile(k.Formula, main, running)}
	if q.Axes.Compare != nil {
		col.Then = f.compile(k.Formula, q.Over(k, q.Axes.Compare), running)
	}
	if l := q.Question.Limit; l != nil && l.Ranks(k.Key()) {
		c.rank(*l, f)
	}
	f.assume(k.Formula, main)
	col.Details = f.details(main)
	c.plan.Columns = append(c.plan.Columns, col)
}

// rank lets groups be ranked by a KPI over the whole range, for which its buckets do not suffice.
func (c *compiler) rank(l query.Limit, f formulas) {
	if c.plan.Ranking == nil {
		c.plan.Ranking = &Ranking{Limit: l}
	}
	by := RankedBy{f.column, f.compile(f.column.Formula, c.whole(f.column), false)}
	if l.By == f.column.Key() {
		c.plan.Ranking.RankedBy = by
	} else {
		c.plan.Ranking.Next = &by
	}
}

// whole is the axis of a KPI over the whole range.
func (c *compiler) whole(k ResolvedKPI) *axis.Axis {
	over := c.query.Axes.Main
	if c.query.Axes.Grain != calendar.None {
		over = c.query.Axes.Total(over)
	}
	return c.query.Over(k, over)
}

// operand returns the number of an operand, which is added once.
func (c *compiler) operand(o Operand) int {
	n, known := c.operands[o]
	if !known {
		n = len(c.plan.Operands)
		c.operands[o] = n
		o.Silent = c.silent
		c.plan.Operands = append(c.plan.Operands, o)
	}
	return n
}

// value adds an operand of a measure and the scan that reads it.
func (c *compiler) value(o Operand) int {
	scan := Scan{Subject: Rows{o.Column.Source()}, Level: o.Level, Columns: []measure.Column{o.Column}, Axes: []*axis.Axis{o.Axis}, Silent: c.silent, Side: o.Side}
	if _, known := c.operands[o]; !known && !slices.ContainsFunc(c.rows, scan.Equal) {
		c.rows = append(c.rows, scan)
	}
	return c.operand(o)
}

// target adds an operand of a metric, and the scan that reads its targets.
func (c *compiler) target(o Operand) int {
	c.days = true
	if scan := (Scan{Subject: o.Target}); !slices.ContainsFunc(c.targets, scan.Equal) {
		c.targets = append(c.targets, scan)
	}
	return c.operand(o)
}

// report adds an operand of a report, and the scans of all entities that the filters keep.
func (c *compiler) report(o Operand, faults bool) int {
	for _, name := range slices.Sorted(maps.Keys(c.Mapping.Entities)) {
		passes := func(f query.Filter) bool { return f.Matches(name, &name) }
		if !query.Pass(c.query.Filters(""), passes) {
			continue
		}
		if i := slices.IndexFunc(c.profiles, func(s Scan) bool { return s.Subject.(Profile).Entity == name }); i >= 0 {
			faults = faults || c.profiles[i].Subject.(Profile).Faults
			c.profiles[i].Subject = Profile{name, faults}
			continue
		}
		c.profiles = append(c.profiles, Scan{Subject: Profile{name, faults}})
	}
	return c.operand(o)
}

// order puts the scans in the order in which they can be read: targets come first, those of hit rates before those of the question.
func (c *compiler) order() []Scan {
	scans := c.rosters()
	if c.days {
		scans = append(scans, Scan{Subject: WorkingDays{}})
	}
	scans = append(scans, c.targets...)
	for _, s := range c.rows {
		if s.Level > 0 {
			scans = append(scans, s)
		}
	}
	scans = append(scans, c.profiles...)
	for _, s := range c.rows {
		if s.Level == 0 {
			scans = append(scans, s)
		}
	}
	return scans
}

// rest are the scans over the groups that a limit folds, of what cannot be added up from theirs.
func (c *compiler) rest() []Scan {
	var again []Scan
	for _, s := range c.rows {
		if s.Level == 0 && !s.Silent && !s.Columns[0].Additive() {
			s.Rest = true
			again = append(again, s)
		}
	}
	return again
}

// formulas compiles the formulas of one column, at one level.
type formulas struct {
	*compiler
	column ResolvedKPI
	kpi    ResolvedKPI // whose arguments hold: that of the column, or an operand of its formula
	level  int
	side   string // of the outermost division; "" outside of it
}

// of compiles the formula of an operand of a question's formula.
func (f formulas) of(n catalog.Operand) formulas {
	f.kpi = f.kpi.Operands[n.Number]
	return f
}

// sides compile both operands. The filters of a side hold for those of a formula's outermost division, which is the only one, see
// [Business.FiltersOf].
func (f formulas) sides(n catalog.Binary) (x, y formulas) {
	x, y = f, f
	if n.Op == '/' && f.side == "" {
		x.side, y.side = query.Numerator, query.Denominator
	}
	return x, y
}

func (f formulas) axes() *axis.Set { return f.plan.Levels[f.level].Axes }

// compile compiles a formula on an axis. With running, what adds up is added from the first window on before any ratio is taken.
func (f formulas) compile(n catalog.Node, a *axis.Axis, running bool) Formula {
	switch n := n.(type) {
	case catalog.Number:
		return Constant(n)
	case catalog.Operand:
		f = f.of(n)
		return f.compile(n.Of, f.query.Over(f.kpi, a), running)
	case catalog.Ref:
		return Value{f.value(f.measure(n.Measure, a)), running}
	case catalog.Target:
		return Value{f.target(Operand{Level: f.level, Axis: a, Target: Targets{n.Metric, n.Money, f.Catalog.Steady(n.Metric)}}), running}
	case catalog.Reported:
		health := slices.ContainsFunc(f.query.used(), func(k ResolvedKPI) bool {
			return k.Report == catalog.Health || k.Of != nil && k.Of.Report == catalog.Health
		})
		return Value{f.report(Operand{Level: f.level, Axis: f.query.Axes.Main, Report: n}, health), false}
	case catalog.Assumed:
		if given := f.given(n); given != nil {
			if HasTarget(n.Of) { // a target that is given instead still has its periods
				f.compile(n.Of, a, running)
			}
			return Constant(*given)
		}
		return f.compile(n.Of, a, running)
	case *catalog.HitRate:
		return f.hitRate(n, a, running)
	case *catalog.Attained:
		return Attained{f.compile(n.Of, a, running), f.compile(n.Target, a, running), n.Lower, n.Steady}
	case catalog.CalendarDays:
		f.compiler.days = f.compiler.days || n.Left
		return Days{a, n.Left}
	case catalog.Binary:
		x, y := f.sides(n)
		return Binary{n.Op, x.compile(n.X, a, running), y.compile(n.Y, a, running)}
	case catalog.Call:
		return f.call(n, a, running)
	}
	return nil
}

func (f formulas) call(n catalog.Call, a *axis.Axis, running bool) Formula {
	if n.Name == catalog.WholePeriods {
		f.wholePeriods(n.Args[0])
	}
	a = f.over(n.Name, a)
	running = running || n.Name == catalog.Cumulative
	var args [3]Formula
	for i, arg := range n.Args {
		args[i] = f.compile(arg, a, running)
	}
	switch n.Name {
	case catalog.Ceil, catalog.Max, catalog.CappedRatio, catalog.RelativeGain:
		return Apply{n.Name, args}
	case catalog.Share:
		return Share{args[0]}
	case catalog.OpenPeriods:
		return Apply{n.Name, [3]Formula{args[0], Lasts{f.axes().WholePeriods(a)}}}
	}
	return args[0]
}

// over returns the axis on which the argument of a function is evaluated.
func (f formulas) over(function string, a *axis.Axis) *axis.Axis {
	s := f.axes()
	switch function {
	case catalog.ToDate:
		return s.Elapsed(a)
	case catalog.Trailing:
		return s.Trailing(a)
	case catalog.WholePeriods:
		return s.WholePeriods(a)
	case catalog.Previous:
		return s.Previous(a)
	case catalog.Opening:
		return s.Opening(a)
	case catalog.Mature:
		window, _ := measure.ParseWindow(f.kpi.Arguments["window"])
		if window == measure.Ever { // no cohort is ever mature: leaving all of them out would leave nothing
			return a
		}
		return s.Mature(a, window)
	}
	return a
}

// wholePeriods notes the metrics whose periods decide on an axis.
func (f formulas) wholePeriods(n catalog.Node) {
	level := &f.plan.Levels[f.level]
	catalog.Walk(n, func(n catalog.Node) {
		if t, ok := n.(catalog.Target); ok && !slices.Contains(level.Whole, t.Metric) {
			level.Whole = append(level.Whole, t.Metric)
		}
	})
}

// measure returns the operand of a measure on an axis: of the one that stands in for it, on the axis that its timing makes of it.
func (f formulas) measure(m *catalog.Measure, a *axis.Axis) Operand {
	m = f.Effective(m)
	if m.Future {
		horizon, _ := measure.ParseSpan(f.kpi.Arguments["horizon"])
		a = f.axes().Ahead(a, horizon, f.query.Single(f.kpi))
	}
	return Operand{Level: f.level, Axis: m.Timing.Axis(f.axes(), a), Column: measure.ColumnOf(m, measure.ArgumentsOf(f.kpi.Arguments)), Side: f.query.side(f.side)}
}

// given returns the value that the question gives instead of a KPI; nil when it is to be computed.
func (f formulas) given(n catalog.Assumed) *float64 {
	text := f.kpi.Arguments[n.KPI.ID]
	if text == "" {
		return nil
	}
	value, err := measure.ParseNumber(text)
	if err != nil {
		return nil
	}
	return &value
}

// hitRate compiles what is reached and what should be for the members of a dimension one by one, within the groups of the question.
func (f formulas) hitRate(n *catalog.HitRate, a *axis.Axis, running bool) Formula {
	groupBy := slices.Clone(f.query.Question.GroupBy)
	if !slices.Contains(groupBy, n.Dimension) {
		groupBy = append(groupBy, n.Dimension)
	}
	inner := f
	same := func(l Level) bool { return slices.Equal(l.GroupBy, groupBy) }
	if i := slices.IndexFunc(f.plan.Levels[1:], same); i >= 0 { // the question's own level has periods of its own
		inner.level = i + 1
	} else {
		inner.level = f.compiler.level(groupBy, f.query.Axes.Again())
	}
	return HitRate{inner.level, inner.compile(n.Of, a, running), inner.compile(n.Target, a, running)}
}

// assume notes the distinct assumptions of a formula, in its order.
func (f formulas) assume(n catalog.Node, a *axis.Axis) {
	switch n := n.(type) {
	case catalog.Assumed:
		same := func(other Assumption) bool { return other.KPI.ID == n.KPI.ID && other.Of.Key() == f.column.Key() }
		if !slices.ContainsFunc(f.plan.Assumed, same) {
			f.plan.Assumed = append(f.plan.Assumed, Assumption{Of: f.column, KPI: n.KPI, Given: f.given(n), Formula: f.compile(n, a, false)})
		}
	case catalog.Operand:
		f = f.of(n)
		f.assume(n.Of, f.query.Over(f.kpi, a))
	case catalog.Binary:
		x, y := f.sides(n)
		x.assume(n.X, a)
		y.assume(n.Y, a)
	case catalog.Call:
		for _, arg := range n.Args {
			f.assume(arg, f.over(n.Name, a))
		}
	case *catalog.Attained:
		f.assume(n.Of, a)
	}
}

// details are the further values of a KPI that is nothing but a measure with some, or a report.
func (f formulas) details(a *axis.Axis) []Detail {
	var all []Detail
	if f.kpi.Report == catalog.Health {
		for _, found := range []catalog.Reported{catalog.Rows, catalog.NegativeDurations, catalog.MissingOwners, catalog.MissingRates, catalog.OrphanKeys} {
			all = append(all, Detail{string(found), f.compile(found, f.query.Axes.Main, false)})
		}
	}
	if ref, ok := f.kpi.Formula.(catalog.Ref); ok {
		o := f.measure(ref.Measure, a)
		for i, name := range ref.Measure.Timing.Details() {
			o.Part = i + 1
			all = append(all, Detail{name, Value{f.operand(o), false}})
		}
	}
	return all
}
