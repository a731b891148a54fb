package oracle

import (
	"math"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// part is the stretch of time that a value is for: a bucket or the whole range, of the question or of the compared period.
type part struct {
	span    calendar.Range  // what happened in it
	elapsed calendar.Range  // what of it has elapsed by now
	aims    calendar.Range  // whose targets it has
	ahead   *calendar.Range // what lies ahead, for the KPIs of the future; nil for nothing
	horizon time.Duration   // how far ahead that is from now, 0 where the range says it
	whole   calendar.Range  // the whole range
	instant time.Time       // the state just before which it shows
	begun   bool            // by now
	total   bool            // it is a total, not a bucket
}

func (p part) empty() bool { return !p.span.From.Before(p.span.To) }

// cell is one value to find: of some groups over some time.
type cell struct {
	asking  *asking
	part    part
	keys    []string // the groups, several for the rest
	touched bool     // there was a row to look at
	err     error
}

func (c *cell) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// rows are the rows of a leaf that begin in a range.
func (c *cell) rows(l *leaf, r calendar.Range) []fact {
	found := c.glimpse(l, r)
	c.touched = c.touched || len(found) > 0
	return found
}

// glimpse are the rows of a leaf that begin in a range, which alone do not make a group.
func (c *cell) glimpse(l *leaf, r calendar.Range) (found []fact) {
	facts := c.asking.facts(l)
	for _, key := range c.keys {
		found = append(found, during(facts[key], r)...)
	}
	return found
}

// total adds up the values of the rows that have one; nil where there are rows, but none of them has.
func (c *cell) total(facts []fact) *float64 {
	if kind := c.asking.ofValues(); kind != "" {
		return c.statistic(kind, facts)
	}
	return c.weighted(facts, func(fact) float64 { return 1 })
}

// statistic is one of the values of the rows that have one; nil where there are rows, but none of them has.
func (c *cell) statistic(kind string, facts []fact) *float64 {
	var values []float64
	for _, f := range facts {
		c.fail(f.lacks)
		if !f.unknown {
			values = append(values, f.value)
		}
	}
	if len(facts) > 0 && len(values) == 0 {
		return nil
	}
	return statistic(kind, values)
}

// weighted is a total of the rows with a weight, of so much of each.
func (c *cell) weighted(facts []fact, weight func(fact) float64) *float64 {
	sum, size, rows, known := 0.0, 0.0, 0, 0
	for _, f := range facts {
		w := weight(f)
		if w == 0 {
			continue
		}
		c.fail(f.lacks)
		rows++
		if !f.unknown {
			known++
			sum, size = sum+f.value*w, size+math.Abs(f.value*w)
		}
	}
	switch {
	case rows > 0 && known == 0:
		return nil
	case math.Abs(sum) < 1e-12*size: // what cancels out is nothing
		return number64(0)
	}
	return &sum
}

// count is the number of rows that happened in the part, nil for a part that does not exist, as the 31st of February, with
// which a 31st of March is compared.
func (c *cell) count(l *leaf) *float64 {
	found := c.rows(l, c.part.span)
	if c.part.empty() {
		return nil
	}
	return number64(float64(len(found)))
}

// sum is what the rows that happened in the part add up to, nil for a part that does not exist.
func (c *cell) sum(l *leaf) *float64 {
	found := c.rows(l, c.part.span)
	if c.part.empty() {
		return nil
	}
	return c.total(found)
}

// wonByAmount is the share of what was closed that was won, by amount.
func (c *cell) wonByAmount() *float64 {
	wins, losses := c.rows(won, c.part.span), c.rows(lost, c.part.span)
	if c.part.empty() {
		return nil
	}
	return ratio(c.total(wins), c.total(slices.Concat(wins, losses)))
}

// now are the states that hold just before the instant of the part; false for a part that has not begun.
func (c *cell) now(l *leaf) ([]fact, bool) {
	if !c.part.begun || c.part.empty() {
		return nil, false
	}
	facts := c.asking.facts(l)
	var found []fact
	for _, key := range c.keys {
		found = append(found, holding(facts[key], c.part.instant)...)
	}
	c.touched = c.touched || len(found) > 0
	return found, true
}

func (c *cell) countNow(l *leaf) *float64 {
	found, ok := c.now(l)
	if !ok {
		return nil
	}
	return number64(float64(len(found)))
}

func (c *cell) sumNow(l *leaf) *float64 {
	found, ok := c.now(l)
	if !ok {
		return nil
	}
	return c.total(found)
}

// countAhead is the number of rows that lie ahead.
func (c *cell) countAhead(l *leaf) *float64 {
	if c.part.ahead == nil {
		return nil
	}
	return number64(float64(len(c.rows(l, *c.part.ahead))))
}

// duration is the statistic of what took its time and happened in the part.
func (c *cell) duration(l *leaf) *float64 {
	var lengths []float64
	for _, f := range c.rows(l, c.part.span) {
		if f.measured {
			lengths = append(lengths, f.value)
		}
	}
	if c.part.empty() {
		return nil
	}
	return statistic(c.asking.parameter("statistic", "median"), lengths)
}

// mean is the mean of what was measured on rows that happened in the part.
func (c *cell) mean(l *leaf) *float64 {
	sum, n := 0.0, 0.0
	for _, f := range c.rows(l, c.part.span) {
		if f.measured {
			sum, n = sum+f.value, n+1
		}
	}
	return ratio(&sum, &n)
}

// conversion is the share of those who began in the part and did what is asked for. A total leaves out who is too young to tell.
func (c *cell) conversion(l *leaf) *float64 {
	r := c.part.span
	if c.part.total {
		r = c.mature(r)
	}
	return converted(c.rows(l, r))
}

// mature is the part of a range whose cohorts have had their window: all of it, if the window never ends.
func (c *cell) mature(r calendar.Range) calendar.Range {
	if window, ends := c.asking.window(); ends {
		r.To = first(r.To, c.asking.now.Add(-window))
	}
	return r
}

func converted(members []fact) *float64 {
	did := 0.0
	for _, f := range members {
		if f.done {
			did++
		}
	}
	return ratio(number64(did), number64(float64(len(members))))
}

func number64(v float64) *float64 { return &v }

// ratio is x / y; nil when it is not defined.
func ratio(x, y *float64) *float64 {
	if x == nil || y == nil || *y == 0 {
		return nil
	}
	return number64(*x / *y)
}

// change is what has been gained, as a part of the size of what was there before; nil where there was nothing.
func change(now, then *float64) *float64 {
	if then == nil {
		return nil
	}
	size := *then
	if size < 0 {
		size = -size
	}
	return ratio(minus(now, then), &size)
}

func plus(x, y *float64) *float64 {
	if x == nil || y == nil {
		return nil
	}
	return number64(*x + *y)
}

func minus(x, y *float64) *float64 {
	if x == nil || y == nil {
		return nil
	}
	return number64(*x - *y)
}

func times(x, y *float64) *float64 {
	if x == nil || y == nil {
		return nil
	}
	return number64(*x * *y)
}
