package oracle

import (
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
	whole   calendar.Range  // the whole range
	instant time.Time       // the state at which it shows
	begun   bool            // by now
	total   bool            // it is a total, not a bucket
}

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
func (c *cell) rows(l *leaf, r calendar.Range) (found []fact) {
	facts := c.asking.facts(l)
	for _, key := range c.keys {
		found = append(found, during(facts[key], r)...)
	}
	c.touched = c.touched || len(found) > 0
	return found
}

// total adds up the values of rows.
func (c *cell) total(facts []fact) float64 {
	sum := 0.0
	for _, f := range facts {
		c.fail(f.lacks)
		sum += f.value
	}
	return sum
}

// count is the number of rows that happened in the part.
func (c *cell) count(l *leaf) *float64 { return number64(float64(len(c.rows(l, c.part.span)))) }

// sum is what the rows that happened in the part add up to.
func (c *cell) sum(l *leaf) *float64 { return number64(c.total(c.rows(l, c.part.span))) }

// now are the states that hold at the instant of the part; false for a part that has not begun.
func (c *cell) now(l *leaf) ([]fact, bool) {
	if !c.part.begun {
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
	return number64(c.total(found))
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
	return statistic(c.asking.parameter("statistic", "median"), lengths)
}

// conversion is the share of those who began in the part and did what is asked for. A total leaves out who is too young to tell.
func (c *cell) conversion(l *leaf) *float64 { return c.conversionIn(l, c.part.span, c.part.total) }

func (c *cell) conversionIn(l *leaf, r calendar.Range, mature bool) *float64 {
	members := c.rows(l, r)
	if mature {
		young := func(f fact) bool { return !f.from.Before(c.asking.now.Add(-c.asking.window())) }
		members = slices.DeleteFunc(slices.Clone(members), young)
	}
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
