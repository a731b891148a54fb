package plan

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// readStates answers measures of the rows that hold at instants, for what no running sum tells.
func (p *planner) readStates(ctx context.Context, b batch, except [][]string) error {
	places, order := b.instants(p.request.Now)
	if len(order) == 0 {
		return nil
	}
	first := b[0]
	scope, err := p.scope(first.measure.Entity, except)
	if err != nil {
		return err
	}
	states := sqlgen.States{Scope: scope, Start: first.measure.Snapshot.Start, End: first.measure.Snapshot.End, Instants: order}
	columns := p.columns(b, &states.Aggregates)
	states.Keys = keysUnless(except, states.Keys, &states.Scope)
	c, err := p.context(first.arguments, first.axis)
	if err != nil {
		return err
	}
	s, err := states.Statement(c)
	if err != nil {
		return err
	}
	return p.read(ctx, s, 2*len(states.Keys), len(columns), false, func(r row) error {
		p.place(r, places[order[r.bucket]], columns, except != nil)
		return nil
	})
}
