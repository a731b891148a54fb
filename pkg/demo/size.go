package demo

import "fmt"

// size is how much of everything a company has. Counts of people and campaigns grow slower than sales: in a larger
// company each of them stands for more.
type size struct {
	deals     int // about as many as this
	reps      int
	teams     int // of sales
	agents    int
	desks     int     // support teams
	campaigns int     // per year
	beside    float64 // the share of what does not belong to sales, such as tickets and visits, that there is
}

var sizes = map[string]size{
	"small":  {deals: 20_000, reps: 12, teams: 3, agents: 12, desks: 3, campaigns: 18, beside: 1},
	"medium": {deals: 500_000, reps: 90, teams: 9, agents: 90, desks: 6, campaigns: 60, beside: 1},
	"large":  {deals: 10_000_000, reps: 600, teams: 30, agents: 600, desks: 12, campaigns: 150, beside: 0.2},
}

func sizeOf(scale string) (size, error) {
	if scale == "" {
		scale = "small"
	}
	s, ok := sizes[scale]
	if !ok {
		return size{}, fmt.Errorf("seed: unknown scale %q; use small, medium or large", scale)
	}
	return s, nil
}

// Volumes per deal, which make the other entities proportional.
const (
	leadsPerDeal     = 2.1
	expansionShare   = 0.34 // of the deals: with customers
	outboundShare    = 0.11 // of the deals: found by a rep, without a lead
	legacyPerDeal    = 0.04 // customers from the years before
	ticketsPerDeal   = 1.0
	visitsPerDeal    = 2.9 // to the web site, besides those of the leads
	mentionsPerDeal  = 0.4
	repeatPerDeal    = 0.5 // orders that repeat an earlier one
	feedbackPerDeal  = 0.06
	npsPerDeal       = 0.15
	callbacksPerDeal = 0.1 // promises made apart from orders
)
