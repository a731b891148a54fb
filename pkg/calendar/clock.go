package calendar

import (
	"regexp"
	"strconv"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

var clockTime = regexp.MustCompile(`^([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?(?:\.0+)?$`)

// ParseClock reads a time on the clock as its distance from midnight: 09:00, 17:30:00, and 24:00 for the end of the day.
func ParseClock(text string) (time.Duration, error) {
	parts := clockTime.FindStringSubmatch(text)
	if parts == nil {
		return 0, fault.New("calendar.not_a_clock_time", "text", text)
	}
	var total time.Duration
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(parts[i+1])
		total += time.Duration(n) * unit
	}
	if total > 24*time.Hour {
		return 0, fault.New("calendar.clock_after_midnight", "text", text)
	}
	return total, nil
}
