package plan

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// targetRow is a target that somebody has set.
type targetRow struct {
	scope, id  string
	start, end calendar.Date // the end is exclusive
	value      float64
	keys       map[string][2]*string // key and label by dimension
}

// scopeDimensions says which dimensions a target of each scope has, and by which entity's field; by none where it is the scope's own id.
var scopeDimensions = map[string]map[string][2]string{
	"company": nil, "team": {"team": {}}, "user": {"rep": {}, "team": {"users", "team"}, "manager": {"users", "manager"}}, "channel": {"channel": {}},
	"campaign": {"campaign": {}, "channel": {"campaigns", "channel"}}, "pipeline": {"pipeline": {}}, "region": {"region": {}},
}

// scopesFor returns the scopes that have all of the dimensions under the mapping, the one that holds first. Without dimensions it is
// the company's target, without one the sum of the teams', without those of the users'.
func (e *Engine) scopesFor(dimensions []string) []string {
	order := []string{"company", "team", "user", "channel", "campaign", "pipeline", "region"}
	if len(dimensions) == 0 {
		return order[:3]
	}
	return slices.DeleteFunc(order, func(scope string) bool {
		return slices.ContainsFunc(dimensions, func(d string) bool { return !e.scopeHas(scope, d) })
	})
}

func (e *Engine) scopeHas(scope, dimension string) bool {
	by, ok := scopeDimensions[scope][dimension]
	if !ok || by[0] == "" {
		return ok
	}
	return !slices.ContainsFunc([]string{"id", "name", by[1]}, func(field string) bool { return e.mapping.Available(by[0], field) != nil })
}

// targetSet are the targets of one metric that pass the question's filters, by the group they belong to.
type targetSet struct {
	order  []string
	groups map[string]*targetGroup
}

type targetGroup struct {
	keys     []*string
	rows     []targetRow
	holdings []holding
}

// holding is a row that holds from one day to another: there is no better scope and no shorter period on those days.
type holding struct {
	targetRow
	from, to calendar.Date
}

// readTargets reads the targets of every metric in the question, and the periods that they cover.
func (p *planner) readTargets(ctx context.Context) error {
	for _, t := range p.needs().targets {
		if p.targets[t.Metric] != nil {
			continue
		}
		if err := p.readWorkingDays(ctx); err != nil {
			return err
		}
		set, err := p.readTarget(ctx, t)
		if err != nil {
			return err
		}
		p.targets[t.Metric] = set
	}
	for _, a := range []*axis{p.axes.main, p.axes.compare} {
		if a != nil {
			p.axes.periods[a] = p.touched(a)
		}
	}
	// The axis of whole periods was laid out before its periods were known.
	p.axes.derived = map[string]*axis{}
	return nil
}

// readTarget reads one metric over everything that may be asked of it: the range, its comparison and the periods touched.
func (p *planner) readTarget(ctx context.Context, t targetRef) (*targetSet, error) {
	span := p.axes.total(p.axes.main).windows[0]
	if p.axes.compare != nil {
		for _, w := range p.axes.compare.full {
			span = calendar.Range{From: earlier(span.From, w.From), To: later(span.To, w.To)}
		}
	}
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return nil, err
	}
	// A year on both sides holds every period that touches the range, whole.
	wide := calendar.Range{From: c.Calendar.Back(span.From, calendar.Shift{Years: 1}), To: c.Calendar.Back(span.To, calendar.Shift{Years: -1})}
	s, err := sqlgen.Targets{Metric: t.Metric, Money: t.Money, Range: wide}.Statement(c)
	if err != nil {
		return nil, err
	}
	set := &targetSet{groups: map[string]*targetGroup{}}
	scopes := p.scopesFor(slices.Concat(p.question.GroupBy, p.conditions))
	err = p.db.Read(ctx, s, func(row postgres.Row) error {
		r, missing, err := scanTarget(row)
		if err != nil || !slices.Contains(scopes, r.scope) || !p.passes(r) {
			return err
		}
		if missing != nil {
			return missingRate(*missing)
		}
		set.add(r, p.question.GroupBy)
		return nil
	})
	for _, g := range set.groups {
		g.hold(scopes)
	}
	return set, err
}

func scanTarget(row postgres.Row) (r targetRow, missing *string, err error) {
	names := make([]*string, 2*len(sqlgen.TargetKeys))
	var id *string
	var value *float64
	dest := []any{&r.scope, &id, &r.start, &r.end, &value}
	for i := range names {
		dest = append(dest, &names[i])
	}
	if err = row.Scan(append(dest, &missing)...); err != nil {
		return r, nil, err
	}
	if id != nil {
		r.id = *id
	}
	if value != nil {
		r.value = *value
	}
	r.keys = map[string][2]*string{}
	for i, dimension := range sqlgen.TargetKeys {
		r.keys[dimension] = [2]*string{names[2*i], names[2*i+1]}
	}
	return r, missing, nil
}

