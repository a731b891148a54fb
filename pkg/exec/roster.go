package exec

import (
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// members are those of a dimension, with what comes with each of them.
type members struct {
	places []int       // of the dimensions in the grouping
	rows   [][]*string // key and label for each of them
}

// roster reads the members of a dimension in their order.
func (x *Execution) roster(r plan.Roster) (reading, error) {
	q, most, ordered := x.plan.Query, x.business.Settings.MaxGroups, x.business.Ordered(r.Dimension)
	m, err := x.business.Members(x.business.Context(q.Request), r.Dimension, q.Question.GroupBy, q.Filters(""), most+1)
	found := members{places: m.Places}
	row := func(row measure.Row) error {
		passes, pairs := true, make([]*string, 2*len(m.Places))
		var dest []any
		if m.Tells {
			dest = append(dest, &passes)
		}
		for i := range pairs {
			dest = append(dest, &pairs[i])
		}
		if err := row.Scan(dest...); err != nil {
			return err
		}
		if ordered {
			x.data.Groups[0].Place(m.Places[0], *pairs[0])
		}
		if passes {
			found.rows = append(found.rows, pairs)
		}
		return nil
	}
	return reading{parts: []measure.Part{{Statement: m.Statement, Row: row}}, finish: func() error {
		if r.Groups {
			x.members = append(x.members, found)
		}
		return nil
	}}, err
}

// everyone makes groups of all members: of several dimensions, each with each.
func (x *Execution) everyone() error {
	if len(x.members) == 0 {
		return nil
	}
	count := 1
	for _, m := range x.members {
		count *= len(m.rows)
		if err := x.business.Bound(x.plan, 0, count); err != nil {
			return err
		}
	}
	pairs := make([]*string, 2*len(x.plan.Query.Question.GroupBy))
	var fill func(from int)
	fill = func(from int) {
		if from == len(x.members) {
			x.data.Groups[0].Show(x.data.Groups[0].Of(pairs), true)
			return
		}
		m := x.members[from]
		for _, row := range m.rows {
			for i, place := range m.places {
				pairs[2*place], pairs[2*place+1] = row[2*i], row[2*i+1]
			}
			fill(from + 1)
		}
	}
	fill(0)
	return nil
}
