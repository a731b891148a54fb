package oracle

import "time"

// Rows that are counted while a state lasts.

// states makes a leaf of the rows that hold from an instant (nil for never, zero for always) to another (nil for still).
func states[R subject](name string, rows func(*Company) []R, span func(*asking, R) (from, until *time.Time), worth func(*asking, R, *fact)) *leaf {
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		for _, r := range rows(a.Company) {
			from, until := span(a, r)
			if from == nil || until != nil && !from.Before(*until) {
				continue
			}
			f := a.state(r, *from, until)
			if worth != nil {
				worth(a, r, &f)
			}
			facts = append(facts, f)
		}
		return facts
	}}
}

func versions(c *Company) []*version { return c.versions }

// always is since when a row is there of which nobody knows since when.
func always(since *time.Time) *time.Time {
	if since == nil {
		return &ever
	}
	return since
}

func openVersion(_ *asking, v *version) (from, until *time.Time) {
	return when(v.Status == "open", &v.ValidFrom), v.ValidTo
}

func overdue(due, done *time.Time) (from, until *time.Time) { return due, done }

// earlier is the first of two instants, of which either may never come.
func earlier(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}

var (
	openDeals     = states("open deals", versions, openVersion, func(a *asking, v *version, f *fact) { f.money(a, v.Amount, v.Currency) })
	weightedDeals = states("weighted deals", versions, openVersion, func(a *asking, v *version, f *fact) {
		f.money(a, times(v.Amount, v.Probability), v.Currency)
	})
	// A deal is past due from the day after its expected close on, if it is still open then.
	pastDue = states("past due", deals, func(a *asking, d *deal) (from, until *time.Time) {
		if d.ExpectedCloseOn == nil {
			return nil, nil
		}
		from = new(time.Time)
		*from = a.midnight(d.ExpectedCloseOn.Add(1))
		if from.Before(d.CreatedAt) {
			from = &d.CreatedAt
		}
		return from, d.ClosedAt
	}, dealAmount)
	untouched = states("untouched", leads, func(a *asking, l *lead) (from, until *time.Time) {
		patience := later(l.CreatedAt, length(a.parameter("window", "24h")))
		return &patience, l.FirstContactedAt
	}, nil)
	// A quote can be decided on until the end of its last valid day.
	openQuotes = states("open quotes", quotes, func(a *asking, q *quote) (from, until *time.Time) {
		until = q.DecidedAt
		if q.ValidUntil != nil {
			expiry := a.midnight(q.ValidUntil.Add(1))
			until = earlier(until, &expiry)
		}
		return when(q.IsLatest && q.Status != "draft", always(q.SentAt)), until
	}, func(a *asking, q *quote, f *fact) { f.money(a, q.Amount, q.Currency) })
	overdueActivities = states("overdue activities", activities, func(_ *asking, v *activity) (from, until *time.Time) {
		return overdue(when(v.Status != "cancelled", v.DueAt), v.CompletedAt)
	}, nil)

	openTickets = states("open tickets", tickets, func(_ *asking, t *ticket) (from, until *time.Time) { return &t.CreatedAt, t.SolvedAt }, nil)
	unassigned  = states("unassigned", tickets, func(_ *asking, t *ticket) (from, until *time.Time) {
		return when(t.agent == nil, &t.CreatedAt), t.SolvedAt
	}, nil)
	unanswered = states("unanswered", mentions, func(_ *asking, m *mention) (from, until *time.Time) {
		return when(m.IsOwnBrand && !is(m.Kind, "post"), &m.PublishedAt), m.RespondedAt
	}, nil)
	waiting = states("waiting", tickets, func(_ *asking, t *ticket) (from, until *time.Time) {
		return &t.CreatedAt, earlier(t.FirstResponseAt, t.SolvedAt)
	}, nil)
	escalatedOpen = states("escalated open", tickets, func(_ *asking, t *ticket) (from, until *time.Time) {
		from = t.EscalatedAt
		if from != nil && from.Before(t.CreatedAt) {
			from = &t.CreatedAt
		}
		return from, t.SolvedAt
	}, nil)
	slaOverdue         = states("sla overdue", slaTargets, func(_ *asking, s *slaTarget) (from, until *time.Time) { return overdue(&s.DueAt, s.MetAt) }, nil)
	commitmentsOverdue = states("commitments overdue", commitments, func(_ *asking, c *commitment) (from, until *time.Time) {
		return overdue(c.DueAt, earlier(c.FulfilledAt, c.CancelledAt))
	}, nil)
	trainingsOverdue = states("trainings overdue", enrollments, func(_ *asking, e *enrollment) (from, until *time.Time) {
		return overdue(e.DueAt, e.CompletedAt)
	}, nil)
)
