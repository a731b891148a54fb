package oracle

import (
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

func visitsOf(lives map[*deal][]*version) (visits []*visit) {
	for _, life := range lives {
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
			took, measured := between(&v.entered, v.left)
			facts = append(facts, fact{from: *v.left, subject: v, event: instant, value: took.Hours() / 24, measured: measured})
		}
	}
	return facts
}

// stalledBefore are the parts of the visits beyond the patience with the stage, see [asking.patience].
func stalledBefore(r calendar.Range) *leaf {
	return &leaf{name: "stalled " + r.From.String(), rows: func(a *asking) (facts []fact) {
		patience := a.patience(a.trailing(r))
		for _, v := range slices.Concat(a.visits, a.presumed) {
			if limit, ok := patience[v.stage]; ok && v.stage != nil {
				f := a.state(v, later(v.entered, limit), v.left)
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
			if v.stage == s && v.left != nil && year.Contains(*v.left) && !endless(v.entered) {
				lengths = append(lengths, float64(v.left.Sub(v.entered)/time.Microsecond))
			}
		}
		if p75 := percentile(lengths, 0.75); p75 != nil {
			patience[s] = time.Duration(*p75) * time.Microsecond
		}
	}
	return patience
}
