package exec

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// scanBounds reads the first and the last instant of durations; nil without rows.
func scanBounds(row measure.Row) (*calendar.Range, error) {
	var first, last postgres.Instant
	if err := row.Scan(&first, &last); err != nil || first.At == nil || last.At == nil {
		return nil, err
	}
	return &calendar.Range{From: *first.At, To: *last.At}, nil
}

// union is that of a range with what is known so far; nil is nothing.
func union(known *calendar.Range, more calendar.Range) *calendar.Range {
	if known != nil {
		more = known.Union(more)
	}
	return &more
}

// openingHours reads the opening hours and holidays of all schedules.
func (x *Execution) openingHours() (reading, error) {
	if x.hours != nil {
		return reading{}, nil
	}
	s, err := sqlgen.Schedules(x.business.Context(x.plan.Query.Request))
	schedules := map[string]calendar.Hours{}
	holidays := map[string]map[calendar.Date]struct{}{}
	row := func(row measure.Row) error {
		var name, opens, closes, zone *string
		var weekday *int
		var holiday *calendar.Date
		if err := row.Scan(&name, &weekday, &opens, &closes, &zone, &holiday); err != nil || name == nil {
			return err
		}
		if holiday != nil {
			if holidays[*name] == nil {
				holidays[*name] = map[calendar.Date]struct{}{}
			}
			holidays[*name][*holiday] = struct{}{}
			return nil
		}
		if err := addOpening(schedules, *name, weekday, opens, closes, zone); err != nil {
			return fault.New("plan.wrong_business_hours", "schedule", *name, "reason", err)
		}
		return nil
	}
	return reading{begin: x.spread, parts: []measure.Part{{Statement: s, Row: row}}, finish: func() error {
		if _, ok := schedules[sqlgen.CompanySchedule]; !ok && x.trial == nil {
			return fault.New("plan.no_company_schedule", "schedule", sqlgen.CompanySchedule)
		}
		for name, h := range schedules {
			h.Holidays = holidays[name]
			schedules[name] = h
		}
		x.hours = schedules
		return nil
	}}, err
}

// addOpening adds a row of business_hours to its schedule.
func addOpening(schedules map[string]calendar.Hours, name string, weekday *int, opens, closes, zone *string) error {
	if weekday == nil || *weekday < 0 || *weekday > 6 || opens == nil || closes == nil {
		return fault.New("plan.opening_form")
	}
	opening, err := calendar.ParseOpening(*opens, *closes)
	if err != nil {
		return err
	}
	h, known := schedules[name]
	text := "UTC"
	if zone != nil {
		text = *zone
	}
	location, err := calendar.LoadZone(text)
	if err != nil {
		return err
	}
	if known && h.Location.String() != location.String() {
		return fault.New("plan.two_time_zones", "first", h.Location.String(), "second", location.String())
	}
	h.Location = location
	h.Weekdays[*weekday] = append(h.Weekdays[*weekday], opening)
	if err := h.Validate(); err != nil {
		return err
	}
	schedules[name] = h
	return nil
}

// workingDays reads the company's working days, over which targets are spread. Without a schedule every calendar day counts.
func (x *Execution) workingDays() (reading, error) {
	if x.daysKnown {
		return reading{}, nil
	}
	x.daysKnown = true
	x.data.WorkingDays = calendar.WorkingDays{Calendar: true}
	m := x.business.Mapping
	if m.Available("business_hours", "schedule") != nil || m.Available("business_hours", "weekday") != nil {
		return reading{}, nil
	}
	s, err := sqlgen.WorkingDays(x.business.Context(x.plan.Query.Request))
	days := calendar.WorkingDays{Holidays: map[calendar.Date]struct{}{}}
	open := false
	row := func(row measure.Row) error {
		var weekday *int
		var holiday *calendar.Date
		if err := row.Scan(&weekday, &holiday); err != nil {
			return err
		}
		if weekday != nil && *weekday >= 0 && *weekday < 7 {
			days.Weekdays[*weekday], open = true, true
		}
		if holiday != nil {
			days.Holidays[*holiday] = struct{}{}
		}
		return nil
	}
	return reading{parts: []measure.Part{{Statement: s, Row: row}}, finish: func() error {
		if open {
			x.data.WorkingDays = days
		}
		return nil
	}}, err
}
