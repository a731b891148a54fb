package plan

import "slices"

// hoursFirst puts before each scan in business hours what must be known first: when the schedules are open and, for durations, from
// when to when these last.
func hoursFirst(p Plan) Plan {
	known := false
	return p.rewriteScans(func(s Scan) []Scan {
		rows, ok := s.Subject.(Rows)
		if !ok || rows.Source.Hours == "" {
			return []Scan{s}
		}
		var before []Scan
		if !known {
			before, known = append(before, Scan{Subject: OpeningHours{}}), true
		}
		if !s.Columns[0].Future {
			lasting := s
			lasting.Subject, lasting.Top = Lasting(rows), nil
			before = append(before, lasting)
		}
		return append(slices.Clip(before), s)
	})
}
