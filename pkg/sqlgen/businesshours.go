package sqlgen

import (
	"fmt"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// BusinessHours are the opening hours by which durations are measured.
type BusinessHours struct {
	Schedule  expression.Expression // path to the name of a row's schedule; empty where it cannot be told
	Schedules []Schedule            // among them [CompanySchedule], which holds for rows whose own is not there
}

// Schedule is when one part of the business is open, in order of time. Instants and lengths are in seconds, instants since 1970.
type Schedule struct {
	Name                    string
	Starts, Lengths, Before []float64 // the beginning and the length of each opening, and the open time before it
}

// ever is before every opening, so that each instant finds one at or before it.
const ever = -1e15

// hours returns the join of the schedules, "" when nothing is measured by business hours.
func (s *fromClause) hours(h *BusinessHours) (string, error) {
	if h == nil {
		return "", nil
	}
	var names []string
	var values string
	floats := func(first float64, all []float64) string {
		return s.arg(pq.Float64Array(append([]float64{first}, all...)), "float8[]")
	}
	for i, one := range h.Schedules {
		names = append(names, one.Name)
		if i > 0 {
			values += ", "
		}
		values += fmt.Sprintf("(%s, %s, %s, %s)", s.arg(one.Name, "text"), floats(ever, one.Starts), floats(0, one.Lengths), floats(0, one.Before))
	}
	own := "null::text"
	if !h.Schedule.Empty() {
		sql, err := s.expression(h.Schedule)
		if err != nil {
			return "", err
		}
		own = sql + "::text"
	}
	known := fmt.Sprintf("case when %s = any(%s) then %s else %s end", own, s.arg(pq.StringArray(names), "text[]"), own, s.arg(CompanySchedule, "text"))
	return fmt.Sprintf("\njoin (values %s) as schedule(name, starts, lengths, before) on schedule.name = %s", values, known), nil
}

// openUntil returns the SQL of the open seconds before an instant (SQL).
func openUntil(instant string) string {
	at := fmt.Sprintf("extract(epoch from %s)::float8", instant)
	number := fmt.Sprintf("width_bucket(%s, schedule.starts)", at)
	return fmt.Sprintf("(schedule.before[%s] + least(%s - schedule.starts[%s], schedule.lengths[%s]))", number, at, number, number)
}
