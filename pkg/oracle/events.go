package oracle

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
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
			f := fact{subject: r, from: *t}
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
	if o.Amount != nil && o.Cost != nil {
		profit := *o.Amount - *o.Cost
		f.money(a, &profit, o.Currency)
	}
}

// Sales.
var (
	won       = events("won", deals, func(d *deal) *time.Time { return when(d.Status == "won", d.ClosedAt) }, dealAmount)
	lost      = events("lost", deals, func(d *deal) *time.Time { return when(d.Status == "lost", d.ClosedAt) }, dealAmount)
	newDeals  = events("new deals", deals, func(d *deal) *time.Time { return &d.CreatedAt }, dealAmount)
	newLeads  = events("new leads", func(c *Company) []*lead { return c.leads }, func(l *lead) *time.Time { return &l.CreatedAt }, nil)
	qualified = events("qualified", func(c *Company) []*lead { return c.leads },
		func(l *lead) *time.Time { return when(l.QualifiedAt != nil, &l.CreatedAt) }, nil)
	accepted = events("accepted", quotes, func(q *quote) *time.Time { return when(q.IsLatest && q.Status == "accepted", q.DecidedAt) }, nil)
	declined = events("declined", quotes, func(q *quote) *time.Time { return when(q.IsLatest && q.Status == "declined", q.DecidedAt) }, nil)
	done     = events("done", activities, func(v *activity) *time.Time { return when(v.Status == "done", v.CompletedAt) }, hours)
	meetings = events("meetings", activities, func(v *activity) *time.Time {
		return when(v.Status == "done" && is(v.Type, "meeting"), v.CompletedAt)
	}, nil)
	planned = events("planned", activities, func(v *activity) *time.Time {
		if v.StartsAt != nil {
			return when(v.Status == "planned", v.StartsAt)
		}
		return when(v.Status == "planned", v.DueAt)
	}, nil)
)

func hours(_ *asking, v *activity, f *fact) {
	if v.DurationMinutes != nil {
		f.value = *v.DurationMinutes / 60
	}
}

// Marketing.
var (
	customersWon = events("customers won", func(c *Company) []*account { return c.accounts }, func(r *account) *time.Time { return r.FirstWonAt }, nil)
	creditedWon  = &leaf{"credited", credited}
	ordered      = events("ordered", orders, func(o *order) *time.Time { return &o.OrderedAt }, orderAmount)
	profits      = events("profits", orders, func(o *order) *time.Time { return &o.OrderedAt }, orderProfit)
	allMentions  = events("all mentions", mentions, func(m *mention) *time.Time { return &m.PublishedAt }, nil)
	ownMentions  = events("own mentions", mentions, func(m *mention) *time.Time { return when(m.IsOwnBrand, &m.PublishedAt) }, reached)
	positive     = ownOf("positive")
	negative     = ownOf("negative")
	scored       = events("scored", mentions, func(m *mention) *time.Time { return when(m.IsOwnBrand && m.Sentiment != nil, &m.PublishedAt) }, nil)
	spent        = costs("spent", func(*cost) bool { return true })
	spentOnMedia = costs("spent on media", func(c *cost) bool { return is(c.Kind, "media") })
)

func ownOf(sentiment string) *leaf {
	return events(sentiment, mentions, func(m *mention) *time.Time {
		return when(m.IsOwnBrand && is(m.Sentiment, sentiment), &m.PublishedAt)
	}, nil)
}

func reached(_ *asking, m *mention, f *fact) {
	if m.Reach != nil {
		f.value = *m.Reach
	}
}

// costs happen on a day: it lies in a range when its beginning does.
func costs(name string, counts func(*cost) bool) *leaf {
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		for _, c := range a.costs {
			if counts(c) {
				f := fact{subject: c, from: a.midnight(c.SpentOn)}
				r, err := a.rate(c.Currency, c.SpentOn)
				f.value, f.lacks = c.Amount*r, err
				facts = append(facts, f)
			}
		}
		return facts
	}}
}

func (a *asking) midnight(d calendar.Date) time.Time { return d.Start(a.calendar.Location) }

// expected makes a leaf of the open deals by the day on which they are expected to close, today if that has passed.
func expected(name string, worth func(*deal) float64) *leaf {
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		today := a.calendar.Date(a.now)
		for _, d := range a.deals {
			if d.Status != "open" || d.ExpectedCloseOn == nil || worth(d) < 0 {
				continue
			}
			day := *d.ExpectedCloseOn
			if day.Before(today) {
				day = today
			}
			f := fact{subject: d, from: a.midnight(day)}
			f.money(a, d.Amount, d.Currency)
			f.value *= worth(d)
			facts = append(facts, f)
		}
		return facts
	}}
}

