package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

const businessTime = "business"

// schedule returns the path to the schedule whose business hours a leaf is measured by; empty for calendar time.
func (l leaf) schedule() expression.Expression {
	switch m := l.measure; {
	case l.arguments["hours"] != businessTime:
		return expression.Expression{}
	case m.Duration != nil:
		return m.Duration.Schedule
	default:
		return m.Schedule
	}
}

// checkHours refuses business hours that are not mapped.
func (p *planner) checkHours(k *catalog.KPI, arguments map[string]string) error {
	if arguments["hours"] != businessTime {
		return nil
	}
	for _, field := range []string{"schedule", "weekday", "opens", "closes", "timezone"} {
		if err := p.mapping.Available("business_hours", field); err != nil {
			return invalid("%s cannot be measured in business hours: %w; or use hours=calendar", k.ID, err)
		}
	}
	return nil
}

// withHours gives durations the business hours that they are measured by: those from the beginning of the first to the end of
// the last. Nothing is done for durations in calendar time.
func (p *planner) withHours(ctx context.Context, b batch, events *sqlgen.Events, c sqlgen.Context) error {
	path := b[0].schedule()
	if path.Empty() {
		return nil
	}
	if err := p.readSchedules(ctx); err != nil {
		return err
	}
	if b[0].measure.Future {
		return p.withinHours(b[0], events, path)
	}
	s, err := events.Bounds(c)
	if err != nil {
		return err
	}
	var first, last *time.Time
	err = p.db.Read(ctx, s, func(row postgres.Row) error { return row.Scan(&first, &last) })
	if err != nil || first == nil || last == nil {
		return err
	}
	hours := p.openings(b[0].measure.Entity, path, calendar.Range{From: *first, To: *last})
	for i := range events.Aggregates {
		events.Aggregates[i].Hours = hours
	}
	return nil
}

// withinHours keeps what lies within the horizon in the business hours of its own schedule.
func (p *planner) withinHours(l leaf, events *sqlgen.Events, path expression.Expression) error {
	horizon, err := catalog.ParseSpan(l.arguments["horizon"])
	if err != nil {
		return &InvalidError{Err: err}
	}
	if !events.Windows[0].To.Equal(p.request.Now.Add(horizon)) {
		return nil // not the horizon, but what a comparison has ahead
	}
	ahead := calendar.Range{From: p.request.Now, To: p.request.Now}
	for _, h := range p.schedules {
		ahead.To = later(ahead.To, h.After(p.request.Now, horizon))
	}
	events.Windows = []calendar.Range{{From: events.Windows[0].From, To: later(events.Windows[0].To, ahead.To)}}
	events.Within = &sqlgen.Within{Hours: p.openings(l.measure.Entity, path, ahead), Open: horizon}
	return nil
}

// openings lists when each schedule is open during a range.
func (p *planner) openings(entity string, path expression.Expression, r calendar.Range) *sqlgen.BusinessHours {
	b := &sqlgen.BusinessHours{}
	if p.mapping.Available(entity, path.String()) == nil {
		b.Schedule = path
	}
	for _, name := range slices.Sorted(maps.Keys(p.schedules)) {
		one := sqlgen.Schedule{Name: name}
		var before float64
		for _, open := range p.schedules[name].Open(r) {
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

// readSchedules reads the opening hours of all schedules, once.
func (p *planner) readSchedules(ctx context.Context) error {
	if p.schedules != nil {
		return nil
	}
	c, err := p.context(nil, p.axes.main)
	if err != nil {
		return err
	}
	s, err := sqlgen.Schedules(c)
	if err != nil {
		return err
	}
	schedules := map[string]calendar.Hours{}
	holidays := map[string]map[calendar.Date]struct{}{}
	err = p.db.Read(ctx, s, func(row postgres.Row) error {
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
		return addOpening(schedules, *name, weekday, opens, closes, zone)
	})
	if err != nil {
		return err
	}
	if _, ok := schedules[sqlgen.CompanySchedule]; !ok {
		return invalid("there are no business hours of the schedule %q, which holds where a team has no own; add its rows to business_hours, or use hours=calendar",
			sqlgen.CompanySchedule)
	}
	for name, h := range schedules {
		h.Holidays = holidays[name]
		schedules[name] = h
	}
	p.schedules = schedules
	return nil
}

// addOpening adds a row of business_hours to its schedule.
func addOpening(schedules map[string]calendar.Hours, name string, weekday *int, opens, closes, zone *string) error {
	wrong := func(err error) error {
		return &InvalidError{Err: fmt.Errorf("business_hours of %q: %w; correct the row", name, err)}
	}
	if weekday == nil || *weekday < 0 || *weekday > 6 || opens == nil || closes == nil {
		return wrong(fmt.Errorf("weekday must be from 0 (Sunday) to 6, with opens and closes as in 09:00"))
	}
	from, err := calendar.ParseClock(*opens)
	if err != nil {
		return wrong(err)
	}
	to, err := calendar.ParseClock(*closes)
	if err != nil {
		return wrong(err)
	}
	h, known := schedules[name]
	text := "UTC"
	if zone != nil {
		text = *zone
	}
	location, err := calendar.LoadZone(text)
	if err != nil {
		return wrong(err)
	}
	if known && h.Location.String() != location.String() {
		return wrong(fmt.Errorf("it has two time zones, %s and %s", h.Location, location))
	}
	h.Location = location
	h.Weekdays[*weekday] = append(h.Weekdays[*weekday], calendar.Opening{Opens: from, Closes: to})
	if err := h.Validate(); err != nil {
		return wrong(err)
	}
	schedules[name] = h
	return nil
}
