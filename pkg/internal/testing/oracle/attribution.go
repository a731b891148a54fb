package oracle

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// path is a won deal with its touches before it was closed, in order.
type path struct {
	deal    *deal
	touches []*touch
}

// pathsOf finds the touches of each won deal. A touch is the deal's when it names the deal or the lead that the deal came from.
func pathsOf(deals []*deal, touches []*touch) (paths []*path) {
	byDeal, byLead := map[int64][]*touch{}, map[int64][]*touch{}
	for _, t := range touches {
		if t.Deal != nil {
			byDeal[*t.Deal] = append(byDeal[*t.Deal], t)
		}
		if t.Lead != nil {
			byLead[*t.Lead] = append(byLead[*t.Lead], t)
		}
	}
	for _, d := range deals {
		if d.Status != "won" {
			continue
		}
		candidates := slices.Clone(byDeal[d.ID])
		if d.Lead != nil {
			for _, t := range byLead[*d.Lead] {
				if t.Deal == nil || *t.Deal != d.ID { // one that names both counts once
					candidates = append(candidates, t)
				}
			}
		}
		candidates = slices.DeleteFunc(candidates, func(t *touch) bool { return !t.OccurredAt.Before(*d.ClosedAt) })
		slices.SortFunc(candidates, inOrder)
		paths = append(paths, &path{d, candidates})
	}
	return paths
}

// inOrder is by time, then by campaign, then by channel, without one first.
func inOrder(a, b *touch) int {
	return cmp.Or(a.OccurredAt.Compare(b.OccurredAt), cmp.Compare(number(a.Campaign), number(b.Campaign)), compareTexts(a.Channel, b.Channel))
}

func number(id *int64) int64 {
	if id == nil {
		return -1 << 62
	}
	return *id
}

func compareTexts(a, b *string) int {
	if a == nil || b == nil {
		return cmp.Compare(bit(a != nil), bit(b != nil))
	}
	return strings.Compare(*a, *b)
}

// credit is the share of a deal that is credited to a campaign and channel.
type credit struct {
	deal     *deal
	campaign *campaign
	channel  *string
	share    float64
}

// credits divides a deal among its touches, if it has any.
func (p *path) credits(model string) (credits []*credit) {
	if len(p.touches) == 0 {
		return nil
	}
	for i, share := range p.shares(model) {
		if share > 0 {
			credits = append(credits, &credit{p.deal, p.touches[i].campaign, p.touches[i].Channel, share})
		}
	}
	return credits
}

// shares are what each touch gets; they add up to 1.
func (p *path) shares(model string) []float64 {
	n := len(p.touches)
	shares := make([]float64, n)
	last := n - 1
	switch {
	case model == "last":
		shares[last] = 1
	case model == "first":
		shares[0] = 1
	case model == "linear" || model == "position" && n <= 2:
		for i := range shares {
			shares[i] = 1 / float64(n)
		}
	case model == "position":
		for i := range shares {
			shares[i] = 0.2 / float64(n-2)
		}
		shares[0], shares[last] = 0.4, 0.4
	case model == "time_decay":
		// Every week before the last touch halves the weight; the time from there to the closing is the same for all.
		sum := 0.0
		for i, t := range p.touches {
			weeks := float64(p.touches[last].OccurredAt.Sub(t.OccurredAt)) / float64(7*24*time.Hour)
			shares[i] = math.Exp2(-min(weeks, 1000)) // next to nothing of what was there ever
			sum += shares[i]
		}
		for i := range shares {
			shares[i] /= sum
		}
	}
	return shares
}

func credited(a *asking) (facts []fact) {
	for _, p := range a.attributable() {
		for _, c := range p.credits(a.parameter("attribution", "last")) {
			f := fact{from: *c.deal.ClosedAt, subject: c, event: instant}
			f.money(a, c.deal.Amount, c.deal.Currency)
			f.value *= c.share
			facts = append(facts, f)
		}
	}
	return facts
}

// uncredited are the deals without a touch, which no campaign has brought.
func uncredited(a *asking) (facts []fact) {
	for _, p := range a.attributable() {
		if len(p.touches) == 0 {
			f := fact{from: *p.deal.ClosedAt, subject: &credit{deal: p.deal}, event: instant}
			f.money(a, p.deal.Amount, p.deal.Currency)
			facts = append(facts, f)
		}
	}
	return facts
}

// campaignReturn is what the campaigns that the part touches have brought by now, as a multiple of what they have cost by now.
func (c *cell) campaignReturn() *float64 {
	c.asking.timeless()
	lives := c.lives()
	if lives == nil {
		return nil
	}
	toDate := func(l *leaf, campaign func(subject) *campaign) *float64 {
		var found []fact
		for _, f := range c.glimpse(l, calendar.Range{To: c.asking.now}) {
			if k := campaign(f.subject); k != nil && lives[k] {
				found = append(found, f)
			}
		}
		c.touched = c.touched || len(found) > 0
		return c.total(found)
	}
	brought := toDate(creditedWon, func(s subject) *campaign { return s.(*credit).campaign })
	return ratio(brought, toDate(spent, func(s subject) *campaign { return s.(*cost).campaign }))
}

// lives are the campaigns that had a cost or a run in the part; nil for a part that does not exist.
func (c *cell) lives() map[*campaign]bool {
	r := c.part.span
	if c.part.empty() {
		return nil
	}
	lives := map[*campaign]bool{}
	for _, k := range c.asking.costs {
		if r.Contains(c.asking.midnight(k.SpentOn)) {
			lives[k.campaign] = true
		}
	}
	for _, k := range c.asking.campaigns {
		if k.StartsOn == nil || k.EndsOn != nil && k.EndsOn.Before(*k.StartsOn) {
			continue
		}
		begins := c.asking.midnight(*k.StartsOn)
		over := k.EndsOn != nil && !c.asking.midnight(k.EndsOn.Add(1)).After(r.From)
		if begins.Before(r.To) && !over {
			lives[k] = true
		}
	}
	return lives
}
