package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// memberColumn is where a members measure finds its value among [sqlgen.MemberColumns].
var memberColumn = map[catalog.MemberCount]int{
	catalog.MemberAmount: 0, catalog.MemberRows: 1, catalog.MemberActive: 2, catalog.MemberBefore: 3, catalog.MemberLost: 4,
}

// readMembers answers measures of who did something in the year before each instant and in the year before that.
func (p *planner) readMembers(ctx context.Context, b batch, except [][]string) error {
	places, order := b.instants(p.request.Now)
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
	cal := p.settings.Calendar
	for _, at := range order {
		members.Years = append(members.Years, sqlgen.Year{
			Before: cal.Back(at, calendar.Shift{Years: 2}), Start: cal.Back(at, calendar.Shift{Years: 1}), End: at,
		})
	}
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
			group := p.group(r.keys, except != nil, at.axis)
			for _, l := range b {
				if l.axis == at.axis {
					p.leaves.set(l, group, at.index, r.values[memberColumn[l.measure.Members.Count]])
				}
			}
		}
		return nil
	})
}
