package oracle

import (
	"errors"
	"slices"
	"time"
)

// Rows that are counted when something happens. Each lists its facts with what they add to a sum.

// events makes a leaf of the rows for which at gives an instant; worth may be nil.
func events[R subject](name string, rows func(*Company) []R, at func(R) *time.Time, worth func(*asking, R, *fact)) *leaf {
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		for _, r := range rows(a.Company) {
			t := at(r)
			if t == nil {
				continue
			}
			f := fact{subject: r, from: *t, event: instant}
			if worth != nil {
				worth(a, r, &f)
			}
			facts = append(facts, f)
		}
		return facts
	}}
}

// when is t if the condition holds.
func when(condition bool, t *time.Time) *time.Time {
	if condition {
		return t
	}
	return nil
}

func is(s *string, text string) bool { return s != nil && *s == text }

func deals(c *Company) []*deal             { return c.deals }
func leads(c *Company) []*lead             { return c.leads }
func touches(c *Company) []*touch          { return c.touches }
func sessions(c *Company) []*session       { return c.sessions }
func tickets(c *Company) []*ticket         { return c.tickets }
func quotes(c *Company) []*quote           { return c.quotes }
func activities(c *Company) []*activity    { return c.activities }
func orders(c *Company) []*order           { return c.orders }
func mentions(c *Company) []*mention       { return c.mentions }
func slaTargets(c *Company) []*slaTarget   { return c.slaTargets }
func surveys(c *Company) []*survey         { return c.surveys }
func feedbacks(c *Company) []*feedback     { return c.feedback }
func commitments(c *Company) []*commitment { return c.commitments }
func checks(c *Company) []*check           { return c.checks }
func enrollments(c *Company) []*enrollment { return c.enrollments }

func dealAmount(a *asking, d *deal, f *fact)   { f.money(a, d.Amount, d.Currency) }
func orderAmount(a *asking, o *order, f *fact) { f.money(a, o.Amount, o.Currency) }

// The profit of an order is known where both its amount and its cost are.
func orderProfit(a *asking, o *order, f *fact) {
	f.money(a, minus(o.Amount, o.Cost), o.Currency)
}

// Sales.
var (
	won       = events("won", deals, func(d *deal) *time.Time { return when(d.Status == "won", d.ClosedAt) }, dealAmount)
	wonWorth  = events("won worth", deals, func(d *deal) *time.Time { return when(d.Status == "won" && d.Amount != nil, d.ClosedAt) }, nil)
	lost      = events("lost", deals, func(d *deal) *time.Time { return when(d.Status == "lost", d.ClosedAt) }, dealAmount)
	newDeals  = events("new deals", deals, func(d *deal) *time.Time { return &d.CreatedAt }, dealAmount)
	newLeads  = events("new leads", leads, func(l *lead) *time.Time { return &l.CreatedAt }, nil)
	qualified = events("qualified", leads,
		func(l *lead) *time.Time { return when(happens(l.QualifiedAt), &l.CreatedAt) }, nil)
	accepted = events("accepted", quotes, func(q *quote) *time.Time { return when(q.IsLatest && q.Status == "accepted", q.DecidedAt) }, nil)
	declined = events("declined", quotes, func(q *quote) *time.Time { return when(q.IsLatest && q.Status == "declined", q.DecidedAt) }, nil)
	done     = events("done", activities, func(v *activity) *time.Time { return when(v.Status == "done", v.CompletedAt) }, hours)
	meetings = events("meetings", activities, func(v *activity) *time.Time {
		return when(v.Status == "done" && is(v.Type, "meeting"), v.CompletedAt)
	}, nil)
	expansions = events("expansions", deals, func(d *deal) *time.Time { return when(is(d.Type, "upsell") || is(d.Type, "cross_sell"), dealWon(d)) }, dealAmount)
	renewals   = events("renewals", deals, func(d *deal) *time.Time { return when(is(d.Type, "renewal"), dealWon(d)) }, dealAmount)
	// What was done for a deal that was won counts when it was won.
	doneToWin = events("done to win", activities, func(v *activity) *time.Time {
		if v.Status != "done" || v.deal == nil {
			return nil
		}
		return dealWon(v.deal)
	}, nil)
	planned = events("planned", activities, func(v *activity) *time.Time {
		if v.StartsAt != nil {
			return when(v.Status == "planned", v.StartsAt)
		}
		return when(v.Status == "planned", v.DueAt)
	}, nil)
)

func hours(_ *asking, v *activity, f *fact) {
	f.unknown = v.DurationMinutes == nil
	if !f.unknown {
		f.value = *v.DurationMinutes / 60
	}
}

// expected makes a leaf of the open deals by the day on which they are expected to close, those left out for which it has passed.
func expected(name string, worth func(*deal) *float64) *leaf {
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		today := a.calendar.Date(a.now)
		if slices.Contains(a.dimensions, "hour_of_day") {
			a.err = errors.New("a day has no hour")
		}
		for _, d := range a.deals {
			if d.Status != "open" || d.ExpectedCloseOn == nil {
				continue
			}
			share := worth(d)
			if share != nil && *share < 0 {
				continue
			}
			if d.ExpectedCloseOn.Before(today) {
				continue
			}
			f := fact{subject: d, from: a.midnight(*d.ExpectedCloseOn), event: ofDay}
			f.money(a, times(d.Amount, share), d.Currency)
			facts = append(facts, f)
		}
		return facts
	}}
}

// What an open deal adds to a forecast, as a share of its amount; nil is not known, below 0 it is not in it at all.
var (
	likely = expected("likely", func(d *deal) *float64 { return d.Probability })
	// The expected close of these has passed: they are shown at the last moment before now.
	late = &leaf{"late", func(a *asking) (facts []fact) {
		for _, d := range a.deals {
			if d.Status == "open" && d.ExpectedCloseOn != nil && d.ExpectedCloseOn.Before(a.calendar.Date(a.now)) {
				f := fact{subject: d, from: a.now.Add(-time.Microsecond)}
				f.money(a, times(d.Amount, d.Probability), d.Currency)
				facts = append(facts, f)
			}
		}
		return facts
	}}
	committed = expected("committed", func(d *deal) *float64 { return among(d.ForecastCategory, "commit") })
	hopeful   = expected("hopeful", func(d *deal) *float64 { return among(d.ForecastCategory, "commit", "best_case") })
)

func among(category *string, categories ...string) *float64 {
	for _, c := range categories {
		if is(category, c) {
			return number64(1)
		}
	}
	return number64(-1)
}
