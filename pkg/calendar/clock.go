package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

var clockTime = regexp.MustCompile(`^([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?(?:\.0+)?$`)

// day is one on the clock, whatever the time zone does.
const day = 24 * time.Hour

// ParseOpening reads the hours of a day, as 09:00 and 17:30. What closes at an earlier time of the clock, or after 24:00, closes
// the day after: 22:00 to 06:00 is 22:00 to 30:00. From a time to the same one is both no time and a whole day, and an error.
func ParseOpening(opens, closes string) (Opening, error) {
	var o Opening
	var err error
	if o.Opens, err = ParseClock(opens); err != nil {
		return o, err
	}
	if o.Closes, err = clockOf(closes); err != nil {
		return o, err
	}
	if o.Closes > 2*day {
		return o, fault.New("calendar.closes_too_late", "text", closes)
	}
	if o.Closes == o.Opens {
		return o, fault.New("calendar.opens_as_it_closes", "time", onClock(o.Opens), "next", onClock(o.Opens+day))
	}
	if o.Closes < o.Opens {
		o.Closes += day
	}
	return o, nil
}

// onClock is the reverse of [ParseClock].
func onClock(sinceMidnight time.Duration) string {
	return fmt.Sprintf("%02d:%02d", sinceMidnight/time.Hour, sinceMidnight%time.Hour/time.Minute)
}

// ParseClock reads a time on the clock as its distance from midnight: 09:00, 17:30:00, and 24:00 for the end of the day.
func ParseClock(text string) (time.Duration, error) {
	total, err := clockOf(text)
	if err == nil && total > day {
		return 0, fault.New("calendar.clock_after_midnight", "text", text)
	}
	return total, err
}

func clockOf(text string) (time.Duration, error) {
	parts := clockTime.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return 0, fault.New("calendar.not_a_clock_time", "text", text)
	}
	var total time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(parts[i+1])
		total += time.Duration(n) * unit
	}
	return total, nil
}
