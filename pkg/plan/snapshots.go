package plan

import (
	"context"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// instant is when a snapshot is taken in a window: at its end or now, whichever is earlier; false when the window has not begun.
func (a *axis) instant(i int, now time.Time) (time.Time, bool) {
	w := a.windows[i]
	if empty(w) || !w.From.Before(now) {
		return time.Time{}, false
	}
	if a.at != nil {
		return a.at[i].UTC(), true
	}
	return before(w, now).To.UTC(), true
}

// instants returns the places of each instant that a batch asks for, and the instants in order.
func (b batch) instants(now time.Time) (map[time.Time][]place, []time.Time) {
	places := map[time.Time][]place{}
	var order []time.Time
	seen := map[*axis]bool{}
	for _, l := range b {
		if seen[l.axis] {
			continue
		}
		seen[l.axis] = true
		for i := range l.axis.windows {
			if at, ok := l.axis.instant(i, now); ok {
				if places[at] == nil {
					order = append(order, at)
				}
				places[at] = append(places[at], place{axis: l.axis, index: i})
			}
		}
	}
	slices.SortFunc(order, time.Time.Compare)
	return places, order
}

// readSnapshots answers measures of the state at instants.
func (p *planner) readSnapshots(ctx context.Context, b batch, except [][]string) error {
	places, order := b.instants(p.request.Now)
	if len(order) == 0 {
		return nil
	}
	first := b[0]
	scope, err := p.scope(first.measure.Entity, except)
	if err != nil {
		return err
	}
	snapshots := sqlgen.Snapshots{Scope: scope, Start: first.measure.Snapshot.Start, End: first.measure.Snapshot.End, Instants: order}
	columns := p.columns(b, &snapshots.Aggregates)
	snapshots.Keys = keysUnless(except, snapshots.Keys, &snapshots.Scope)
	c, err := p.context(first.arguments, first.axis)
	if err != nil {
		return err
	}
	s, err := snapshots.Statement(c)
	if err != nil {
		return err
	}
	changes := map[string][]row{} // of each group, in the order of the instants
	var groups [][]*string
	err = p.read(ctx, s, 2*len(snapshots.Keys), 1+len(columns), anyMoney(snapshots.Aggregates), func(r row) error {
		id := groupID(r.keys)
		if changes[id] == nil {
			groups = append(groups, r.keys)
		}
		changes[id] = append(changes[id], r)
		return nil
	})
	if err != nil {
		return err
	}
	for _, keys := range groups {
		p.hold(changes[groupID(keys)], order, func(i int, r row) {
			if *r.values[0] == 0 {
				return // nothing open: this instant makes no group
			}
			for _, at := range places[order[i]] {
				group := p.group(keys, except != nil, at.axis)
				for column, l := range columns {
					p.leaves.set(leaf{measure: l.measure, arguments: l.arguments, axis: at.axis}, group, at.index, r.values[1+column])
				}
			}
		})
	}
	return nil
}

// hold calls each with the row that holds at every instant: the last one whose change had happened by then.
func (p *planner) hold(rows []row, instants []time.Time, each func(i int, r row)) {
	held := -1
	for i := range instants {
		for held+1 < len(rows) && rows[held+1].bucket <= i {
			held++
		}
		if held >= 0 {
			each(i, rows[held])
		}
	}
}
