package plan

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
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
		r, missing, err := p.scanTarget(row)
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

func (p *planner) scanTarget(row postgres.Row) (r targetRow, missing *string, err error) {
	dimensions := p.mapping.Model.TargetDimensions()
	names := make([]*string, 2*len(dimensions))
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
	for i, dimension := range dimensions {
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