// What an open deal adds to a forecast, as a share of its amount; below 0 it is not in it at all.
var (
	likely = expected("likely", func(d *deal) float64 {
		if d.Probability == nil {
			return 0
		}
		return *d.Probability
	})
	committed = expected("committed", func(d *deal) float64 { return among(d.ForecastCategory, "commit") })
	hopeful   = expected("hopeful", func(d *deal) float64 { return among(d.ForecastCategory, "commit", "best_case") })
)

func among(category *string, categories ...string) float64 {
	for _, c := range categories {
		if is(category, c) {
			return 1
		}
	}
	return -1
}

// Support.
var (
	ticketsCreated = events("tickets created", tickets, func(t *ticket) *time.Time { return &t.CreatedAt }, nil)
	ticketsSolved  = events("tickets solved", tickets, func(t *ticket) *time.Time { return t.SolvedAt }, nil)
	reopened       = events("reopened", tickets, func(t *ticket) *time.Time { return when(t.ReopenCount > 0, t.SolvedAt) }, nil)
	complaints     = events("complaint tickets", tickets, func(t *ticket) *time.Time { return when(is(t.Kind, "complaint"), &t.CreatedAt) }, nil)
	escalated      = events("escalated", tickets, func(t *ticket) *time.Time { return when(t.EscalatedAt != nil, &t.CreatedAt) }, nil)

	slaMet = events("sla met", slaTargets, func(s *slaTarget) *time.Time {
		return when(s.MetAt != nil && !s.MetAt.After(s.DueAt), &s.DueAt)
	}, nil)
	slaDecided = events("sla decided", slaTargets, func(s *slaTarget) *time.Time {
		return when(s.MetAt != nil || s.BreachedAt != nil, &s.DueAt)
	}, nil)
	slaAhead = events("sla ahead", slaTargets, func(s *slaTarget) *time.Time {
		return when(s.MetAt == nil && s.BreachedAt == nil, &s.DueAt)
	}, nil)

	answers = events("answers", surveys, func(s *survey) *time.Time { return when(s.Kind == "csat" && s.Score != nil, s.RespondedAt) }, nil)
	happy   = events("happy", surveys, func(s *survey) *time.Time {
		return when(s.Kind == "csat" && s.Score != nil && s.ScaleMax != nil && 10**s.Score >= 8**s.ScaleMax, s.RespondedAt)
	}, nil)
	professionalism = marks("professionalism", func(s *survey) *float64 { return s.Professionalism })
	friendliness    = marks("friendliness", func(s *survey) *float64 { return s.Friendliness })
	usefulness      = marks("usefulness", func(s *survey) *float64 { return s.Usefulness })

	complained  = heard("complaint")
	recommended = heard("recommendation")
	praised     = heard("praise")

	commitmentsAhead = events("commitments ahead", commitments, func(c *commitment) *time.Time {
		return when(c.FulfilledAt == nil && c.CancelledAt == nil, c.DueAt)
	}, nil)

	checked = events("checked", checks, func(c *check) *time.Time { return &c.CheckedAt }, nil)
	passed  = events("passed", checks, func(c *check) *time.Time { return when(c.Passed, &c.CheckedAt) }, nil)
)

// marks are the answered surveys, with the mark that those with one give.
func marks(name string, mark func(*survey) *float64) *leaf {
	return events(name, surveys, func(s *survey) *time.Time { return s.RespondedAt }, func(_ *asking, s *survey, f *fact) {
		if m := mark(s); m != nil {
			f.value, f.measured = *m, true
		}
	})
}

func heard(kind string) *leaf {
	return events("feedback "+kind, feedbacks, func(r *feedback) *time.Time { return when(r.Kind == kind, &r.ReceivedAt) }, nil)
}

// What has fallen due by now, and what of it was kept.
var (
	commitmentsFallenDue = fallenDue("commitments fallen due", commitments, dueUnlessCancelled)
	commitmentsKept      = fallenDue("commitments kept", commitments, func(c *commitment) *time.Time {
		return when(c.FulfilledAt != nil && !c.FulfilledAt.After(c.DueAtOriginal), dueUnlessCancelled(c))
	})
	trainingsFallenDue = fallenDue("trainings fallen due", enrollments, func(e *enrollment) *time.Time { return e.DueAt })
	trainingsCompleted = fallenDue("trainings completed", enrollments, func(e *enrollment) *time.Time {
		return when(e.DueAt != nil && e.CompletedAt != nil && !e.CompletedAt.After(*e.DueAt), e.DueAt)
	})
)

func dueUnlessCancelled(c *commitment) *time.Time {
	return when(c.CancelledAt == nil, &c.DueAtOriginal)
}

func fallenDue[R subject](name string, rows func(*Company) []R, due func(R) *time.Time) *leaf {
	all := events(name, rows, due, nil)
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		for _, f := range all.rows(a) {
			if !f.from.After(a.now) {
				facts = append(facts, f)
			}
		}
		return facts
	}}
}
