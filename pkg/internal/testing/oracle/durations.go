package oracle

import "time"

// Rows that took a while. One that took less than nothing, or is not over, is there but has no duration.

func took[R subject](name string, rows func(*Company) []R, at, begin, end func(R) *time.Time, unit time.Duration) *leaf {
	return events(name, rows, at, func(_ *asking, r R, f *fact) {
		if length, ok := between(begin(r), end(r)); ok {
			f.value, f.measured = float64(length)/float64(unit), true
		}
	})
}

func ticketCreated(t *ticket) *time.Time     { return &t.CreatedAt }
func ticketSolved(t *ticket) *time.Time      { return t.SolvedAt }
func ticketFirstSolved(t *ticket) *time.Time { return t.FirstSolvedAt }
func ownMention(m *mention) *time.Time       { return when(m.IsOwnBrand, &m.PublishedAt) }
func dealCreated(d *deal) *time.Time         { return &d.CreatedAt }
func dealWon(d *deal) *time.Time             { return when(d.Status == "won", d.ClosedAt) }

const day = 24 * time.Hour

var (
	cycles    = took("cycles", deals, dealWon, dealCreated, dealWon, day)
	stageStay = &leaf{"stays", stays}
	responses = handled("responses", ticketCreated, func(t *ticket) *time.Time { return t.FirstResponseAt }, time.Minute)
	solutions = handled("solutions", ticketSolved, ticketSolved, time.Hour)
	// What was reopened later was solved first before.
	firstSolutions = handled("first solutions", ticketFirstSolved, ticketFirstSolved, time.Hour)

	firstContacts = took("first contacts", leads, func(l *lead) *time.Time { return &l.CreatedAt }, func(l *lead) *time.Time { return &l.CreatedAt },
		func(l *lead) *time.Time { return l.FirstContactedAt }, time.Minute)
	replies = took("replies", mentions, ownMention, ownMention, func(m *mention) *time.Time { return m.RespondedAt }, time.Minute)
)
