package oracle

import "github.com/crmkpi/crm-datasource/pkg/calendar"

// versusPrevious compares the revenue with that of the equal period before: as far back as the whole range reaches.
func (c *cell) versusPrevious() *float64 {
	now := c.sum(won)
	if !c.part.begun || c.part.empty() {
		return nil
	}
	shift := c.asking.calendar.Previous(c.part.aims)
	before := calendar.Range{From: c.asking.calendar.Back(c.part.elapsed.From, shift), To: c.asking.calendar.Back(c.part.elapsed.To, shift)}
	return change(now, c.total(c.rows(won, before)))
}
