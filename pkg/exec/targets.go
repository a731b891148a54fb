package exec

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// targetRow is a target that somebody has set, and that passes the question's filters. One without a period starts and ends on no day.
type targetRow struct {
	scope, id  string
	start, end calendar.Date // the end is exclusive
	value      float64
	keys       map[string][2]*string // key and label by dimension
	missing    *string               // what has no exchange rate
}

// targetsOf reads the targets of a metric over everything that may be asked of it.
func (x *Execution) targetsOf(t plan.Targets) (reading, error) {
	if _, known := x.targets[t]; known {
		return reading{}, nil
	}
	q := x.plan.Query
	c := x.business.Context(q.Request)
	dimensions := x.dimensions()
	s, err := sqlgen.Targets{Metric: t.Metric, Money: t.Money, Range: x.looked(t), Scopes: x.scopes(), Dimensions: dimensions}.Statement(c)
	rows := []targetRow{}
	row := func(row measure.Row) error {
		r, err := scanTarget(row, dimensions)
		if err == nil && x.passes(r) {
			rows = append(rows, r)
		}
		return err
	}
	return reading{parts: []measure.Part{{Statement: s, Row: row}}, finish: func() error {
		x.targets[t] = rows
		return nil
	}}, err
}

// looked is from the first to the last day on which targets of a metric are looked at. Where whole periods are asked for, it is not
// known before: a year on both sides of the range and its comparison holds every period that touches these, whole.
func (x *Execution) looked(t plan.Targets) calendar.Range {
	axes := x.plan.Query.Axes
	span := x.data.Layout(axes.Main).Whole()
	if axes.Compare != nil {
		span = span.Union(x.data.Layout(axes.Compare).Whole())
	}
	if slices.ContainsFunc(x.plan.Levels, func(l plan.Level) bool { return slices.Contains(l.Whole, t.Metric) }) {
		c := x.business.Settings.Calendar
		span = calendar.Range{From: c.Back(span.From, calendar.Shift{Years: 1}), To: c.Back(span.To, calendar.Shift{Years: -1})}
	}
	for _, o := range x.plan.Operands {
		if o.Target == t && !o.Axis.Waits {
			span = span.Union(x.data.Layout(o.Axis).Whole())
		}
	}
	return span
}

// scopes are those of the targets that any level asks for.
func (x *Execution) scopes() []string {
	return x.wanted(func(l plan.Level) []string { return l.Scopes })
}

// dimensions are those by which targets are grouped or filtered at any level.
func (x *Execution) dimensions() []string {
	return x.wanted(func(l plan.Level) []string { return slices.Concat(l.GroupBy, x.plan.Query.Conditions) })
}

