package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// memberColumn is where a members measure finds its value among [sqlgen.MemberColumns].
var memberColumn = map[catalog.MemberCount]int{
	catalog.MemberAmount: 0, catalog.MemberRows: 1, catalog.MemberActive: 2, catalog.MemberRepeat: 3, catalog.MemberBefore: 4, catalog.MemberLost: 5,
}

// looked reports whether a count looks at any member of a row: those of the period, or those of the one before. A group whose
// members it does not look at is none of its groups.
func looked(count catalog.MemberCount, r row) bool {
	of := catalog.MemberActive
	if count == catalog.MemberBefore || count == catalog.MemberLost {
		of = catalog.MemberBefore
	}
	return *r.values[memberColumn[of]] > 0
}

// readMembers answers measures of who did something in a period and in the one before.
func (p *planner) readMembers(ctx context.Context, b batch, except [][]string) error {
	places, order := p.periods(b)
	if len(order) == 0 {
		return nil
	}
	first := b[0].measure
	scope, err := p.scope(first.Entity, except)
	if err != nil {
		return err
	}
	members := sqlgen.Members{Scope: scope, Time: first.Time, TimeType: first.TimeType, Of: first.Members.Of, Where: first.Where}
	for _, l := range b {
		if l.measure.Members.Count == catalog.MemberAmount {
			members.Amount, members.Currency = l.measure.Sum, p.currency(l.measure)
		}
	}
	members.Keys = keysUnless(except, members.Keys, &members.Scope)
	members.Periods = order
	c, err := p.context(b[0].arguments, b[0].axis)
	if err != nil {
		return err
	}
	s, err := members.Statement(c)
	if err != nil {
		return err
	}
	return p.read(ctx, s, 2*len(members.Keys), len(sqlgen.MemberColumns), members.Currency != "", func(r row) error {
		for _, at := range places[order[r.bucket]] {
			for _, l := range b {
				if count := l.measure.Members.Count; l.axis == at.axis && looked(count, r) {
					p.leaves.set(l, p.group(r.keys, except != nil, at.axis), at.index, r.values[memberColumn[count]])
				}
			}
		}
		return nil
	})
}

// periods returns the places of each period that a batch asks for, and the periods in the order in which they are asked for.
func (p *planner) periods(b batch) (map[sqlgen.Period][]place, []sqlgen.Period) {
	places := map[sqlgen.Period][]place{}
	var order []sqlgen.Period
	seen := map[*axis]bool{}
	for _, l := range b {
		if seen[l.axis] {
			continue
		}
		seen[l.axis] = true
		for i := range l.axis.windows {
			period, ok := p.period(l, i)
			if !ok {
				continue
			}
			if places[period] == nil {
				order = append(order, period)
			}
			places[period] = append(places[period], place{axis: l.axis, index: i})
		}
	}
	return places, order
}

// period returns the period of a leaf in a window and the one that it follows; false when the window has not begun.
func (p *planner) period(l leaf, i int) (sqlgen.Period, bool) {
	at, ok := l.axis.instant(i, p.request.Now)
	if !ok {
		return sqlgen.Period{}, false
	}
	cal := p.settings.Calendar
	if l.measure.Members.Over == catalog.OverYear {
		start := cal.Back(at, calendar.Shift{Years: 1})
		before := calendar.Range{From: cal.Back(at, calendar.Shift{Years: 2}), To: start}
		return sqlgen.Period{Before: normal(before), Now: normal(calendar.Range{From: start, To: at})}, true
	}
	full := l.axis.full[i]
	shift := cal.Previous(full)
	before := calendar.Range{From: cal.Back(full.From, shift), To: cal.Back(full.To, shift)}
	return sqlgen.Period{Before: normal(before), Now: normal(calendar.Range{From: l.axis.windows[i].From, To: at})}, true
}
