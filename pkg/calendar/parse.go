package calendar

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// ParseTime reads a point in time, as a range's beginning:
//
//   - RFC 3339, "2024-01-31T15:04:05Z";
//   - a date or a date with a time in the business zone, "2024-01-31", "2024-01-31 15:04";
//   - a time relative to now in Grafana's way, "now", "now-30d", "now/M", "now-1y/y",
//     with the units s, m, h, d, w, M, Q, y and, of the fiscal year, fQ and fy.
//     "/" goes to the start of the period in the business zone. A day that a month
//     does not have becomes the month's last.
func (c Calendar) ParseTime(s string, now time.Time) (time.Time, error) {
	return c.parse(s, now, Calendar.Floor, floorClock)
}

// ParseTo is ParseTime for a range's end: "/" goes to the end of the period, the
// start of the next one, as ranges are half-open.
func (c Calendar) ParseTo(s string, now time.Time) (time.Time, error) {
	return c.parse(s, now, Calendar.Next, nextClock)
}

// ParseWeekday reads the English name of a weekday, in any case.
func ParseWeekday(s string) (time.Weekday, error) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(s, day.String()) {
			return day, nil
		}
	}
	return time.Sunday, fault.New("calendar.unknown_weekday", "weekday", s)
}

type (
	roundPeriod func(Calendar, time.Time, Grain) time.Time
	roundClock  func(time.Time, time.Duration) time.Time
)

func (c Calendar) parse(s string, now time.Time, period roundPeriod, clock roundClock) (time.Time, error) {
	if math, ok := strings.CutPrefix(s, "now"); ok {
		return c.relative(s, math, now.In(c.location()), period, clock)
	}
	t, err := c.absolute(s)
	if err != nil {
		return time.Time{}, err
	}
	return inBounds(s, t)
}

func (c Calendar) absolute(s string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.In(c.location()), nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return clockAt(t).first(c.location(), t.Nanosecond()), nil
		}
	}
	return time.Time{}, fault.New("calendar.not_a_time", "text", s)
}

// operation is one step of a relative time: "-30d" or "/M".
var operation = regexp.MustCompile(`^(?:([+-])(\d{1,6})?|(/))(fQ|fy|[smhdwMQy])`)

func (c Calendar) relative(s, math string, t time.Time, period roundPeriod, clock roundClock) (time.Time, error) {
	for math != "" {
		found := operation.FindStringSubmatch(math)
		if found == nil {
			return time.Time{}, fault.New("calendar.not_a_relative_time", "part", math, "text", s)
		}
		sign, number, slash, unit := found[1], found[2], found[3], found[4]
		if slash != "" {
			t = c.round(t, unit, period, clock)
		} else {
			n := 1
			if number != "" {
				n, _ = strconv.Atoi(number) // at most six digits
			}
			if sign == "-" {
				n = -n
			}
			t = c.add(t, n, unit)
		}
		var err error
		if t, err = inBounds(s, t); err != nil {
			return time.Time{}, err
		}
		math = math[len(found[0]):]
	}
	return t, nil
}

func (c Calendar) round(t time.Time, unit string, period roundPeriod, clock roundClock) time.Time {
	civil := c
	civil.FiscalStart = time.January
	switch unit {
	case "s":
		return clock(t, time.Second)
	case "m":
		return clock(t, time.Minute)
	case "h":
		return clock(t, time.Hour)
	case "d":
		return period(c, t, Day)
	case "w":
		return period(c, t, Week)
	case "M":
		return period(c, t, Month)
	case "Q":
		return period(civil, t, Quarter)
	case "fQ":
		return period(c, t, Quarter)
	case "fy":
		return period(c, t, Year)
	default:
		return period(civil, t, Year)
	}
}

func (c Calendar) add(t time.Time, n int, unit string) time.Time {
	switch unit {
	case "s":
		return t.Add(time.Duration(n) * time.Second)
	case "m":
		return t.Add(time.Duration(n) * time.Minute)
	case "h":
		return t.Add(time.Duration(n) * time.Hour)
	case "d":
		return c.Back(t, Shift{Days: -n})
	case "w":
		return c.Back(t, Shift{Days: -7 * n})
	case "M":
		return c.addMonths(t, n)
	case "Q", "fQ":
		return c.addMonths(t, 3*n)
	default:
		return c.addMonths(t, 12*n)
	}
}

// addMonths keeps to the month: unlike Back, "now-1M/M" on the 31st must be the
// month before.
func (c Calendar) addMonths(t time.Time, n int) time.Time {
	from, sinceMidnight, nsec := reached(t)
	to, _ := from.addMonths(n)
	return (to.midnight() + sinceMidnight).first(c.location(), nsec)
}

func inBounds(s string, t time.Time) (time.Time, error) {
	if !representable(t) {
		return time.Time{}, fault.New("calendar.time_out_of_bounds", "text", s, "year", t.Year())
	}
	return t, nil
}
