package oracle

import "time"

// Rows that took a while. One that took less than nothing, or is not over, is there but has no duration.

func took[R subject](name string, rows func(*Company) []R, at, begin, end func(R) *time.Time, unit time.Duration) *leaf {
	return events(name, rows, at, func(_ *asking, r R, f *fact) {
		if from, to := begin(r), end(r); from != nil && to != nil && !to.Before(*from) {
			f.value, f.measured = float64(to.Sub(*from))/float64(unit), true
		}
	})
}

func ticketCreated(t *ticket) *time.Time { return &t.CreatedAt }
func ticketSolved(t *ticket) *time.Time  { return t.SolvedAt }
func dealCreated(d *deal) *time.Time     { return &d.CreatedAt }
func dealWon(d *deal) *time.Time         { return when(d.Status == "won", d.ClosedAt) }

const day = 24 * time.Hour

var (
	cycles    = took("cycles", deals, dealWon, dealCreated, dealWon, day)
	stageStay = &leaf{"stays", stays}
	responses = took("responses", tickets, ticketCreated, ticketCreated, func(t *ticket) *time.Time { return t.FirstResponseAt }, time.Minute)
	solutions = took("solutions", tickets, ticketSolved, ticketCreated, ticketSolved, time.Hour)
)

// statistic sums up durations; nil of none.
func statistic(kind string, lengths []float64) *float64 {
	switch kind {
	case "p90":
		return percentile(lengths, 0.9)
	case "mean":
		if len(lengths) == 0 {
			return nil
		}
		mean := 0.0
		for _, l := range lengths {
			mean += l / float64(len(lengths))
		}
		return &mean
	default:
		return percentile(lengths, 0.5)
	}
}
