package formula

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Data is what has been read for a plan.
type Data struct {
	Plan        *plan.Plan
	Calendar    calendar.Calendar
	Layouts     *axis.Layouts
	WorkingDays calendar.WorkingDays
	Groups      []*Groups      // by level
	series      []*Series      // by operand; nil until a scan has been read
	totals      map[int]Vector // by number, of one group: the sum of all; kept once evaluated
	lacks       []lacks        // by operand
	remarks     remarks
	// Rank is the order of the groups, once [Data.Order] has been called.
	Rank
}

// Rank says which groups an answer shows.
type Rank struct {
	All     []int        // groups of the answer, those that conditions and a limit leave out included
	failing map[int]bool // the conditions on groups, those that only the year before the range has included
	Ordered []int        // those shown, in their order
	Others  []int        // those folded into the rest
	Places  map[int]int  // of all groups with a value, from 1: those that share one are followed by the place after all of them
	Tied    int          // how many groups the limit keeps where several share its last place; 0 where none do
}

// New returns the data of a plan of which nothing has been read.
func New(p *plan.Plan, c calendar.Calendar) *Data {
	d := &Data{Plan: p, Calendar: c, Layouts: &axis.Layouts{Periods: map[axis.Within]calendar.Range{}}, series: make([]*Series, len(p.Operands)), totals: map[int]Vector{}, lacks: make([]lacks, len(p.Operands))}
	for _, l := range p.Levels {
		d.Groups = append(d.Groups, newGroups(len(l.GroupBy)))
	}
	d.Groups[0].orders = p.Orders
	return d
}

// Layout returns the windows of an axis; those that wait for targets are known after these.
func (d *Data) Layout(a *axis.Axis) *axis.Layout { return d.Layouts.Of(a) }

// seriesOf returns the series of an operand.
func (d *Data) seriesOf(operand int) *Series {
	if d.series[operand] == nil {
		d.series[operand] = newSeries(len(d.Layout(d.Plan.Operands[operand].Axis).Windows))
	}
	return d.series[operand]
}

// Put notes a value of an operand for a group, by its number.
func (d *Data) Put(operand, window, group int, value measure.Value) {
	o := d.Plan.Operands[operand]
	s := d.seriesOf(operand)
	d.Groups[o.Level].Show(group, o.Shows())
	s.put(group, window, value)
	d.lack(operand, window, s.width, value)
}

// PutRest notes a value of an operand for the groups that a limit folds.
func (d *Data) PutRest(operand, window int, value measure.Value) {
	d.seriesOf(operand).put(d.Groups[0].Rest(), window, value)
}

// PutCut notes how many rows an operand rests on in the groups that the database has cut.
func (d *Data) PutCut(operand, window int, value measure.Value) {
	d.lack(operand, window, d.seriesOf(operand).width, value)
}

// PutProfile notes what a profile has found for an entity, which is a group where the question is grouped. Otherwise entities add up;
// the newest change is that of the entity that changed last.
func (d *Data) PutProfile(entity string, found map[catalog.Reported]float64) {
	var pairs []*string
	if d.Groups[0].dimensions > 0 {
		pairs = []*string{&entity, &entity}
	}
	group := d.Groups[0].Of(pairs)
	d.Groups[0].Show(group, true)
	for n, o := range d.Plan.Operands {
		if value, ok := found[o.Report]; ok && o.Report != "" {
			s := d.seriesOf(n)
			if before, st := s.at(group, 0); st.there() {
				value = joined(o, before, value)
			}
			s.set(group, 0, value, known)
		}
	}
}

// joined makes one value of an operand's values for several groups.
func joined(o plan.Operand, values ...float64) float64 {
	if o.Report == catalog.NewestAge {
		return slices.Min(values)
	}
	var sum sum
	for _, v := range values {
		sum.add(v)
	}
	return sum.total()
}

// SumUp adds up the operands over the whole range that buckets suffice for.
func (d *Data) SumUp() {
	for _, s := range d.Plan.Sums {
		from, into := d.seriesOf(s.Of), d.seriesOf(s.Operand)
		read := d.reader(s.Of)
		for group := range from.groups() {
			if !from.any(group) {
				continue
			}
			var whole tally
			for i := range from.width {
				whole.add(read(group, i))
			}
			into.set(group, 0, whole.total(), whole.state)
		}
	}
}

// any reports whether a group has rows.
func (s *Series) any(group int) bool {
	for i := range s.width {
		if _, st := s.at(group, i); st != null {
			return true
		}
	}
	return false
}

// reader returns what gives an operand's value for a group and window: 0 where no row was found of what is counted, null of
// a percentile, a mean and a target, and in an empty window.
func (d *Data) reader(operand int) func(group, window int) (float64, state) {
	o := d.Plan.Operands[operand]
	s := d.seriesOf(operand)
	if o.Report != "" || o.Target.Metric != "" || o.Part == 0 && !o.Column.Countable() {
		return s.at
	}
	windows := d.Layout(o.Axis).Windows
	nothing := make([]state, len(windows))
	for i, w := range windows {
		if !axis.Empty(w) {
			nothing[i] = empty
		}
	}
	return func(group, window int) (float64, state) {
		if v, st := s.at(group, window); st != null {
			return v, st
		}
		return 0, nothing[window]
	}
}
