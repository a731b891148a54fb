package demo

import "time"

// holidays that all schedules share, and those of some countries.
var commonHolidays = []struct {
	month time.Month
	day   int
}{{1, 1}, {12, 25}}

var regionalHolidays = map[string][]struct {
	month time.Month
	day   int
}{
	"default": {},
	"AMER":    {{7, 4}, {11, 11}},
	"DACH":    {{5, 1}, {10, 3}, {12, 26}},
	"EMEA":    {{5, 1}, {12, 26}},
}

// schedule is when people of a team work: on working days except holidays, from opens to closes.
type schedule struct {
	name          string
	zone          *zone
	opens, closes int64 // seconds after midnight
	saturdays     bool
	holidays      map[int]bool
}

func (c *company) newSchedule(name, region, zone string, opens, closes int64, saturdays bool) schedule {
	s := schedule{name, c.zone(zone), opens, closes, saturdays, map[int]bool{}}
	all := append(append(commonHolidays[:0:0], commonHolidays...), regionalHolidays[region]...)
	for year := civil(c.start).Year(); year < civil(c.end).Year(); year++ {
		for _, h := range all {
			day := dayOf(time.Date(year, h.month, h.day, 0, 0, 0, 0, time.UTC))
			s.holidays[day] = true
			c.holidays.int(c.holidays.next()).text(name).date(day).end()
		}
	}
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		from, to := s.hours(int(weekday) + 3) // day 3 was a Sunday
		if to > from {
			c.businessHours.int(c.businessHours.next()).text(name).int(int64(weekday)).text(clock(from)).text(clock(to)).text(zone).end()
		}
	}
	return s
}

func clock(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format("15:04")
}

// hours returns the opening hours of a day; equal when closed.
func (s schedule) hours(day int) (from, to int64) {
	switch {
	case s.holidays[day] || weekday(day) == time.Sunday, weekday(day) == time.Saturday && !s.saturdays:
		return s.opens, s.opens
	case weekday(day) == time.Saturday:
		return s.opens, s.opens + 4*hour
	}
	return s.opens, s.closes
}

// after returns the instant that lies so many seconds of opening time after another.
func (s schedule) after(at, seconds int64) int64 {
	for day := s.zone.day(at); ; day++ {
		from, to := s.hours(day)
		begin, end := max(s.zone.at(day, from), at), s.zone.at(day, to)
		if end <= begin {
			continue
		}
		if seconds <= end-begin {
			return begin + seconds
		}
		seconds -= end - begin
	}
}

// writeCalendar writes rates, and the schedule of the company as a whole.
func (c *company) writeCalendar() {
	c.writeRates()
	c.newSchedule("default", "default", "UTC", 8*hour, 18*hour, false)
}
