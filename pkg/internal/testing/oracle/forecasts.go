package oracle

import (
	"math"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// submission is the forecast of a rep for a period that has ended, as it stood when the period began.
type submission struct {
	*forecastSubmission
	at calendar.Range // the period
}

func (s *submission) dimension(id string) (value, bool) { return ofRep(s.owner, id) }

// frozen finds the last submission before each period began, the larger of two at the same time.
func (a *asking) frozen() (found []*submission) {
	type period struct {
		owner      int64
		start, end calendar.Date
	}
	last := map[period]*forecastSubmission{}
	for _, s := range a.forecasts {
		if !is(s.Category, "commit") || s.Owner == nil || s.SubmittedAt.After(a.midnight(s.PeriodStart)) {
			continue
		}
		key := period{*s.Owner, s.PeriodStart, s.PeriodEnd}
		other := last[key]
		if other == nil || s.SubmittedAt.After(other.SubmittedAt) || s.SubmittedAt.Equal(other.SubmittedAt) && s.Amount > other.Amount {
			last[key] = s
		}
	}
	for _, s := range last {
		if end := a.midnight(s.PeriodEnd); !end.After(a.now) {
			found = append(found, &submission{s, calendar.Range{From: a.midnight(s.PeriodStart), To: end}})
		}
	}
	return found
}

// judged makes a leaf of the frozen forecasts, with a figure made of what was foreseen and what the rep sold in the period.
func judged(name string, of func(foreseen, sold float64) float64) *leaf {
	return &leaf{name, func(a *asking) (facts []fact) {
		sales := map[*user][]fact{}
		for _, f := range won.rows(a) {
			rep := f.subject.(*deal).rep()
			sales[rep] = append(sales[rep], f)
		}
		for _, s := range a.frozen() {
			r, err := a.rate(s.Currency, a.calendar.Date(s.SubmittedAt))
			sold, deals, known := 0.0, 0, 0
			for _, f := range sales[s.owner] {
				if s.at.Contains(f.from) {
					sold, deals, known = sold+f.value, deals+1, known+1
					if f.unknown {
						known--
					}
					err = firstError(err, f.lacks)
				}
			}
			facts = append(facts, fact{subject: s, from: s.at.From, value: of(s.Amount*r, sold), unknown: deals > 0 && known == 0, lacks: err})
		}
		return facts
	}}
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

var (
	foreseen = judged("foreseen", func(f, _ float64) float64 { return f })
	achieved = judged("achieved", func(_, a float64) float64 { return a })
	missed   = judged("missed", func(f, a float64) float64 { return math.Abs(f - a) })
)
