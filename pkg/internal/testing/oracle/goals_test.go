package oracle_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// aimed checks a relation for the targets of each metric that the company has some of, by so many questions with an answer.
func aimed(t *testing.T, w world, steady bool, check func(t *testing.T, q asked) (suits bool)) {
	const times = 5
	for i, metric := range aims {
		if catalog.Default().Steady(metric) != steady {
			continue
		}
		checked := 0
		for n := uint64(0); checked < times && n < 300; n++ {
			q := w.generator(everyday, uint64(i)<<32|n).about(metric + ".target")
			if told(t, everyday, n, q, func() bool { return check(t, q) }) {
				checked++
			}
		}
		require.Equal(t, times, checked, "too few questions about targets of %s suit", metric)
	}
}

// The targets of adjacent buckets add up to that of all of them.
func TestTargetsThatAddUpDo(t *testing.T) {
	w := company(t)
	aimed(t, w, false, func(t *testing.T, q asked) bool {
		if q.Question.Grain == calendar.None {
			return false
		}
		buckets, ok := w.answer(t, q)
		if !ok || nothing(buckets) {
			return false
		}
		q.Question.Grain = calendar.None
		whole, _ := w.answer(t, q)
		require.Equal(t, whole.Groups, buckets.Groups)
		for g := range whole.Groups {
			var sum *float64
			for b := range buckets.Buckets {
				sum = add(sum, buckets.Values[0][g][b])
			}
			require.True(t, same(sum, whole.Values[0][g][0], smallest(whole.Columns[0])), "%v: %s in parts, %s whole", whole.Groups[g].Labels, show(sum), show(whole.Values[0][g][0]))
		}
		return true
	})
}

// A level over a range lies between the lowest and the highest of its parts.
func TestLevelsLieBetweenThoseOfTheirParts(t *testing.T) {
	w := company(t)
	aimed(t, w, true, func(t *testing.T, q asked) bool {
		if q.Question.Grain == calendar.None {
			return false
		}
		parts, ok := w.answer(t, q)
		if !ok || nothing(parts) {
			return false
		}
		q.Question.Grain = calendar.None
		whole, _ := w.answer(t, q)
		for g := range whole.Groups {
			low, high := math.Inf(1), math.Inf(-1)
			for _, v := range parts.Values[0][g] {
				if v != nil {
					low, high = min(low, *v), max(high, *v)
				}
			}
			level := whole.Values[0][g][0]
			if q.Question.Groups != "" && level == nil && math.IsInf(low, 1) {
				continue // a member without a target
			}
			require.NotNil(t, level, "%v", whole.Groups[g].Labels)
			rounding := 1e-12 * max(math.Abs(low), math.Abs(high))
			require.True(t, low-rounding <= *level && *level <= high+rounding, "%v: %v lies not between %v and %v", whole.Groups[g].Labels, *level, low, high)
		}
		return true
	})
}

// An attainment tells whether the target is met, whichever way is better, and a pace against that of what has elapsed of the range.
func TestAttainmentTellsWhoIsAtTheTarget(t *testing.T) {
	w := company(t)
	for i, metric := range aims {
		k, err := catalog.Default().KPI(metric)
		require.NoError(t, err)
		if k.Better == "" {
			continue
		}
		checked := 0
		for n := uint64(0); checked < 5 && n < 300; n++ {
			q := w.generator(everyday, uint64(i)<<32|n).about(metric, metric+".target", metric+".attainment")
			told(t, everyday, n, q, func() bool {
				r, ok := w.answer(t, q)
				if !ok {
					return false
				}
				for g := range r.Groups {
					for b := range r.Buckets {
						value, target, attained := r.Values[0][g][b], r.Values[1][g][b], r.Values[2][g][b]
						if attained == nil || math.Abs(*value-*target) < 1e-9*math.Abs(*target) {
							continue
						}
						checked++
						met := *value > *target == (k.Better == catalog.Higher)
						require.Equal(t, met, *attained > 1 || *target == 0 && *attained == 1, "%v against %v is %v", *value, *target, *attained)
					}
				}
				return true
			})
		}
		require.GreaterOrEqual(t, checked, 5, "too few questions about %s suit", metric)
	}
}