// passes applies the question's filters to a target.
func (p *planner) passes(r targetRow) bool {
	for _, f := range p.question.Filters {
		var key string
		pair := r.keys[f.Dimension]
		if pair[0] != nil {
			key = *pair[0]
		}
		if !f.Matches(key, pair[1]) {
			return false
		}
	}
	return true
}

func (s *targetSet) add(r targetRow, groupBy []string) {
	var keys []*string
	for _, d := range groupBy {
		keys = append(keys, r.keys[d][0], r.keys[d][1])
	}
	id := groupID(keys)
	if s.groups[id] == nil {
		s.groups[id] = &targetGroup{keys: keys}
		s.order = append(s.order, id)
	}
	s.groups[id].rows = append(s.groups[id].rows, r)
}

// hold decides, for each stretch of days between the ends of periods, which rows hold: those of the first scope that has any
// and, of several for the same scope and id, the one with the shortest period. Two levels are never added together.
func (g *targetGroup) hold(scopes []string) {
	var ends []calendar.Date
	for _, r := range g.rows {
		if r.start.Before(r.end) {
			ends = append(ends, r.start, r.end)
		}
	}
	slices.SortFunc(ends, calendar.Date.Compare)
	ends = slices.Compact(ends)
	for i := 0; i+1 < len(ends); i++ {
		from, to := ends[i], ends[i+1]
		for _, scope := range scopes {
			best := g.covering(scope, from)
			for _, r := range best {
				g.holdings = append(g.holdings, holding{targetRow: r, from: from, to: to})
			}
			if len(best) > 0 {
				break
			}
		}
	}
}

// covering returns the rows of a scope that hold on a day, one for each id.
func (g *targetGroup) covering(scope string, day calendar.Date) []targetRow {
	var order []string
	best := map[string]targetRow{}
	for _, r := range g.rows {
		if r.scope != scope || day.Before(r.start) || !day.Before(r.end) {
			continue
		}
		other, taken := best[r.id]
		if !taken {
			order = append(order, r.id)
		}
		if !taken || r.narrower(other) {
			best[r.id] = r
		}
	}
	slices.Sort(order)
	rows := make([]targetRow, len(order))
	for i, id := range order {
		rows[i] = best[id]
	}
	return rows
}

// narrower prefers the shorter period, then the later one, then the smaller value.
func (r targetRow) narrower(other targetRow) bool {
	if a, b := r.end.Sub(r.start), other.end.Sub(other.start); a != b {
		return a < b
	}
	if c := r.start.Compare(other.start); c != 0 {
		return c > 0
	}
	return r.value < other.value
}

// span is the time from the beginning of a day to that of another.
func (p *planner) span(from, to calendar.Date) calendar.Range {
	zone := p.settings.Calendar.Location
	return calendar.Range{From: from.Start(zone), To: to.Start(zone)}
}

// wholeMetrics returns the metrics whose targets the question asks for over whole periods.
func (p *planner) wholeMetrics() map[string]bool {
	metrics := map[string]bool{}
	for _, k := range p.kpis {
		catalog.Walk(k.Formula, func(n catalog.Node) {
			if call, ok := n.(catalog.Call); ok && call.Name == catalog.WholePeriods {
				catalog.Walk(call.Args[0], func(n catalog.Node) {
					if t, ok := n.(catalog.Target); ok {
						metrics[t.Metric] = true
					}
				})
			}
		})
	}
	return metrics
}

// touched returns the union of the target periods that an axis touches; empty without targets.
func (p *planner) touched(a *axis) calendar.Range {
	whole := calendar.Range{From: a.full[0].From, To: a.full[len(a.full)-1].To}
	var union calendar.Range
	for metric := range p.wholeMetrics() {
		for _, g := range p.targets[metric].groups {
			for _, h := range g.holdings {
				if !p.span(h.from, h.to).Overlaps(whole) {
					continue
				}
				period := p.span(h.start, h.end)
				if union.From.IsZero() {
					union = period
				}
				union = calendar.Range{From: earlier(union.From, period.From), To: later(union.To, period.To)}
			}
		}
	}
	return union
}

// spreadTargets spreads the targets over the windows of each axis: a period's value over its working days.
func (p *planner) spreadTargets(refs []targetRef) {
	for _, t := range refs {
		values := series{}
		set := p.targets[t.Metric]
		for _, id := range set.order {
			g := set.groups[id]
			for i, w := range t.axis.full {
				if empty(t.axis.windows[i]) {
					continue // a bucket that has not begun is not compared
				}
				value := p.spread(g.holdings, w)
				if value == nil {
					continue
				}
				if values[id] == nil {
					values[id] = make([]*float64, len(t.axis.full))
				}
				values[id][i] = value
			}
			if values[id] != nil && !t.axis.silent {
				p.groups.add(g.keys)
			}
		}
		p.leaves[t.id()] = values
	}
}

// spread returns what falls into a window; nil when no target holds in it.
func (p *planner) spread(holdings []holding, w calendar.Range) *float64 {
	if empty(w) {
		return nil
	}
	var sum *float64
	c := p.settings.Calendar
	c.WorkingDays = p.workingDays
	for _, h := range holdings {
		inside, ok := p.span(h.from, h.to).Intersect(w)
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
