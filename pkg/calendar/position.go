package calendar

import "time"

// Position returns the days from 1970-01-01 to t; the running day counts by the fraction of its length that has passed.
func (c Calendar) Position(t time.Time) float64 {
	d := c.Date(t)
	start, end := d.Start(c.location()), d.Add(1).Start(c.location())
	return float64(d.Sub(epoch)) + float64(t.Sub(start))/float64(end.Sub(start))
}

var epoch = DateOf(time.Unix(0, 0).UTC())

// Days returns the days in a range, 23 or 25 hours long or not; days partly in it count by the fraction of their length.
func (c Calendar) Days(r Range) float64 { return c.Position(r.To) - c.Position(r.From) }
