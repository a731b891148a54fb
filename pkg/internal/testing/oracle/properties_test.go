package oracle_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What must hold between answers of the engine, whatever the rows are.

// pairs checks a relation between a random question and others made from it, for 40 questions that can be changed so.
func pairs(t *testing.T, w world, check func(t *testing.T, g *generator, q asked) (suits bool)) {
	wanted := 40 * often(t)
	seed := number(t, "CRMKPI_ORACLE_SEED", everyday)
	checked := uint64(0)
	for n := uint64(0); checked < wanted && n < 100*wanted; n++ {
		g := w.generator(seed, n)
		q := g.question()
		q.Question.Limit, q.Question.Compare, q.Question.CompareAs, q.Question.Transform = nil, "", nil, ""
		if told(t, seed, n, q, func() bool { return check(t, g, q) }) {
			checked++
		}
	}
	require.Equal(t, wanted, checked, "too few questions suit")
}

// unanswered are the faults of questions that have no answer to compare: rows lack a rate, nobody can have targets by the dimensions, or
// there are more periods or groups than an answer holds.
var unanswered = []string{"no exchange rate", "a target belongs to", "more than the 10000 allowed", "groups or more, and at most 10000 are allowed"}

// answer asks the engine; false when the question has no answer to compare.
func (w world) answer(t *testing.T, q asked) (*answer.Result, bool) {
	r, err := w.ask(q)
	if err != nil && slices.ContainsFunc(unanswered, func(fault string) bool { return strings.Contains(err.Error(), fault) }) {
		return nil, false
	}
	require.NoError(t, err)
	return r, true
}

// only keeps the question's KPIs that have a property; false when there are none.
func only(q *asked, has func(*catalog.KPI) bool) bool {
	q.Question.KPIs = slices.DeleteFunc(q.Question.KPIs, func(id string) bool {
		k, err := catalog.Default().KPI(id)
		return err != nil || !has(k)
	})
	q.Question.Parameters = nil
	return len(q.Question.KPIs) > 0
}

func has(k *catalog.KPI, what func(catalog.Node) bool) bool {
	found := false
	catalog.Walk(k.Formula, func(n catalog.Node) { found = found || what(n) })
	return found
}

func isTarget(n catalog.Node) bool { _, ok := n.(catalog.Target); return ok }

func isFuture(n catalog.Node) bool {
	ref, ok := n.(catalog.Ref)
	return ok && ref.Measure.Future
}

// additive KPIs are sums and counts.
func additive(k *catalog.KPI) bool {
	ref, ok := k.Formula.(catalog.Ref)
	return ok && ref.Measure.Additive()
}

func add(sum, v *float64) *float64 {
	if v == nil {
		return sum
	}
	if sum == nil {
		sum = new(float64)
	}
	*sum += *v
	return sum
}

func orZero(v *float64) *float64 {
	if v == nil {
		return new(float64)
	}
	return v
}

func TestGroupsAddUp(t *testing.T) {
	w := company(t)
	pairs(t, w, func(t *testing.T, _ *generator, q asked) bool {
		if len(q.Question.GroupBy) == 0 || !only(&q, additive) {
			return false
		}
		grouped, ok := w.answer(t, q)
		q.Question.GroupBy = nil
		whole, _ := w.answer(t, q)
		if !ok {
			return false
		}
		for c := range whole.Columns {
			for b := range whole.Buckets {
				var sum *float64
				for g := range grouped.Groups {
					sum = add(sum, grouped.Values[c][g][b])
				}
				require.True(t, same(orZero(sum), orZero(whole.Values[c][0][b]), smallest(whole.Columns[c])), "%s", whole.Columns[c].ID)
			}
		}
		return true
	})
}

func TestBucketsAddUp(t *testing.T) {
	w := company(t)
	pairs(t, w, func(t *testing.T, _ *generator, q asked) bool {
		flow := func(k *catalog.KPI) bool {
			return additive(k) && k.Measures()[0].Timing.AddsUpOverTime() && k.Horizon == catalog.Past
		}
		if q.Question.Grain == calendar.None || !only(&q, flow) {
			return false
		}
		if q.Now.Before(q.To) {
			q.Now = q.To // all buckets have begun
		}
		cut, ok := w.answer(t, q)
		q.Question.Grain = calendar.None
		whole, _ := w.answer(t, q)
		if !ok {
			return false
		}
		require.Equal(t, whole.Groups, cut.Groups)
		for c := range whole.Columns {
			for g := range whole.Groups {
				var sum *float64
				unknown := false
				for b := range cut.Buckets {
					sum = add(sum, cut.Values[c][g][b])
					unknown = unknown || cut.Values[c][g][b] == nil
				}
				if unknown && *orZero(sum) == 0 { // beside buckets in which nothing happened it is not known either
					sum = whole.Values[c][g][0]
					require.Zero(t, *orZero(sum))
				}
				require.True(t, same(sum, whole.Values[c][g][0], smallest(whole.Columns[c])), "%s of %v", whole.Columns[c].ID, whole.Groups[g].Labels)
			}
		}
		return true
	})
}

