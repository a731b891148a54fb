package oracle

import (
	"cmp"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// visit is a stay of a deal in an open stage: consecutive versions in that stage, whatever else changed meanwhile.
type visit struct {
	deal    *deal
	stage   *stage
	owner   *user // at the end
	entered time.Time
	left    *time.Time // nil while it lasts
}

func visitsOf(versions []*version) (visits []*visit) {
	lives := map[int64][]*version{}
	for _, v := range versions {
		lives[v.Deal] = append(lives[v.Deal], v)
	}
	for _, life := range lives {
		slices.SortFunc(life, func(a, b *version) int { return a.ValidFrom.Compare(b.ValidFrom) })
		var before *version
		var stay *visit
		for _, v := range life {
			switch {
			case v.Status != "open":
				stay = nil
			case stay == nil || before.stage != v.stage:
				stay = &visit{deal: v.deal, stage: v.stage, entered: v.ValidFrom}
				visits = append(visits, stay)
			}
			if stay != nil {
				stay.owner, stay.left = v.owner, v.ValidTo
			}
			before = v
		}
	}
	return visits
}

// stays are the visits that ended, in days.
func stays(a *asking) (facts []fact) {
	for _, v := range a.visits {
		if v.left != nil {
			facts = append(facts, fact{from: *v.left, subject: v, value: v.left.Sub(v.entered).Hours() / 24, measured: !v.left.Before(v.entered)})
		}
	}
	return facts
}

// stalledBefore are the parts of the visits beyond the patience with the stage, see [asking.patience].
func stalledBefore(r calendar.Range) *leaf {
	return &leaf{name: "stalled " + r.From.String(), rows: func(a *asking) (facts []fact) {
		patience := a.patience(a.trailing(r))
		for _, v := range a.visits {
			if limit, ok := patience[v.stage]; ok && v.stage != nil {
				f := a.state(v, v.entered.Add(limit), v.left)
				f.money(a, v.deal.Amount, v.deal.Currency)
				facts = append(facts, f)
			}
		}
		return facts
	}}
}

// patience is how long a deal may be in a stage: its stall_after_days or, without them, what three quarters of the visits
// that ended in the year stayed below.
func (a *asking) patience(year calendar.Range) map[*stage]time.Duration {
	patience := map[*stage]time.Duration{}
	for _, s := range a.stages {
		if s.StallAfterDays != nil {
			patience[s] = time.Duration(*s.StallAfterDays) * 24 * time.Hour
			continue
		}
		var lengths []float64
		for _, v := range a.visits {
			if v.stage == s && v.left != nil && year.Contains(*v.left) {
				lengths = append(lengths, float64(v.left.Sub(v.entered)/time.Microsecond))
			}
		}
		if p75 := percentile(lengths, 0.75); p75 != nil {
			patience[s] = time.Duration(*p75) * time.Microsecond
		}
	}
	return patience
}

// credit is a deal with the campaign and channel that its revenue is credited to.
type credit struct {
	deal     *deal
	campaign *campaign
	channel  *string
}

// creditsOf gives every won deal to its last touch before closing. A touch is the deal's when it names the deal or the
// lead that the deal came from.
func creditsOf(deals []*deal, touches []*touch) (credits []*credit) {
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
			candidates = append(candidates, byLead[*d.Lead]...)
		}
		c := &credit{deal: d}
		var last *touch
		for _, t := range candidates {
			if t.OccurredAt.Before(*d.ClosedAt) && (last == nil || later(t, last)) {
				last, c.campaign, c.channel = t, t.campaign, t.Channel
			}
		}
		credits = append(credits, c)
	}
	return credits
}

func later(t, than *touch) bool {
	if order := t.OccurredAt.Compare(than.OccurredAt); order != 0 {
		return order > 0
	}
	return cmp.Compare(number(t.Campaign), number(than.Campaign)) > 0
}

func number(id *int64) int64 {
	if id == nil {
		return -1 << 62
	}
	return *id
}

func credited(a *asking) (facts []fact) {
	for _, c := range a.credits {
		f := fact{from: *c.deal.ClosedAt, subject: c}
		f.money(a, c.deal.Amount, c.deal.Currency)
		facts = append(facts, f)
	}
	return facts
}
