package oracle

import (
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// countReplies counts the public replies of agents to each ticket.
func (c *Company) countReplies(tickets map[int64]*ticket) {
	for _, t := range c.tickets {
		t.replies = 0
	}
	for _, e := range c.ticketEvents {
		if e.Kind == "public_reply" && is(e.Actor, "agent") {
			tickets[e.Ticket].replies++
		}
	}
}

// clock is a time of the day, as the distance from midnight.
type clock time.Duration

// Scan reads a column of type time, which the driver shows as an instant of the year 0.
func (c *clock) Scan(value any) error {
	t, ok := value.(time.Time)
	if !ok {
		return fmt.Errorf("cannot read %T as a time of day", value)
	}
	*c = clock(t.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, t.Location())))
	return nil
}

// openingsOf gives each schedule its hours, which are in one zone, without its holidays.
func openingsOf(rows []*openingHours, holidays []*holiday) map[string]*calendar.Hours {
	schedules := map[string]*calendar.Hours{}
	for _, r := range rows {
		h := schedules[r.Schedule]
		if h == nil {
			zone, err := calendar.LoadZone(r.Timezone)
			if err != nil {
				zone = time.UTC
			}
			h = &calendar.Hours{Location: zone, Holidays: map[calendar.Date]struct{}{}}
			schedules[r.Schedule] = h
		}
		closes := time.Duration(r.Closes)
		if r.Closes < r.Opens { // the next day
			closes += 24 * time.Hour
		}
		h.Weekdays[r.Weekday] = append(h.Weekdays[r.Weekday], calendar.Opening{Opens: time.Duration(r.Opens), Closes: closes})
	}
	for _, r := range holidays {
		if h := schedules[r.Schedule]; h != nil {
			h.Holidays[r.Day] = struct{}{}
		}
	}
	return schedules
}

// hoursOf are the opening hours for a ticket: those named like its team, else those of the company.
func (c *Company) hoursOf(t *ticket) calendar.Hours {
	if t.team != nil {
		if h := c.opening[t.team.Name]; h != nil {
			return *h
		}
	}
	if h := c.opening["default"]; h != nil {
		return *h
	}
	return calendar.Hours{}
}

// passed is the time between two instants that counts for a ticket: all of it, or what the question asks for.
func (a *asking) passed(t *ticket, from, to time.Time) time.Duration {
	if a.parameter("hours", "calendar") == "business" {
		return a.hoursOf(t).Between(from, to)
	}
	return to.Sub(from)
}

// handled makes a leaf of what was done for tickets, by the time that counts.
func handled(name string, at, end func(*ticket) *time.Time, unit time.Duration) *leaf {
	return events(name, tickets, at, func(a *asking, t *ticket, f *fact) {
		to := end(t)
		if _, ok := between(&t.CreatedAt, to); ok {
			f.value, f.measured = float64(a.passed(t, t.CreatedAt, *to))/float64(unit), true
		}
	})
}

// slaDueSoon counts the promises that fall due within the horizon, of opening hours if the question asks for them.
func (c *cell) slaDueSoon() *float64 {
	if c.part.horizon == 0 || c.asking.parameter("hours", "calendar") != "business" {
		return c.countAhead(slaAhead)
	}
	return number64(float64(len(c.rows(slaAheadOpen(c.part.horizon), calendar.Range{From: c.asking.now, To: c.asking.now.AddDate(100, 0, 0)}))))
}

// slaAheadOpen are the promises that are to be kept within so much open time from now.
func slaAheadOpen(horizon time.Duration) *leaf {
	return &leaf{"sla ahead in opening hours", func(a *asking) (facts []fact) {
		for _, f := range slaAhead.rows(a) {
			if !f.from.Before(a.now) && a.hoursOf(f.subject.(*slaTarget).ticket).Between(a.now, f.from) < horizon {
				facts = append(facts, f)
			}
		}
		return facts
	}}
}
