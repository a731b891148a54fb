package oracle

import (
	"errors"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// share is what a target's value means for one day.
type share struct {
	target *target
	value  float64
	lacks  error
}

// schedule is what the targets of a metric say for each group and day.
type schedule struct {
	scopes []string
	scope  map[string]map[calendar.Date]string // whose targets hold
	days   map[string]map[calendar.Date][]share
}

// errNoScope says that nobody has targets by these dimensions.
var errNoScope = errors.New("no scope of targets has all these dimensions")

// served lists the dimensions of each scope.
var served = map[string][]string{
	"team": {"team"}, "user": {"rep", "team", "manager"}, "channel": {"channel"}, "campaign": {"campaign", "channel"},
	"pipeline": {"pipeline"}, "region": {"region"},
}

// scopesFor lists the scopes that can say something by these dimensions, the most binding first.
func scopesFor(dimensions []string) (scopes []string) { return scopesAmong(served, dimensions) }

func scopesAmong(served map[string][]string, dimensions []string) (scopes []string) {
	if len(dimensions) == 0 {
		return []string{"company", "team", "user"}
	}
	for _, scope := range []string{"team", "user", "channel", "campaign", "pipeline", "region"} {
		missing := func(d string) bool { return !slices.Contains(served[scope], d) }
		if !slices.ContainsFunc(dimensions, missing) {
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// schedule spreads the targets of a metric over their days and decides whose targets hold.
func (a *asking) schedule(metric string) *schedule {
	if found, ok := a.schedules[metric]; ok {
		return found
	}
	p := newSchedule()
	p.scopes = scopesFor(a.dimensions)
	for _, scope := range p.scopes {
		for of, days := range a.holds(metric, scope) {
			a.give(p, of.group, scope, days)
		}
	}
	a.schedules[metric] = p
	return p
}

func newSchedule() *schedule {
	return &schedule{scope: map[string]map[calendar.Date]string{}, days: map[string]map[calendar.Date][]share{}}
}

// holder is who or what a target is for, and the group it belongs to.
type holder struct{ group, id string }

// holds tells which target each holder of a scope has on each day: of several, the one for the shortest period.
func (a *asking) holds(metric, scope string) map[holder]map[calendar.Date]*target {
	holds := map[holder]map[calendar.Date]*target{}
	for _, t := range a.targets {
		if t.Metric != metric || t.Scope != scope || !isDay(t.PeriodStart) || !isDay(t.PeriodEnd) {
			continue
		}
		key, ok := a.groupOf(a.whom(t))
		if !ok {
			continue
		}
		of := holder{group: key}
		if t.ScopeID != nil {
			of.id = *t.ScopeID
		}
		if holds[of] == nil {
			holds[of] = map[calendar.Date]*target{}
		}
		for d := t.PeriodStart; d.Before(t.PeriodEnd); d = d.Add(1) {
			if other := holds[of][d]; other == nil || narrower(t, other) {
				holds[of][d] = t
			}
		}
	}
	return holds
}

func narrower(t, than *target) bool {
	length, other := t.PeriodEnd.Sub(t.PeriodStart), than.PeriodEnd.Sub(than.PeriodStart)
	if length != other {
		return length < other
	}
	if order := t.PeriodStart.Compare(than.PeriodStart); order != 0 {
		return order > 0
	}
	return t.Value < than.Value
}

// give lets the targets of a holder count for a key on the days for which no scope before had any.
func (a *asking) give(p *schedule, key, scope string, days map[calendar.Date]*target) {
	if p.days[key] == nil {
		p.days[key], p.scope[key] = map[calendar.Date][]share{}, map[calendar.Date]string{}
	}
	for d, t := range days {
		if holder, taken := p.scope[key][d]; taken && holder != scope {
			continue
		}
		p.scope[key][d] = scope
		p.days[key][d] = append(p.days[key][d], a.share(t, d))
	}
}

// share spreads a target evenly over the working days of its period, over all of its days where none is a working day.
func (a *asking) share(t *target, on calendar.Date) share {
	s := share{target: t}
	r := 1.0
	if money[t.Metric] {
		r, s.lacks = a.rate(t.Currency, t.PeriodStart)
	}
	working := 0
	for d := t.PeriodStart; d.Before(t.PeriodEnd); d = d.Add(1) {
		if a.works(d) {
			working++
		}
	}
	switch {
	case working == 0:
		s.value = t.Value * r / float64(t.PeriodEnd.Sub(t.PeriodStart))
	case a.works(on):
		s.value = t.Value * r / float64(working)
	}
	return s
}

var money = func() map[string]bool {
	all := map[string]bool{}
	for _, id := range amounts {
		all[id] = true
	}
	return all
}()

// works tells whether a day is a working day: its weekday has opening hours and it is no holiday.
func (c *Company) works(d calendar.Date) bool {
	open, any := false, false
	for _, h := range c.openingHours {
		if h.Schedule == "default" {
			any = true
			open = open || h.Weekday == int(d.Weekday())
		}
	}
	if !any {
		return true
	}
	for _, h := range c.holidays {
		if h.Schedule == "default" && h.Day == d {
			return false
		}
	}
	return open
}

// sharesDuring are the shares of the days of a range, a day partly in it by the fraction of its length.
func (a *asking) sharesDuring(p *schedule, key string, r calendar.Range) (shares []share) {
	if !r.From.Before(r.To) {
		return nil
	}
	for d := a.calendar.Date(r.From); a.midnight(d).Before(r.To); d = d.Add(1) {
		day := calendar.Range{From: a.midnight(d), To: a.midnight(d.Add(1))}
		inside, ok := day.Intersect(r)
		if !ok {
			continue
		}
		for _, s := range p.days[key][d] {
			s.value *= float64(inside.Duration()) / float64(day.Duration())
			shares = append(shares, s)
		}
	}
	return shares
}

// schedule is what the targets of a metric say, which fails where nobody has any by these dimensions.
func (c *cell) schedule(metric string) *schedule {
	p := c.asking.schedule(metric)
	if len(p.scopes) == 0 {
		c.fail(errNoScope)
	}
	return p
}

// target is what is aimed at in a range, nil if nothing is.
func (c *cell) target(metric string, r calendar.Range) *float64 {
	return c.amount(r, c.asking.schedule(metric))
}

// amount is what falls into a range of a schedule.
func (c *cell) amount(r calendar.Range, p *schedule) *float64 {
	if len(p.scopes) == 0 {
		c.fail(errNoScope)
	}
	var sum *float64
	for _, key := range c.keys {
		for _, s := range c.asking.sharesDuring(p, key, r) {
			c.touched = true
			c.fail(s.lacks)
			if sum == nil {
				sum = new(float64)
			}
			*sum += s.value
		}
	}
	return sum
}

// wholePeriods reaches from the start of the first to the end of the last period of the targets that hold in a range.
func (c *cell) wholePeriods(metric string, r calendar.Range) (whole calendar.Range, ok bool) {
	p := c.schedule(metric)
	for key := range p.days {
		for _, s := range c.asking.sharesDuring(p, key, r) {
			from, to := c.asking.midnight(s.target.PeriodStart), c.asking.midnight(s.target.PeriodEnd)
			if !ok || from.Before(whole.From) {
				whole.From = from
			}
			if !ok || to.After(whole.To) {
				whole.To = to
			}
			ok = true
		}
	}
	return whole, ok
}