// A comparison is what the question would have been answered for the other period, for every KPI. Those that only look ahead of
// now have no other period: the part of it that lies ahead is empty.
func TestComparisonIsTheOtherPeriod(t *testing.T) {
	w := company(t)
	past := func(k *catalog.KPI) bool { return !has(k, isFuture) && k.Kind != catalog.PresentKind }
	t.Run("together", func(t *testing.T) {
		pairs(t, w, func(t *testing.T, g *generator, q asked) bool { return only(&q, past) && isTheOtherPeriod(t, w, g, q) })
	})
	t.Run("each", func(t *testing.T) {
		// Nothing is left to do in a period that is over, whatever is compared.
		never := func(k *catalog.KPI) bool { return k.ID == "leads_needed" }
		every(t, w, 1, func(k *catalog.KPI) bool { return past(k) && !never(k) }, func(t *testing.T, g *generator, q asked) bool { return isTheOtherPeriod(t, w, g, q) })
	})
}

func isTheOtherPeriod(t *testing.T, w world, g *generator, q asked) bool {
	q.Question.Grain = calendar.None
	if q.Now.Before(q.To) {
		q.Now = q.To // so that the other period is whole
	}
	cal, err := q.calendar()
	require.NoError(t, err)
	q.Question.Compare, q.Question.CompareAs = one(g.Rand, query.PreviousPeriod, query.PreviousYear), []query.CompareAs{query.AsValue}
	shift := cal.Previous(q.span())
	if q.Question.Compare == query.PreviousYear {
		shift = cal.PreviousYear(calendar.None)
	}
	other := q
	other.Question.Compare, other.Question.CompareAs = "", nil
	other.From, other.To = cal.Back(q.From, shift), cal.Back(q.To, shift)
	if !other.From.Before(other.To) {
		return false
	}
	both, ok := w.answer(t, q)
	alone, _ := w.answer(t, other)
	if !ok {
		return false
	}
	for g, group := range alone.Groups {
		at := slices.IndexFunc(both.Groups, func(other answer.Group) bool {
			return slices.Equal(other.Keys, group.Keys) && none(other) == none(group)
		})
		require.GreaterOrEqual(t, at, 0, "group %v is missing from the comparison", group)
		for c := range alone.Columns {
			require.True(t, same(alone.Values[c][g][0], both.Values[2*c+1][at][0], smallest(alone.Columns[c])), "%s of %v: %s compared, %s alone",
				alone.Columns[c].ID, group.Labels, show(both.Values[2*c+1][at][0]), show(alone.Values[c][g][0]))
		}
	}
	return len(alone.Groups) > 0 && !nothing(alone)
}

// nothing reports whether all values of an answer are null.
func nothing(r *answer.Result) bool {
	for c := range r.Columns {
		for g := range r.Groups {
			if slices.ContainsFunc(r.Values[c][g], func(v *float64) bool { return v != nil }) {
				return false
			}
		}
	}
	return true
}

// none counts the dimensions of which a group's rows have no value.
func none(g answer.Group) (n int) {
	for i, label := range g.Labels {
		if label == query.None && g.Keys[i] == "" {
			n++
		}
	}
	return n
}

func TestFilterOfEverythingChangesNothing(t *testing.T) {
	w := company(t)
	pairs(t, w, func(t *testing.T, g *generator, q asked) bool {
		q.Question.Groups = "" // a filter decides which members there are
		// A filter decides who can have targets.
		if !only(&q, func(k *catalog.KPI) bool { return !has(k, isTarget) }) {
			return false
		}
		possible := w.dimensions[q.Question.KPIs[0]]
		for _, id := range q.Question.KPIs[1:] {
			possible = both(possible, w.dimensions[id])
		}
		possible = slices.DeleteFunc(slices.Clone(possible), func(d string) bool { return len(w.labels[d]) >= query.MaxFilterValues })
		if len(possible) == 0 {
			return false
		}
		free, ok := w.answer(t, q)
		d := one(g.Rand, possible...)
		all := append(slices.Clone(w.labels[d]), query.None)
		if d == "campaign" { // some have a budget and nothing else
			rows, err := w.db.Query(context.Background(), postgres.Statement{SQL: "select name from crm.campaigns"})
			require.NoError(t, err)
			for _, row := range rows.Rows {
				all = append(all, row[0].(string))
			}
		}
		q.Question.Filters = append(slices.Clone(q.Question.Filters), query.Filter{Dimension: d, Operator: query.In, Values: all})
		filtered, _ := w.answer(t, q)
		if !ok {
			return false
		}
		sameAnswers(t, free, filtered)
		return true
	})
}

func sameAnswers(t *testing.T, a, b *answer.Result) {
	require.Equal(t, a.Groups, b.Groups)
	for c := range a.Columns {
		for g := range a.Groups {
			for i := range a.Buckets {
				require.True(t, same(a.Values[c][g][i], b.Values[c][g][i], smallest(a.Columns[c])), "%s of %v: %s and %s", a.Columns[c].ID, a.Groups[g].Labels,
					show(a.Values[c][g][i]), show(b.Values[c][g][i]))
			}
		}
	}
}
