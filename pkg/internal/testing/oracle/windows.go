package oracle

import (
	"slices"
	"strconv"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// windowed is the part of an entry that asks for another one than the bucket: before it, or all the time up to its end.
func (a *asking) windowed(p part) part {
	if text := a.own.arguments["offset"]; text != "" {
		p = a.before(p, a.offset(text))
	}
	if !p.elapsed.From.Before(p.elapsed.To) {
		return p // nothing of it is there
	}
	end := p.elapsed.To
	switch {
	case a.own.arguments["rolling"] != "":
		n, unit := distance(a.own.arguments["rolling"])
		p.elapsed.From = a.calendar.Back(end, lengths[unit](n))
	case a.own.arguments["to_date"] != "":
		p.elapsed.From = a.calendar.Floor(end.Add(-time.Nanosecond), calendar.Grain(a.own.arguments["to_date"]))
	default:
		return p
	}
	p.span, p.aims = p.elapsed, p.elapsed
	return p
}

// hasWindow tells whether an entry asks for another time than that of the bucket, which nobody knows before the bucket has begun.
func (e askedFor) hasWindow() bool {
	return slices.ContainsFunc([]string{"offset", "rolling", "to_date"}, func(name string) bool { return e.arguments[name] != "" })
}

// lengths are what a number of them is on the calendar.
var lengths = map[string]func(n int) calendar.Shift{
	"d": func(n int) calendar.Shift { return calendar.Shift{Days: n} },
	"w": func(n int) calendar.Shift { return calendar.Shift{Days: 7 * n} },
	"M": func(n int) calendar.Shift { return calendar.Shift{Months: n} },
	"Q": func(n int) calendar.Shift { return calendar.Shift{Months: 3 * n} },
	"y": func(n int) calendar.Shift { return calendar.Shift{Months: 12 * n} },
}

func distance(text string) (n int, unit string) {
	last := len(text) - 1
	n, err := strconv.Atoi(text[:last])
	if err != nil {
		panic(err)
	}
	return n, text[last:]
}

// offset is how far back values are looked at. Weeks have come from weeks, whose year has 52 of them.
func (a *asking) offset(text string) calendar.Shift {
	n, unit := distance(text)
	if unit == "y" && a.question.Grain == calendar.Week {
		return calendar.Shift{Days: 52 * 7 * n}
	}
	return lengths[unit](n)
}
