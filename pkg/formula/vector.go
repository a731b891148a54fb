package formula

import (
	"context"
	"math"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Vector is the values of a formula for some groups, window by window. One window holds for all of them.
type Vector struct {
	width  int
	values []float64
	states []state
}

func newVector(groups, width int) Vector {
	return Vector{width: width, values: make([]float64, groups*width), states: make([]state, groups*width)}
}

// At returns the value for a group (by its place in the list) in a window; nil is null.
func (v Vector) At(group, window int) *float64 {
	at := v.place(group, window)
	if !v.states[at].there() {
		return nil
	}
	value := v.values[at]
	return &value
}

// shown is the value of a KPI for a group in a window as an answer has it: none where it is no number and, of a KPI that asks for that, where
// it rests on no rows.
func (v Vector) shown(group, window int, emptyNull bool) (value float64, ok bool) {
	at := v.place(group, window)
	value = v.values[at]
	return value, v.states[at].there() && (!emptyNull || v.states[at] != empty) && !math.IsNaN(value) && !math.IsInf(value, 0)
}

func (v Vector) place(group, window int) int {
	if v.width == 1 {
		return group
	}
	return group*v.width + window
}

// evaluator evaluates the formulas of a plan over its data.
type evaluator struct {
	*Data
	ctx context.Context
}

func (d *Data) evaluator(ctx context.Context) *evaluator { return &evaluator{d, ctx} }

// vector evaluates a formula for groups of a level. It fails only when the context ends.
func (e *evaluator) vector(f plan.Formula, level int, groups []int) (Vector, error) {
	if err := e.ctx.Err(); err != nil {
		return Vector{}, err
	}
	switch n := f.(type) {
	case plan.Constant:
		v := newVector(len(groups), 1)
		for i := range v.values {
			v.values[i], v.states[i] = float64(n), empty
		}
		return v, nil
	case plan.Value:
		return e.operand(n, groups), nil
	case plan.Days:
		return e.days(n, len(groups)), nil
	case plan.Lasts:
		return e.lasts(n, len(groups)), nil
	case plan.Binary:
		return e.combine(level, groups, func(x []float64) (float64, bool) { return binary(n.Op, x[0], x[1]) }, n.X, n.Y)
	case plan.Apply:
		args := n.Args[:]
		for len(args) > 0 && args[len(args)-1] == nil {
			args = args[:len(args)-1]
		}
		return e.combine(level, groups, functions[n.Function], args...)
	case plan.Total:
		total, err := e.total(n.Number)
		v := newVector(len(groups), total.width)
		for g := range groups {
			copy(v.values[g*v.width:], total.values)
			copy(v.states[g*v.width:], total.states)
		}
		return v, err
	case plan.Attained:
		return e.combine(level, groups, func(x []float64) (float64, bool) { return attained(x[0], x[1], n) }, n.Of, n.Target)
	case plan.HitRate:
		return e.hitRate(n, groups)
	}
	return newVector(len(groups), 1), nil
}

// functions are those of formulas that take values.
var functions = map[string]func([]float64) (float64, bool){
	// without what depends on the order in which numbers were added up
	catalog.Ceil:         func(x []float64) (float64, bool) { return math.Ceil(rounded(x[0])), true },
	catalog.Max:          func(x []float64) (float64, bool) { return max(x[0], x[1]), true },
	catalog.CappedRatio:  func(x []float64) (float64, bool) { return cappedRatio(x[0], x[1], x[2]) },
	catalog.RelativeGain: func(x []float64) (float64, bool) { return change(x[0], x[1]) },
	catalog.OpenPeriods:  func(x []float64) (float64, bool) { return x[0], true },
}

// combine evaluates formulas and makes one value of theirs; null when one of them is.
func (e *evaluator) combine(level int, groups []int, make func([]float64) (float64, bool), of ...plan.Formula) (Vector, error) {
	var args []Vector
	width := 1
	for _, f := range of {
		v, err := e.vector(f, level, groups)
		if err != nil {
			return v, err
		}
		args, width = append(args, v), max(width, v.width)
	}
	out := newVector(len(groups), width)
	x := [3]float64{}
	for g := range groups {
		for w := range width {
			found := empty
			for i, v := range args {
				at := v.place(g, w)
				x[i], found = v.values[at], found.of(v.states[at])
			}
			if !found.there() {
				out.states[out.place(g, w)] = found
				continue
			}
			at := out.place(g, w)
			if value, ok := make(x[:len(args)]); ok {
				out.values[at], out.states[at] = value, found
			}
		}
	}
	return out, nil
}

// operand takes the values of an operand, or their running totals.
func (e *evaluator) operand(n plan.Value, groups []int) Vector {
	s, read := e.seriesOf(n.Operand), e.reader(n.Operand)
	v := newVector(len(groups), s.width)
	for i, group := range groups {
		var sum tally
		for w := range s.width {
			value, st := read(group, w)
			if n.Running && s.width > 1 {
				sum.add(value, st)
				value, st = sum.total(), sum.state
			}
			v.values[i*s.width+w], v.states[i*s.width+w] = value, st
		}
	}
	return v
}

// total adds a formula up over all groups, those that a limit leaves out included; nothing is 0, and what no group knows is not known.
func (e *evaluator) total(number int) (Vector, error) {
	if known, ok := e.totals[number]; ok {
		return known, nil
	}
	f := e.Plan.Totals[number]
	all := e.All
	if f.Level > 0 {
		all = e.Groups[f.Level].Shown()
	}
	each, err := e.vector(f.Formula, f.Level, all)
	if err != nil {
		return each, err
	}
	total := newVector(1, each.width)
	for w := range total.width {
		sum := tally{state: empty}
		for g := range all {
			at := each.place(g, w)
			sum.add(each.values[at], each.states[at])
		}
		total.values[w], total.states[w] = sum.total(), sum.state
	}
	e.totals[number] = total
	return total, nil
}

// days counts days of the calendar in each window; null for a window that is empty.
func (e *evaluator) days(n plan.Days, groups int) Vector {
	windows := e.Layout(n.Axis).Windows
	v := newVector(groups, len(windows))
	for w, window := range windows {
		if axis.Empty(window) {
			continue
		}
		count := e.Calendar.Days(window)
		if n.Left {
			from := window.From
			if now := e.Plan.Query.Request.Now; now.After(from) {
				from = now
			}
			count = float64(e.WorkingDays.Count(e.Calendar.Date(from), e.Calendar.FirstDayAtOrAfter(window.To)))
		}
		for g := range groups {
			v.values[v.place(g, w)], v.states[v.place(g, w)] = count, empty
		}
	}
	return v
}

// lasts is 1 in each window that is not over; null in the others, and in one that is empty.
func (e *evaluator) lasts(n plan.Lasts, groups int) Vector {
	windows := e.Layout(n.Axis).Windows
	v := newVector(groups, len(windows))
	for w, window := range windows {
		if axis.Empty(window) || !window.To.After(e.Plan.Query.Request.Now) {
			continue
		}
		for g := range groups {
			v.values[v.place(g, w)], v.states[v.place(g, w)] = 1, empty
		}
	}
	return v
}

// hitRate returns the share of the members with a target that reach it; null where nobody has one. Who is not known to reach it or not is
// not among them.
func (e *evaluator) hitRate(n plan.HitRate, groups []int) (Vector, error) {
	inner := e.Groups[n.Level]
	members := inner.Shown()
	of, err := e.vector(n.Of, n.Level, members)
	if err != nil {
		return of, err
	}
	target, err := e.vector(n.Target, n.Level, members)
	if err != nil {
		return target, err
	}
	place := map[int]int{} // of a group among those asked for
	for i, g := range groups {
		place[g] = i
	}
	if rest, asked := place[e.Groups[0].rest]; asked {
		for _, g := range e.Others {
			place[g] = rest
		}
	}
	out := newVector(len(groups), max(of.width, target.width))
	all := make([]float64, len(out.values))
	for i, m := range members {
		g, asked := place[inner.outer(m, e.Groups[0])]
		if !asked {
			continue
		}
		for w := range out.width {
			goal, at := target.place(i, w), out.place(g, w)
			got := of.place(i, w)
			if !target.states[goal].there() || of.states[got] == unknown {
				continue
			}
			all[at]++
			if of.states[got].there() && of.values[got] >= target.values[goal] {
				out.values[at]++
			}
		}
	}
	for i := range all {
		share, ok := binary('/', out.values[i], all[i])
		if out.values[i] = share; ok {
			out.states[i] = known
		}
	}
	return out, nil
}
