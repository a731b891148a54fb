package oracle

import "github.com/crmkpi/crm-datasource/pkg/calendar"

// budgets are the campaigns with a budget, which is spread evenly over their days.
var budgets = &leaf{"budgets", func(a *asking) (facts []fact) {
	for _, k := range a.campaigns {
		if k.StartsOn == nil || k.EndsOn == nil || k.Budget == nil || k.EndsOn.Before(*k.StartsOn) || !isDay(*k.StartsOn) || !isDay(*k.EndsOn) {
			continue
		}
		end := a.midnight(k.EndsOn.Add(1))
		f := a.state(k, a.midnight(*k.StartsOn), &end)
		f.money(a, k.Budget, k.Currency)
		facts = append(facts, f)
	}
	return facts
}}

// budget is what may be spent in the whole bucket.
func (c *cell) budget() *float64 {
	facts := c.asking.facts(budgets)
	if c.part.empty() {
		return nil
	}
	var found []fact
	for _, key := range c.keys {
		found = append(found, facts[key]...)
	}
	return c.weighted(found, func(f fact) float64 {
		k := f.subject.(*campaign)
		days := c.asking.daysOf(calendar.Range{From: f.from, To: f.until}, c.part.aims)
		c.touched = c.touched || days > 0
		return days / float64(k.EndsOn.Sub(*k.StartsOn)+1)
	})
}

// daysOf is how many days of a stretch lie in a range, a day partly in it by the fraction of its length.
func (a *asking) daysOf(stretch, r calendar.Range) (days float64) {
	inside, ok := stretch.Intersect(r)
	if !ok {
		return 0
	}
	for d := a.calendar.Date(inside.From); ; d = d.Add(1) {
		day := calendar.Range{From: a.midnight(d), To: a.midnight(d.Add(1))}
		if !day.From.Before(inside.To) {
			return days
		}
		if part, ok := day.Intersect(inside); ok {
			days += float64(part.Duration()) / float64(day.Duration())
		}
	}
}
