package plan

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// readEvents answers measures of rows by their own event. Windows that overlap, as those of a comparison with last year do
// when the range is longer than a year, take a statement each.
func (p *planner) readEvents(ctx context.Context, b batch, except [][]string) error {
	for _, windows := range disjoint(windowsOf(b)) {
		if err := p.readWindows(ctx, b, windows, except); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) readWindows(ctx context.Context, b batch, windows []calendar.Range, except [][]string) error {
	first := b[0]
	scope, err := p.scope(first.measure.Entity, except)
	if err != nil {
		return err
	}
	events := sqlgen.Events{Scope: scope, Time: first.measure.Time, TimeType: first.measure.TimeType, RatedAt: first.measure.RatedAt, Windows: windows}
	columns := p.columns(b, &events.Aggregates)
	c, err := p.context(first.arguments, first.axis)
	if err != nil {
		return err
	}
	if events.Empty(c) {
		return nil
	}
	events.Keys = keysUnless(except, events.Keys, &events.Scope)
	if err := p.withHours(ctx, b, &events, c); err != nil {
		return err
	}
	s, err := events.Statement(c)
	if err != nil {
		return err
	}
	places := placesOf(b)
	window := events.Numbering(c)
	return p.read(ctx, s, 2*len(events.Keys), len(events.Aggregates), anyMoney(events.Aggregates), func(r row) error {
		i := window(r.bucket)
		if i < 0 {
			return nil
		}
		p.place(r, places[windows[i]], columns, except != nil)
		return nil
	})
}

// place is a window's place on an axis.
type place struct {
	axis  *axis
	index int
}

// windowsOf returns the distinct windows of a batch that are not empty, in order.
func windowsOf(b batch) []calendar.Range {
	var all []calendar.Range
	seen := map[calendar.Range]bool{}
	for _, l := range b {
		for _, w := range l.axis.windows {
			if !empty(w) && !seen[normal(w)] {
				seen[normal(w)] = true
				all = append(all, normal(w))
			}
		}
	}
	slices.SortFunc(all, func(a, b calendar.Range) int {
		if c := a.From.Compare(b.From); c != 0 {
			return c
		}
		return a.To.Compare(b.To)
	})
	return all
}

// normal makes equal ranges equal as keys.
func normal(r calendar.Range) calendar.Range {
	return calendar.Range{From: r.From.UTC(), To: r.To.UTC()}
}

// placesOf returns where each window of a batch stands on its axes.
func placesOf(b batch) map[calendar.Range][]place {
	places := map[calendar.Range][]place{}
	seen := map[*axis]bool{}
	for _, l := range b {
		if seen[l.axis] {
			continue
		}
		seen[l.axis] = true
		for i, w := range l.axis.windows {
			if !empty(w) {
				places[normal(w)] = append(places[normal(w)], place{axis: l.axis, index: i})
			}
		}
	}
	return places
}

// disjoint splits windows, in order, into as few lists without overlaps as a single pass finds.
func disjoint(windows []calendar.Range) [][]calendar.Range {
	var lists [][]calendar.Range
next:
	for _, w := range windows {
		for i, list := range lists {
			if !list[len(list)-1].Overlaps(w) {
				lists[i] = append(list, w)
				continue next
			}
		}
		lists = append(lists, []calendar.Range{w})
	}
	return lists
}

// columns adds the distinct value columns of a batch and returns the leaf of each.
func (p *planner) columns(b batch, aggregates *[]sqlgen.Aggregate) []leaf {
	var columns []leaf
	seen := map[string]bool{}
	for _, l := range b {
		if !seen[l.column()] {
			seen[l.column()] = true
			columns = append(columns, l)
			*aggregates = append(*aggregates, p.aggregate(l))
		}
	}
	return columns
}

// keysUnless drops the keys of a statement that folds all its groups into one; they then only serve to leave groups out.
func keysUnless(except [][]string, keys []sqlgen.Key, s *sqlgen.Scope) []sqlgen.Key {
	if except == nil {
		return keys
	}
	s.ExceptKeys = keys
	return nil
}

// set notes a value.
func (v leaves) set(l leaf, group string, i int, value *float64) {
	if v[l.id()] == nil {
		v[l.id()] = series{}
	}
	values := v[l.id()][group]
	if values == nil {
		values = make([]*float64, len(l.axis.windows))
		v[l.id()][group] = values
	}
	values[i] = value
}
