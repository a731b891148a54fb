package oracle

import "time"

// Cohorts: who began, and whether they did what is asked for within the window after that.

func cohort[R subject](name string, rows func(*Company) []R, began func(R) time.Time, did func(R) *time.Time) *leaf {
	return &leaf{name: name, rows: func(a *asking) (facts []fact) {
		window, ends := a.window()
		for _, r := range rows(a.Company) {
			start, then := began(r), instantOf(did(r))
			f := fact{subject: r, from: start, event: instant}
			f.done = then != nil && !then.Before(start) && (!ends || then.Before(start.Add(window)))
			facts = append(facts, f)
		}
		return facts
	}}
}

func leadBegan(l *lead) time.Time { return l.CreatedAt }

// satisfactionSurveys are those that ask how satisfied a customer is, answered or not.
func satisfactionSurveys(c *Company) (found []*survey) {
	for _, s := range c.surveys {
		if s.Kind == "csat" {
			found = append(found, s)
		}
	}
	return found
}

var (
	dealsToWin = cohort("deals to win", deals, func(d *deal) time.Time { return d.CreatedAt }, dealWon)
	leadsToWin = cohort("leads to win", leads, leadBegan, func(l *lead) *time.Time {
		if l.deal == nil {
			return nil
		}
		return dealWon(l.deal)
	})
	leadsToDeal = cohort("leads to deal", leads, leadBegan, func(l *lead) *time.Time {
		if l.deal == nil {
			return nil
		}
		return &l.deal.CreatedAt
	})
	leadsToQualify  = cohort("leads to qualify", leads, leadBegan, func(l *lead) *time.Time { return l.QualifiedAt })
	surveysToAnswer = cohort("surveys to answer", satisfactionSurveys, func(s *survey) time.Time { return s.SentAt },
		func(s *survey) *time.Time { return s.RespondedAt })
)
