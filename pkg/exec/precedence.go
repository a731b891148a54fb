package exec

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// targetGroup are the targets of one group.
type targetGroup struct {
	pairs    []*string // key and label of each dimension
	rows     []targetRow
	holdings []holding
}

// holding is a row that holds from one day to another: there is no better scope and no shorter period on those days.
type holding struct {
	targetRow
	from, to calendar.Date
}

// hold decides, for each stretch of days between the ends of periods, which rows hold: those of the first scope that has any
// and, of several for the same scope and id, the one with the shortest period. Two levels are never added together.
func (g *targetGroup) hold(scopes []string) {
	var ends []calendar.Date
	for _, r := range g.rows {
		ends = append(ends, r.start, r.end)
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
