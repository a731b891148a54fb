package oracle

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// presence makes a leaf of the users who have a quota, as long as they are there; each counts as so much of a person.
func presence(name string, from func(*user) *time.Time) *leaf {
	return &leaf{name, func(a *asking) (facts []fact) {
		for _, u := range a.users {
			if !u.IsQuotaCarrying {
				continue
			}
			start := ever
			if t := from(u); t != nil {
				start = *t
			}
			f := a.state(u, start, u.LeftAt)
			f.value = 1
			if u.FTE != nil {
				f.value = *u.FTE
			}
			facts = append(facts, f)
		}
		return facts
	}}
}

var (
	employed = presence("employed", func(u *user) *time.Time { return u.HiredAt })
	ramped   = presence("ramped", func(u *user) *time.Time {
		if u.RampedAt == nil {
			return u.HiredAt
		}
		return u.RampedAt
	})
)

// people is the number of full-time users who were there in a range, and whether there was anybody.
func (c *cell) people(l *leaf, r calendar.Range) (fte float64, anybody bool) {
	facts := c.asking.facts(l)
	if !r.From.Before(r.To) {
		return 0, false
	}
	for _, key := range c.keys {
		for _, f := range facts[key] {
			there := calendar.Range{From: f.from, To: f.until}
			if inside, ok := there.Intersect(r); ok {
				fte += f.value * float64(inside.Duration()) / float64(r.Duration())
				anybody = true
			}
		}
	}
	return fte, anybody
}

// perPerson is what the people who were there while the bucket has elapsed have sold each.
func (c *cell) perPerson(l *leaf) *float64 {
	revenue := c.sum(won)
	fte, anybody := c.people(l, c.part.elapsed)
	c.touched = c.touched || anybody
	return ratio(revenue, &fte)
}
