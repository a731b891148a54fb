package measure

import (
	"maps"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// openings lists when each schedule is open during a range.
func (r *Reading) openings(path expression.Expression, during calendar.Range) *sqlgen.BusinessHours {
	b := &sqlgen.BusinessHours{}
	if r.Context.Mapping.Available(r.Scope.Entity, path.String()) == nil {
		b.Schedule = path
	}
	for _, name := range slices.Sorted(maps.Keys(r.Hours)) {
		one := sqlgen.Schedule{Name: name}
		var before float64
		for _, open := range r.Hours[name].Open(during) {
			one.Starts = append(one.Starts, seconds(open.From))
			one.Lengths = append(one.Lengths, open.Duration().Seconds())
			one.Before = append(one.Before, before)
			before += open.Duration().Seconds()
		}
		b.Schedules = append(b.Schedules, one)
	}
	return b
}

func seconds(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }
