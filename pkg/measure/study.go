package measure

import (
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// A change looks around an instant that far both ways. Groups smaller than Enough say nothing.
const (
	around = 30 * 24 * time.Hour
	Enough = 10
)

// treated is somebody who completed something.
type treated struct {
	who    string
	at     time.Time
	counts bool // the question's filters keep it
	keys   []*string
}

// achieved are the outcomes of one person in the order of time, with their running sums.
type achieved struct {
	at  []time.Time
	sum []float64
}

// mean returns the mean outcome of a range; false without any.
func (a *achieved) mean(r calendar.Range) (float64, bool) {
	before := func(t time.Time) int { return sort.Search(len(a.at), func(i int) bool { return !a.at[i].Before(t) }) }
	from, to := before(r.From), before(r.To)
	if from == to {
		return 0, false
	}
	upTo := func(n int) float64 {
		if n == 0 {
			return 0
		}
		return a.sum[n-1]
	}
	return (upTo(to) - upTo(from)) / float64(to-from), true
}

// change returns how the mean outcome changed around an instant; false when one side is empty.
func (a *achieved) change(at time.Time) (float64, bool) {
	before, had := a.mean(calendar.Range{From: at.Add(-around), To: at})
	after, has := a.mean(calendar.Range{From: at, To: at.Add(around)})
	return after - before, had && has
}

// study is everybody who was treated, and everybody's outcomes.
type study struct {
	treated []treated
	people  map[string]*achieved
	names   []string
	times   map[string][]time.Time // when each was treated, in order
}

func newStudy(all []treated, people map[string]*achieved) *study {
	s := &study{treated: all, people: people, names: slices.Sorted(maps.Keys(people)), times: map[string][]time.Time{}}
	for _, t := range all {
		s.times[t.who] = append(s.times[t.who], t.at)
	}
	for _, times := range s.times {
		slices.SortFunc(times, time.Time.Compare)
	}
	return s
}

// effect returns by how much more the outcome changed for those treated than for everybody else at the same times; nil when
// nothing can be compared, and how many people are on both sides. What was completed too recently to have an after is left out.
func (s *study) effect(ones []treated, now time.Time) (effect *float64, trained, others float64) {
	did, didNot := map[string]bool{}, map[string]bool{}
	var sum, n float64
	for _, t := range ones {
		a := s.people[t.who]
		if a == nil || t.at.Add(around).After(now) {
			continue
		}
		own, ok := a.change(t.at)
		if !ok {
			continue
		}
		usual, control := s.control(t)
		if len(control) == 0 {
			continue
		}
		did[t.who] = true
		for _, who := range control {
			didNot[who] = true
		}
		sum, n = sum+own-usual, n+1
	}
	if n > 0 {
		mean := sum / n
		effect = &mean
	}
	return effect, float64(len(did)), float64(len(didNot))
}

// control returns the mean change of those who were not treated around the time, and who they are.
func (s *study) control(t treated) (mean float64, who []string) {
	for _, name := range s.names {
		if name == t.who || s.treatedAround(name, t.at) {
			continue
		}
		if change, ok := s.people[name].change(t.at); ok {
			mean += change
			who = append(who, name)
		}
	}
	return mean / float64(max(len(who), 1)), who
}

func (s *study) treatedAround(who string, at time.Time) bool {
	times := s.times[who]
	i := sort.Search(len(times), func(i int) bool { return !times[i].Before(at.Add(-around)) })
	return i < len(times) && times[i].Before(at.Add(around))
}
