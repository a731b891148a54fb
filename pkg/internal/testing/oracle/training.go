package oracle

import (
	"slices"
	"sort"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// What a training changed: the outcome of an agent in the 30 days after it against the 30 days before, less the same change
// of the agents who completed none meanwhile.

const (
	aroundTraining = 30 * day
	leastLearners  = 10 // trained, and others; of fewer, nothing is told
)

// record is what can be judged of an agent's work, in order of time.
type record []fact

// outcome is the mean of what happened in a range, nil of nothing.
func (r record) outcome(during calendar.Range) *float64 {
	first := sort.Search(len(r), func(i int) bool { return !r[i].from.Before(during.From) })
	sum, n := 0.0, 0.0
	for _, f := range r[first:] {
		if !f.from.Before(during.To) {
			break
		}
		sum, n = sum+f.value, n+1
	}
	return ratio(&sum, &n)
}

// change is how the outcome after an instant differs from that before.
func (r record) change(t time.Time) *float64 {
	return minus(r.outcome(calendar.Range{From: t, To: t.Add(aroundTraining)}), r.outcome(calendar.Range{From: t.Add(-aroundTraining), To: t}))
}

// lesson is a completed enrollment with the users that it is compared with.
type lesson struct {
	*enrollment
	others []*user
}

// effects makes a leaf of the completed enrollments, with the effect of those of which one can be told by now.
func effects(name string, judge func(*asking) map[*user]record) *leaf {
	return &leaf{name, func(a *asking) (facts []fact) {
		records := judge(a)
		for _, r := range records {
			slices.SortFunc(r, func(x, y fact) int { return x.from.Compare(y.from) })
		}
		completed := map[*user][]time.Time{}
		for _, e := range a.enrollments {
			if e.CompletedAt != nil {
				completed[e.user] = append(completed[e.user], *e.CompletedAt)
			}
		}
		for _, e := range a.enrollments {
			if e.CompletedAt == nil {
				continue
			}
			t := *e.CompletedAt
			l, sum := &lesson{enrollment: e}, 0.0
			f := fact{subject: l, from: t, member: e.user}
			around := calendar.Range{From: t.Add(-aroundTraining), To: t.Add(aroundTraining)}
			for u, r := range records {
				if u == e.user || slices.ContainsFunc(completed[u], around.Contains) {
					continue
				}
				if change := r.change(t); change != nil {
					l.others, sum = append(l.others, u), sum+*change
				}
			}
			effect := minus(records[e.user].change(t), ratio(&sum, number64(float64(len(l.others)))))
			if effect != nil && !t.Add(aroundTraining).After(a.now) {
				f.value, f.measured = *effect, true
			}
			facts = append(facts, f)
		}
		return facts
	}}
}

var (
	satisfactionEffects = effects("effects on satisfaction", func(a *asking) map[*user]record {
		records := map[*user]record{}
		for _, s := range a.surveys {
			if s.agent != nil && s.Kind == "csat" && s.Score != nil && s.RespondedAt != nil {
				points := 0.0
				if s.good(0.8) {
					points = 100
				}
				records[s.agent] = append(records[s.agent], fact{from: *s.RespondedAt, value: points})
			}
		}
		return records
	})
	responseEffects = effects("effects on responses", func(a *asking) map[*user]record {
		records := map[*user]record{}
		for _, t := range a.tickets {
			if took, ok := between(&t.CreatedAt, t.FirstResponseAt); ok && t.agent != nil {
				records[t.agent] = append(records[t.agent], fact{from: t.CreatedAt, value: took.Minutes()})
			}
		}
		return records
	})
)

// effect is the mean effect of the trainings completed in the bucket, nil where too few people took one, or none.
func (c *cell) effect(l *leaf) *float64 {
	sum, n := 0.0, 0.0
	trained, others := map[any]bool{}, map[*user]bool{}
	for _, f := range c.rows(l, c.part.span) {
		if !f.measured {
			continue
		}
		sum, n = sum+f.value, n+1
		trained[f.member] = true
		for _, u := range f.subject.(*lesson).others {
			others[u] = true
		}
	}
	if len(trained) < leastLearners || len(others) < leastLearners {
		return nil
	}
	return ratio(&sum, &n)
}
