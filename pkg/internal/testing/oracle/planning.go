package oracle

import (
	"math"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// Planning judges what is left to do by the year before the range, unless the question assumes something else.

// assumption is the number that the question gives for a name, else what can be found.
func (c *cell) assumption(name string, find func() *float64) *float64 {
	if given := c.asking.parameter(name, ""); given != "" {
		return number64(figure(given))
	}
	return find()
}

// goal is what is to be sold in all the target periods that the range touches; false where it touches none.
func (c *cell) goal() (goal *float64, whole calendar.Range, ok bool) {
	whole, ok = c.wholePeriods("revenue", c.part.whole)
	if !ok {
		return nil, whole, false
	}
	target := c.target("revenue", whole)
	return c.assumption("revenue_target", func() *float64 { return target }), whole, true
}

// gap is what is missing to the goal.
func (c *cell) gap() *float64 {
	goal, whole, ok := c.goal()
	if !ok {
		return nil
	}
	missing := minus(goal, c.total(c.rows(won, whole)))
	if missing == nil {
		return nil
	}
	return number64(max(0, *missing))
}

// runRate is what is to be sold on each working day that is left, today included.
func (c *cell) runRate() *float64 {
	gap := c.gap()
	whole, ok := c.wholePeriods("revenue", c.part.whole)
	if !ok {
		return nil
	}
	left, today := 0.0, c.asking.calendar.Date(c.asking.now)
	for d := c.asking.calendar.Date(whole.From); d.Before(c.asking.calendar.Date(whole.To)); d = d.Add(1) {
		if !d.Before(today) && c.asking.works(d) {
			left++
		}
	}
	return ratio(gap, &left)
}

func (c *cell) trailingYear() calendar.Range { return c.asking.trailing(c.part.whole) }

// dealSize is the mean amount of the deals won in the past year.
func (c *cell) dealSize() *float64 {
	deals, worth := c.glimpse(won, c.trailingYear()), c.glimpse(wonWorth, c.trailingYear())
	return ratio(c.total(deals), number64(float64(len(worth))))
}

// leadConversion is the share of the leads of the past year that were won, as far as they have had their window.
func (c *cell) leadConversion() *float64 {
	return converted(c.glimpse(leadsToWin, c.mature(c.trailingYear())))
}

// winRate is the share of the deals closed in the past year that were won.
func (c *cell) winRate() *float64 {
	wins, losses := number64(float64(len(c.glimpse(won, c.trailingYear())))), number64(float64(len(c.glimpse(lost, c.trailingYear()))))
	return ratio(wins, plus(wins, losses))
}

// winRateValue is the share by amount.
func (c *cell) winRateValue() *float64 {
	wins, losses := c.glimpse(won, c.trailingYear()), c.glimpse(lost, c.trailingYear())
	return ratio(c.total(wins), c.total(slices.Concat(wins, losses)))
}

func ceil(v *float64) *float64 {
	if v == nil {
		return nil
	}
	return number64(math.Ceil(round(*v)))
}

// gapAfterPipeline is what of the gap is left when the open deals do what is likely, by the end of the periods.
func (c *cell) gapAfterPipeline() *float64 {
	gap := c.gap()
	whole, ok := c.wholePeriods("revenue", c.part.whole)
	if !ok {
		return nil
	}
	left := minus(gap, c.total(c.rows(likely, whole)))
	if left == nil {
		return nil
	}
	return number64(max(0, *left))
}

// leadsNeeded is how many leads close the gap that the pipeline leaves, or the whole one; nobody can help once the periods are over.
func (c *cell) leadsNeeded() *float64 {
	gap := c.gap()
	if c.asking.parameter("count_pipeline", "yes") == "yes" {
		gap = c.gapAfterPipeline()
	}
	conversion := c.assumption("lead_conversion_rate", c.leadConversion)
	size := c.assumption("average_deal_size", c.dealSize)
	whole, ok := c.wholePeriods("revenue", c.part.whole)
	if !ok || !whole.To.After(c.asking.now) {
		return nil
	}
	return ceil(ratio(gap, times(conversion, size)))
}

// dealsNeeded is how many deals close the gap, the lost ones included.
func (c *cell) dealsNeeded() *float64 {
	rate, size := c.assumption("win_rate", c.winRate), c.assumption("average_deal_size", c.dealSize)
	return ceil(ratio(c.gap(), times(rate, size)))
}

// pipelineNeeded is what must be in the pipeline to close the gap.
func (c *cell) pipelineNeeded() *float64 {
	return ratio(c.gap(), c.assumption("win_rate_value", c.winRateValue))
}

// repsNeeded is how many ramped reps sell the goal in its time.
func (c *cell) repsNeeded() *float64 {
	year := c.trailingYear()
	year.To = first(year.To, c.asking.now) // what has not happened yet says nothing
	each := c.assumption("revenue_per_ramped_rep", func() *float64 {
		fte, _ := c.people(ramped, year)
		return ratio(c.total(c.glimpse(won, year)), &fte)
	})
	goal, whole, ok := c.goal()
	if !ok {
		return nil
	}
	if !year.From.Before(year.To) {
		return nil
	}
	days, yearDays := c.asking.daysOf(whole, whole), c.asking.daysOf(year, year)
	return ceil(ratio(goal, times(each, ratio(&days, &yearDays))))
}

// coverage is how many times the open deals that are expected to close in the periods would close the gap.
func (c *cell) coverage() *float64 {
	gap := c.gap()
	whole, ok := c.wholePeriods("revenue", c.part.whole)
	if !ok {
		return nil
	}
	return ratio(c.total(c.rows(expectedOpen, whole)), gap)
}

var expectedOpen = expected("expected", func(*deal) *float64 { return number64(1) })

// velocity is what the open deals bring per day, won as often, as large and as fast as in the past year.
func (c *cell) velocity() *float64 {
	open, rate, size := c.countNow(openDeals), c.winRate(), c.dealSize()
	var lengths []float64
	for _, f := range c.glimpse(cycles, c.trailingYear()) {
		if f.measured {
			lengths = append(lengths, f.value)
		}
	}
	return ratio(times(open, times(rate, size)), statistic(c.asking.parameter("statistic", "median"), lengths))
}
