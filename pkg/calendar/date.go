package calendar

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Date is a day of the civil calendar, in no particular zone. Make it with
// NewDate, DateOf or ParseDate, so that equal days are equal values.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// NewDate returns a day; a month or day outside its bounds is carried over, so
// that day 0 is the last day of the month before.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the date that t shows in its own location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// ParseDate reads a date like "2006-01-02".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fault.New("calendar.not_a_date", "text", s)
	}
	return DateOf(t), nil
}

const secondsPerDay = 24 * 60 * 60

// number counts days from 1970-01-01.
func (d Date) number() int { return int(d.midnight() / secondsPerDay) }

// midnight is the clock's reading at the beginning of the day.
func (d Date) midnight() clock {
	return clock(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix())
}

// Add returns the day n days later, or earlier when n is negative.
func (d Date) Add(n int) Date { return NewDate(d.Year, d.Month, d.Day+n) }

// Sub returns the number of days from e to d.
func (d Date) Sub(e Date) int { return d.number() - e.number() }

// Compare returns -1, 0 or +1 as d is before, the same as or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Weekday(mod(d.number()+int(time.Thursday), 7)) // 1970-01-01 was a Thursday
}

// Start returns the first instant of the day in a zone; nil is UTC. Where midnight
// does not exist it is the first existing instant after it.
func (d Date) Start(zone *time.Location) time.Time {
	return d.midnight().first(Calendar{Location: zone}.location(), 0)
}

// addMonths returns the day n months later (earlier when n is negative). When that
// month has no such day, it returns the month's last day and false.
func (d Date) addMonths(n int) (day Date, exists bool) {
	last := NewDate(d.Year, d.Month+time.Month(n)+1, 0)
	if d.Day > last.Day {
		return last, false
	}
	return Date{Year: last.Year, Month: last.Month, Day: d.Day}, true
}

// String returns the date like "2006-01-02".
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Value makes the date a statement's argument, as text like "2006-01-02".
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads a column of type date, or text like "2006-01-02".
func (d *Date) Scan(value any) error {
	switch v := value.(type) {
	case time.Time:
		*d = DateOf(v)
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	default:
		return fault.New("calendar.no_date_column", "type", fmt.Sprintf("%T", value))
	}
}

// MarshalText writes the date like "2006-01-02", as a JSON value or key too.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date like "2006-01-02".
func (d *Date) UnmarshalText(text []byte) error {
	date, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = date
	return nil
}