func (x *Execution) wanted(of func(plan.Level) []string) []string {
	all := []string{}
	for _, l := range x.plan.Levels {
		all = append(all, of(l)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// scanTarget reads a row of targets with keys and labels by these dimensions.
func scanTarget(row measure.Row, dimensions []string) (r targetRow, err error) {
	names := make([]*string, 2*len(dimensions))
	var id *string
	var value *float64
	var start, end *calendar.Date
	dest := []any{&r.scope, &id, &start, &end, &value}
	for i := range names {
		dest = append(dest, &names[i])
	}
	if err = row.Scan(append(dest, &r.missing)...); err != nil {
		return r, err
	}
	if id != nil {
		r.id = *id
	}
	if value != nil {
		r.value = *value
	}
	if start != nil && end != nil {
		r.start, r.end = *start, *end
	}
	r.keys = map[string][2]*string{}
	for i, dimension := range dimensions {
		r.keys[dimension] = [2]*string{names[2*i], names[2*i+1]}
	}
	return r, nil
}

func (r targetRow) hasPeriod() bool { return r.start.Before(r.end) }

// passes applies the question's filters to a target.
func (x *Execution) passes(r targetRow) bool {
	return query.Pass(x.plan.Query.Filters(""), func(f query.Filter) bool {
		var key string
		pair := r.keys[f.Dimension]
		if pair[0] != nil {
			key = *pair[0]
		}
		return f.Matches(key, pair[1])
	})
}

// byGroup puts the targets of a level's scopes into its groups. A target without an exchange rate is a fault.
func (x *Execution) byGroup(t plan.Targets, l plan.Level) ([]*targetGroup, error) {
	var order []*targetGroup
	groups := map[[measure.MaxKeys]groupPart]*targetGroup{}
	for _, r := range x.targets[t] {
		if !slices.Contains(l.Scopes, r.scope) || !r.hasPeriod() {
			continue
		}
		if r.missing != nil && !(t.Steady && !slices.Contains(l.Own, r.scope)) { // levels of others are not looked at
			return nil, measure.MissingRate(*r.missing)
		}
		var key [measure.MaxKeys]groupPart
		var pairs []*string
		for i, d := range l.GroupBy {
			pair := r.keys[d]
			pairs = append(pairs, pair[0], pair[1])
			if pair[0] != nil {
				key[i] = groupPart{*pair[0], true}
			}
		}
		if groups[key] == nil {
			groups[key] = &targetGroup{pairs: pairs}
			order = append(order, groups[key])
		}
		groups[key].rows = append(groups[key].rows, r)
	}
	scopes := l.Scopes
	if t.Steady { // a level of the group itself comes before those of its parts, which only a notice tells of
		scopes = append(slices.Clone(l.Own), slices.DeleteFunc(slices.Clone(l.Scopes), func(s string) bool { return slices.Contains(l.Own, s) })...)
	}
	for _, g := range order {
		g.hold(scopes)
	}
	return order, nil
}

// groupPart is the key of a group in one dimension; there is one, or there is none.
type groupPart struct {
	key   string
	there bool
}

// spread gives the target operands their values, once all targets are known, and the axes of whole periods their windows.
func (x *Execution) spread(ctx context.Context) error {
	if x.laid {
		return nil
	}
	x.laid = true
	sets := map[int]map[plan.Targets][]*targetGroup{}
	for n, l := range x.plan.Levels {
		sets[n] = map[plan.Targets][]*targetGroup{}
		for t := range x.targets {
			groups, err := x.byGroup(t, l)
			if err != nil {
				return err
			}
			sets[n][t] = groups
		}
		for _, a := range []*axis.Axis{l.Axes.Main, l.Axes.Compare} {
			if a != nil {
				x.data.Layouts.Periods[axis.Within{Set: l.Axes, Axis: a}] = x.touched(a, l, sets[n])
			}
		}
	}
	for n, o := range x.plan.Operands {
		if o.Target.Metric != "" {
			if err := x.spreadOver(ctx, n, o, sets[o.Level][o.Target]); err != nil {
				return err
			}
			x.reportPeriodless(n, o)
		}
	}
	return nil
}

// touched returns the union of the target periods that an axis touches; empty without targets, and where there is nothing to compare
// with because the question's own range has not begun.
func (x *Execution) touched(a *axis.Axis, l plan.Level, sets map[plan.Targets][]*targetGroup) calendar.Range {
	layout := x.data.Layout(a)
	if !slices.ContainsFunc(layout.Windows, func(w calendar.Range) bool { return !axis.Empty(w) }) {
		return calendar.Range{}
	}
	whole := layout.Whole()
	var touched *calendar.Range
	for t, groups := range sets {
		if !slices.Contains(l.Whole, t.Metric) {
			continue
		}
		for _, g := range groups {
			for _, h := range g.holdings {
				if x.span(h.from, h.to).Overlaps(whole) {
					touched = union(touched, x.span(h.start, h.end))
				}
			}
		}
	}
	if touched == nil {
		return calendar.Range{}
	}
	return *touched
}

// span is the time from the beginning of a day to that of another.
func (x *Execution) span(from, to calendar.Date) calendar.Range {
	zone := x.business.Settings.Calendar.Location
	return calendar.Range{From: from.Start(zone), To: to.Start(zone)}
}

// spreadOver gives the windows of an axis what is aimed at in them: of an amount the part that falls on their working days, else the level.
func (x *Execution) spreadOver(ctx context.Context, operand int, o plan.Operand, groups []*targetGroup) error {
	l := x.data.Layout(o.Axis)
	var parts []string
	for _, g := range groups {
		if err := ctx.Err(); err != nil {
			return err
		}
		group := -1 // nothing is aimed at
		for i, w := range l.Full {
			if axis.Empty(l.Windows[i]) {
				continue // a bucket that has not begun is not compared
			}
			var value *float64
			if o.Target.Steady {
				level, of := x.levelOver(g, x.plan.Levels[o.Level].Own, w)
				value, parts = level, append(parts, of...)
			} else {
				value = x.part(g.holdings, w)
			}
			if value == nil {
				continue
			}
			if group < 0 {
				group = x.data.Groups[o.Level].Of(g.pairs)
				if err := x.meet(o.Level, group, o.Shows()); err != nil {
					return err
				}
			}
			x.data.Put(operand, i, group, measure.Value{Number: value})
		}
	}
	x.reportParts(operand, o.Target, parts)
	return nil
}

// part returns what falls into a window; nil when no target holds in it.
func (x *Execution) part(holdings []holding, w calendar.Range) *float64 {
	if axis.Empty(w) {
		return nil
	}
	var sum *float64
	c := x.business.Settings.Calendar
	c.WorkingDays = x.data.WorkingDays
	for _, h := range holdings {
		inside, ok := x.span(h.from, h.to).Intersect(w)
		if !ok {
			continue
		}
		value := h.value * c.Share(h.start, h.end, inside)
		if sum != nil {
			value += *sum
		}
		sum = &value
	}
	return sum
}

// reportPeriodless tells how many targets count in no window because they have no period.
func (x *Execution) reportPeriodless(operand int, o plan.Operand) {
	lacking := 0.0
	for _, r := range x.targets[o.Target] {
		if !r.hasPeriod() && slices.Contains(x.plan.Levels[o.Level].Scopes, r.scope) {
			lacking++
		}
	}
	if lacking > 0 {
		x.data.Remark(operand, measure.Remark{Kind: measure.Periodless, KPI: x.titleOf(o.Target)}, measure.Found{Rows: lacking})
	}
}

// titleOf is the title of the KPI that targets are for.
func (x *Execution) titleOf(t plan.Targets) i18n.Text {
	if k, err := x.business.Catalog.KPI(t.Metric); err == nil {
		return k.Title
	}
	return i18n.Same(t.Metric)
}
