package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// given returns the value that the question gives instead of a KPI; nil when it is to be computed.
func given(k asked, n catalog.Assumed) *float64 {
	text := k.arguments[n.KPI.ID]
	if text == "" {
		return nil
	}
	value, err := catalog.ParseNumber(text)
	if err != nil {
		return nil
	}
	return &value
}

// countDays counts days of the calendar in a window; null for a window that is empty.
func (p *planner) countDays(n catalog.CalendarDays, a *axis, i int) *float64 {
	if len(a.windows) == 1 {
		i = 0
	}
	w := a.windows[i]
	if empty(w) {
		return nil
	}
	cal := p.settings.Calendar
	count := cal.Days(w)
	if n.Left {
		from := cal.Date(later(p.request.Now, w.From))
		count = float64(p.workingDays.Count(from, cal.FirstDayAtOrAfter(w.To)))
	}
	return &count
}
