package oracle

import (
	"math"
	"time"
)

// What happens in support.
var (
	ticketsCreated = events("tickets created", tickets, func(t *ticket) *time.Time { return &t.CreatedAt }, nil)
	ticketsSolved  = events("tickets solved", tickets, func(t *ticket) *time.Time { return t.SolvedAt }, nil)
	reopened       = events("reopened", tickets, func(t *ticket) *time.Time { return when(t.ReopenCount > 0, t.SolvedAt) }, nil)
	complaints     = events("complaint tickets", tickets, func(t *ticket) *time.Time { return when(is(t.Kind, "complaint"), &t.CreatedAt) }, nil)
	escalated      = events("escalated", tickets, func(t *ticket) *time.Time { return when(happens(t.EscalatedAt), &t.CreatedAt) }, nil)

	// Solved by one answer, for good.
	solvedAtOnce = events("solved at once", tickets, func(t *ticket) *time.Time { return when(t.replies == 1 && t.ReopenCount == 0, t.SolvedAt) }, nil)

	slaMet = events("sla met", slaTargets, func(s *slaTarget) *time.Time {
		return when(s.MetAt != nil && !s.MetAt.After(s.DueAt), &s.DueAt)
	}, nil)
	slaDecided = events("sla decided", slaTargets, func(s *slaTarget) *time.Time {
		return when(happens(s.MetAt) || happens(s.BreachedAt), &s.DueAt)
	}, nil)
	slaAhead = events("sla ahead", slaTargets, func(s *slaTarget) *time.Time {
		return when(!happens(s.MetAt) && !happens(s.BreachedAt), &s.DueAt)
	}, nil)

	answers = events("answers", surveys, func(s *survey) *time.Time {
		return when(s.Kind == "csat" && s.Score != nil && s.ScaleMax != nil, s.RespondedAt)
	}, nil)
	happy = &leaf{"happy", func(a *asking) (facts []fact) {
		threshold := figure(a.parameter("threshold", "80%"))
		for _, f := range answers.rows(a) {
			if f.subject.(*survey).good(threshold) {
				facts = append(facts, f)
			}
		}
		return facts
	}}
	promoters       = recommends("promoters", func(score float64) bool { return score >= 9 })
	detractors      = recommends("detractors", func(score float64) bool { return score <= 6 })
	asked           = recommends("asked", func(float64) bool { return true })
	professionalism = marks("professionalism", func(s *survey) *float64 { return s.Professionalism })
	friendliness    = marks("friendliness", func(s *survey) *float64 { return s.Friendliness })
	usefulness      = marks("usefulness", func(s *survey) *float64 { return s.Usefulness })
	quality         = marks("quality", func(s *survey) *float64 {
		return ratio(plus(plus(s.Professionalism, s.Friendliness), s.Usefulness), number64(3))
	})

	complained  = heard("complaint")
	recommended = heard("recommendation")
	praised     = heard("praise")

	commitmentsAhead = events("commitments ahead", commitments, func(c *commitment) *time.Time {
		return when(!happens(c.FulfilledAt) && !happens(c.CancelledAt), c.DueAt)
	}, nil)

	checked = events("checked", checks, func(c *check) *time.Time { return &c.CheckedAt }, nil)
	passed  = events("passed", checks, func(c *check) *time.Time { return when(c.Passed, &c.CheckedAt) }, nil)
)

// marks are the answered surveys, with the mark that those with one give.
func marks(name string, mark func(*survey) *float64) *leaf {
	return events(name, surveys, func(s *survey) *time.Time { return when(mark(s) != nil, s.RespondedAt) }, func(_ *asking, s *survey, f *fact) {
		if m := mark(s); m != nil {
			f.value, f.measured = *m, true
		}
	})
}

// good tells whether an answer reaches a share of the best possible one; hundredths are counted, which are whole numbers.
func (s *survey) good(share float64) bool {
	return s.ScaleMax != nil && math.Round(100**s.Score) >= math.Round(1e6*share**s.ScaleMax)/1e4
}

// recommends are the answers about recommending with such a score.
func recommends(name string, such func(float64) bool) *leaf {
	return events(name, surveys, func(s *survey) *time.Time {
		return when(s.Kind == "nps" && s.Score != nil && such(*s.Score), s.RespondedAt)
	}, nil)
}

// checksOf are the checks of a category, and those of them that were passed.
func checksOf(category string) (all, passed *leaf) {
	all = events("checks of "+category, checks, func(c *check) *time.Time { return when(is(c.Category, category), &c.CheckedAt) }, nil)
	passed = events("passed of "+category, checks, func(c *check) *time.Time { return when(is(c.Category, category) && c.Passed, &c.CheckedAt) }, nil)
	return all, passed
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
	deliveriesFallenDue = fallenDue("deliveries fallen due", orders, func(o *order) *time.Time { return o.PromisedAtOriginal })
	deliveredOnTime     = fallenDue("delivered on time", orders, func(o *order) *time.Time {
		return when(o.PromisedAtOriginal != nil && o.DeliveredAt != nil && !o.DeliveredAt.After(*o.PromisedAtOriginal), o.PromisedAtOriginal)
	})
	trainingsFallenDue = fallenDue("trainings fallen due", enrollments, func(e *enrollment) *time.Time { return e.DueAt })
	trainingsCompleted = fallenDue("trainings completed", enrollments, func(e *enrollment) *time.Time {
		return when(e.DueAt != nil && e.CompletedAt != nil && !e.CompletedAt.After(*e.DueAt), e.DueAt)
	})
)

// learned are the completed trainings, with what those brought that were tested before and after.
var learned = events("learned", enrollments, func(e *enrollment) *time.Time { return e.CompletedAt }, func(_ *asking, e *enrollment, f *fact) {
	if gain := minus(e.PostScore, e.PreScore); gain != nil {
		f.value, f.measured = *gain, true
	}
})

func dueUnlessCancelled(c *commitment) *time.Time {
	return when(!happens(c.CancelledAt), &c.DueAtOriginal)
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

// compliance is the share of the checks of a category that were passed.
func (c *cell) compliance(category string) *float64 {
	all, passed := checksOf(category)
	return ratio(c.count(passed), c.count(all))
}

// longestWait is how long the ticket that came first has been waiting, in minutes; nil if none is.
func (c *cell) longestWait() *float64 {
	var longest *float64
	facts, _ := c.now(waiting)
	for _, f := range facts {
		if age := c.part.instant.Sub(f.from).Minutes(); !endless(f.from) && (longest == nil || age > *longest) {
			longest = &age
		}
	}
	return longest
}
