package calendar

import (
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Grain is the length of the periods that a range is cut into.
type Grain string

// The grains, from one period for the whole range to the coarsest calendar period.
// Quarter and Year are those of the fiscal year.
const (
	None    Grain = "none"
	Hour    Grain = "hour"
	Day     Grain = "day"
	Week    Grain = "week"
	Month   Grain = "month"
	Quarter Grain = "quarter"
	Year    Grain = "year"
)

// Grains returns all grains, None first, then from the finest to the coarsest.
func Grains() []Grain {
	return []Grain{None, Hour, Day, Week, Month, Quarter, Year}
}

// ParseGrain reads a grain by its name.
func ParseGrain(s string) (Grain, error) {
	if g := Grain(s); g.known() {
		return g, nil
	}
	names := make([]string, 0, len(Grains()))
	for _, g := range Grains() {
		names = append(names, string(g))
	}
	return None, fault.New("calendar.unknown_grain", "grain", s, "known", names)
}

func (g Grain) known() bool { return slices.Contains(Grains(), g) }

// coarser returns the grains with longer periods than g, from the finest.
func (g Grain) coarser() []Grain {
	all := Grains()
	return all[slices.Index(all, g)+1:]
}

// Coarser returns the coarser of two grains.
func Coarser(a, b Grain) Grain {
	if a.length() >= b.length() {
		return a
	}
	return b
}

// length returns the nominal length of a period, 0 for None.
func (g Grain) length() time.Duration {
	const day = 24 * time.Hour
	switch g {
	case Hour:
		return time.Hour
	case Day:
		return day
	case Week:
		return 7 * day
	case Month:
		return 30 * day
	case Quarter:
		return 91 * day
	case Year:
		return 365 * day
	default:
		return 0
	}
}

// months returns the length of a period in months, 0 for a grain of fixed length.
func (g Grain) months() int {
	switch g {
	case Month:
		return 1
	case Quarter:
		return 3
	case Year:
		return 12
	default:
		return 0
	}
}

// firstDay returns the first day of the period of g, Day or coarser, that d is in.
func (c Calendar) firstDay(d Date, g Grain) Date {
	switch g {
	case Week:
		return d.Add(-mod(int(d.Weekday()-c.WeekStart), 7))
	case Month, Quarter, Year:
		return NewDate(d.Year, d.Month-time.Month(mod(int(d.Month-c.fiscalStart()), g.months())), 1)
	default:
		return d
	}
}

// following returns the first day of the period after the one that starts on d.
func (c Calendar) following(d Date, g Grain) Date {
	switch g {
	case Week:
		return d.Add(7)
	case Month, Quarter, Year:
		return NewDate(d.Year, d.Month+time.Month(g.months()), 1)
	default:
		return d.Add(1)
	}
}

func (c Calendar) fiscalStart() time.Month {
	if c.FiscalStart == 0 {
		return time.January
	}
	return c.FiscalStart
}

// mod returns the remainder of a division, never negative.
func mod(a, b int) int { return (a%b + b) % b }
