package oracle_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What is neither made nor lost on the way from one figure to another.

// repeat checks a relation by so many random questions about KPIs, in an ordinary run by half of them.
func repeat(t *testing.T, w world, times int, check func(t *testing.T, g *generator, q asked) (suits bool), ids ...string) {
	if !share.IsWhole() {
		times = (times + 1) / 2
	}
	seed := number(t, "CRMKPI_ORACLE_SEED", everyday)
	checked := 0
	for n := uint64(0); checked < times && n < uint64(20*times); n++ {
		g := w.generator(seed, n)
		q := g.about(ids...)
		if told(t, seed, n, q, func() bool { return check(t, g, q) }) {
			checked++
		}
	}
	require.Equal(t, times, checked, "too few questions suit")
}

// cent is what sums of money that were added up in another order may differ by.
const cent = 1e-5

// The waterfall adds up: what there was, and what moved, is what there is. Where one bucket ends the next begins.
func TestWaterfallAddsUp(t *testing.T) {
	w := company(t)
	const opening, change, closing = 0, 1, 2
	moved := 0
	repeat(t, w, 25, func(t *testing.T, _ *generator, q asked) bool {
		whole, ok := w.answer(t, q)
		if !ok {
			return false
		}
		last := make([]*float64, len(whole.Groups)) // the closing of the bucket before
		for b := range whole.Buckets {
			for g, group := range whole.Groups {
				from, by, to := whole.Values[opening][g][b], whole.Values[change][g][b], whole.Values[closing][g][b]
				if !q.begun(whole.Buckets[b].Range.From) {
					require.True(t, from == nil && by == nil && to == nil, "only a part of the waterfall is known of a bucket that has not begun")
					continue
				}
				// Deals without an amount, and no others, are not known to be worth 0, but do not change the others.
				from, by, to = orZero(from), orZero(by), orZero(to)
				// What the company knows of the days after now has moved nothing yet, but its rows lie in the running bucket.
				foreseen := q.Now.Before(today) && q.Now.Before(whole.Buckets[b].Range.To)
				sum := *from + *by
				require.True(t, foreseen || same(&sum, to, cent), "%v, bucket %d: %v + %v is not %v", group.Labels, b, *from, *by, *to)
				if b > 0 {
					require.True(t, same(last[g], from, cent), "%v: bucket %d ends with %s, the next begins with %v", group.Labels, b-1, show(last[g]), *from)
				}
				last[g] = to
				if *by != 0 {
					moved++
				}
			}
		}
		// The kinds of moves are all there is.
		q.Question.KPIs = []string{"pipeline_change"}
		dimensions := len(q.Question.GroupBy)
		q.Question.GroupBy = append(slices.Clone(q.Question.GroupBy), "pipeline_move")
		moves, _ := w.answer(t, q)
		sums := sumBy(moves, 0, dimensions)
		for g, group := range whole.Groups {
			for b := range whole.Buckets {
				var sum *float64
				if of := sums[keyOf(group, dimensions)]; of != nil {
					sum = of[b]
				}
				require.True(t, same(orZero(sum), orZero(whole.Values[change][g][b]), cent), "the moves of %v in bucket %d add up to %s, not %s",
					group.Labels, b, show(sum), show(whole.Values[change][g][b]))
			}
		}
		return true
	}, "pipeline_opening", "pipeline_change", "pipeline_closing")
	require.Greater(t, moved, 50, "hardly anything moves")
}

// A funnel begins with the deals of its pipeline that are new and never widens, whatever the filters and groups; the engine tells it as the oracle does.
func TestFunnelsNeverWiden(t *testing.T) {
	w := company(t)
	narrowed := 0
	repeat(t, w, 12, func(t *testing.T, _ *generator, q asked) bool {
		byStage := func(f query.Filter) bool { return f.Dimension == "stage" }
		if slices.ContainsFunc(query.Comparisons(q.Question.Filters), byStage) {
			return false
		}
		deals := slices.DeleteFunc(slices.Clone(q.Question.GroupBy), func(d string) bool { return d == "stage" || d == "pipeline" })
		q.Question.GroupBy = append(deals, "pipeline", "stage")
		answered, err := w.agree(q)
		require.NoError(t, err)
		funnel, ok := w.answer(t, q)
		if !answered || !ok {
			return false
		}
		q.Question.KPIs, q.Question.GroupBy, q.Question.Parameters = []string{"new_deals"}, q.Question.GroupBy[:len(deals)+1], nil
		whole, _ := w.answer(t, q)
		created := sumBy(whole, 0, len(deals)+1)
		for g, group := range funnel.Groups {
			first := g == 0 || keyOf(group, len(deals)+1) != keyOf(funnel.Groups[g-1], len(deals)+1)
			for b := range funnel.Buckets {
				reached := *orZero(funnel.Values[0][g][b])
				if first {
					require.Equal(t, *orZero(created[keyOf(group, len(deals)+1)][b]), reached, "%v", group.Labels)
					continue
				}
				before := *orZero(funnel.Values[0][g-1][b])
				require.LessOrEqual(t, reached, before, "%v", group.Labels)
				require.LessOrEqual(t, *orZero(funnel.Values[1][g][b]), *orZero(funnel.Values[1][g-1][b]), "%v", group.Labels)
				if reached < before {
					narrowed++
				}
			}
		}
		return len(funnel.Groups) > 0
	}, "stage_reached", "stage_reach_rate")
	require.Greater(t, narrowed, 50, "hardly any funnel narrows")
}

// models of attribution differ in whom they credit with a deal, not in what the deal is worth.
var models = []string{"last", "first", "linear", "position", "time_decay"}

// Attributed and unattributed revenue are all revenue, in every group, whatever the model.
func TestCreditsAddUpToTheDeal(t *testing.T) {
	w := company(t)
	touched, untouched := 0, 0
	repeat(t, w, 8, func(t *testing.T, g *generator, q asked) bool {
		// A deal's campaign and channel are not those that it is credited to.
		own := func(d string) bool { return d == "campaign" || d == "channel" }
		if slices.ContainsFunc(q.Question.GroupBy, own) || slices.ContainsFunc(query.Comparisons(q.Question.Filters), func(f query.Filter) bool { return own(f.Dimension) }) {
			return false
		}
		revenue, ok := w.answer(t, q)
		if !ok {
			return false
		}
		for _, model := range models {
			credited := q
			credited.Question.KPIs = []string{"attributed_revenue", "unattributed_revenue"}
			credited.given("attribution", model)
			whole, _ := w.answer(t, credited)
			require.Equal(t, revenue.Groups, whole.Groups)
			for i, group := range whole.Groups {
				for b := range whole.Buckets {
					with, without := orZero(whole.Values[0][i][b]), orZero(whole.Values[1][i][b])
					require.True(t, same(add(with, without), orZero(revenue.Values[0][i][b]), cent), "%s: %v", model, group.Labels)
					if *with != 0 {
						touched++
					}
					if *without != 0 {
						untouched++
					}
				}
			}
			credited.Question.GroupBy = append(slices.Clone(q.Question.GroupBy), one(g.Rand, "campaign", "campaign", "channel"))
			shared, ok := w.answer(t, credited)
			if !ok {
				return false
			}
			of := []map[string][]*float64{sumBy(shared, 0, len(q.Question.GroupBy)), sumBy(shared, 1, len(q.Question.GroupBy))}
			for i, group := range revenue.Groups {
				for b := range revenue.Buckets {
					var sum *float64
					for _, sums := range of {
						if found := sums[keyOf(group, len(q.Question.GroupBy))]; found != nil && found[b] != nil {
							sum = add(sum, found[b])
						}
					}
					require.True(t, same(orZero(sum), orZero(revenue.Values[0][i][b]), cent), "%s: %v", model, group.Labels)
				}
			}
		}
		return len(revenue.Groups) > 0 && *orZero(revenue.Values[0][0][0]) != 0
	}, "revenue", "attributed_revenue")
	require.Positive(t, touched)
	require.Positive(t, untouched)
}

// TestCreditsOfEachDealAddUp looks at the deals of one account, in the rows behind both figures.
func TestCreditsOfEachDealAddUp(t *testing.T) {
	w := company(t)
	shared := 0 // deals that several are credited with
	repeat(t, w, 30, func(t *testing.T, g *generator, q asked) bool {
		q.figure()
		q.From, q.To, q.Now = today.AddDate(-3, 0, 0), today, today
		q.Question.Filters = []query.Filter{{Dimension: "account", Operator: query.Equals, Values: []string{one(g.Rand, w.labels["account"]...)}}}
		deals, ok := w.behind(t, q)
		if !ok || rowsOf(deals) == 0 {
			return false
		}
		amounts, named := perDeal(deals, "name", "won_amount")
		for _, model := range models {
			q.Question.KPIs = []string{"attributed_revenue"}
			q.given("attribution", model)
			credits, _ := w.behind(t, q)
			credited, rows := perDeal(credits, "deal", "credited_amount")
			q.Question.KPIs = []string{"unattributed_revenue"}
			others, _ := w.behind(t, q)
			for deal, amount := range first(perDeal(others, "deal", "uncredited_amount")) {
				if named[deal] == 1 { // of several deals of one name, some may be credited
					require.NotContains(t, credited, deal)
				}
				credited[deal] += amount
			}
			require.Len(t, credited, len(amounts))
			for deal, amount := range amounts {
				sum := credited[deal]
				require.True(t, same(&sum, &amount, cent), "%s credits %v for %s, which is worth %v", model, sum, deal, amount)
				if rows[deal] > 1 {
					shared++
				}
			}
		}
		return true
	}, "revenue")
	require.Positive(t, shared, "no deal is shared")
}

func first[A, B any](a A, _ B) A { return a }

// perDeal adds rows up by the name of the deal.
func perDeal(tables []*answer.Table, name, value string) (sums map[string]float64, rows map[string]int) {
	sums, rows = map[string]float64{}, map[string]int{}
	for _, t := range tables {
		n, v := column(t, name), column(t, value)
		for _, row := range t.Rows {
			deal, _ := row[n].(string)
			amount, _ := row[v].(float64)
			sums[deal] += amount
			rows[deal]++
		}
	}
	return sums, rows
}

// One more dimension cuts groups into smaller ones that add up to them.
func TestOneMoreDimensionAddsUp(t *testing.T) {
	w := company(t)
	every(t, w, 2, additive, func(t *testing.T, g *generator, q asked) bool {
		free := slices.DeleteFunc(slices.Clone(w.dimensions[q.Question.KPIs[0]]), func(d string) bool {
			return d == fine || slices.Contains(q.Question.GroupBy, d)
		})
		if len(free) == 0 || len(q.Question.GroupBy) > 2 || slices.Contains(q.Question.GroupBy, fine) {
			return false
		}
		coarse, ok := w.answer(t, q)
		if !ok {
			return false
		}
		dimensions := len(q.Question.GroupBy)
		q.Question.GroupBy = append(slices.Clone(q.Question.GroupBy), one(g.Rand, free...))
		cut, ok := w.answer(t, q)
		if !ok {
			return false
		}
		sums := sumBy(cut, 0, dimensions)
		require.LessOrEqual(t, len(sums), len(coarse.Groups), "groups that were not there before")
		for i, group := range coarse.Groups {
			for b := range coarse.Buckets {
				var sum *float64
				if of := sums[keyOf(group, dimensions)]; of != nil {
					sum = of[b]
				}
				require.True(t, same(orZero(sum), orZero(coarse.Values[0][i][b]), smallest(coarse.Columns[0])), "%v by %s: %s, together %s", group.Labels,
					q.Question.GroupBy[dimensions], show(sum), show(coarse.Values[0][i][b]))
			}
		}
		return len(coarse.Groups) > 0
	})
}

// The shares of all groups are the whole, those that a limit folds together included.
func TestSharesAddUpToOne(t *testing.T) {
	w := company(t)
	repeat(t, w, 30, func(t *testing.T, g *generator, q asked) bool {
		if len(q.Question.GroupBy) == 0 {
			return false
		}
		if g.chance(0.5) {
			q.Question.Limit = &query.Limit{Top: 1 + g.IntN(4), By: "revenue_share", Rest: true}
		}
		shares, ok := w.answer(t, q)
		if !ok {
			return false
		}
		found := false
		for b := range shares.Buckets {
			var sum *float64
			for g := range shares.Groups {
				sum = add(sum, shares.Values[0][g][b])
			}
			if sum != nil {
				require.InDelta(t, 1, *sum, 1e-9, "bucket %d", b)
				found = true
			}
		}
		return found
	}, "revenue_share")
}

// A running total ends with the figure of the whole range.
func TestRunningTotalEndsWithTheWhole(t *testing.T) {
	w := company(t)
	runs := func(k *catalog.KPI) bool { return oracle.RunningTotal(k.ID) && !k.SingleFigure() && !has(k, isFuture) }
	every(t, w, 1, runs, func(t *testing.T, _ *generator, q asked) bool {
		if q.Question.Grain == calendar.None {
			return false
		}
		q.Now = q.To.Add(370 * 24 * time.Hour) // all buckets have begun, all cohorts are mature
		q.Question.Transform = query.RunningTotal
		total, ok := w.answer(t, q)
		if !ok {
			return false
		}
		q.Question.Transform, q.Question.Grain = "", calendar.None
		whole, _ := w.answer(t, q)
		require.Equal(t, whole.Groups, total.Groups)
		found := false
		for g := range whole.Groups {
			end := total.Values[0][g][len(total.Buckets)-1]
			require.True(t, same(end, whole.Values[0][g][0], max(1e-9, smallest(whole.Columns[0]))), "%v: %s in the end, %s at once",
				whole.Groups[g].Labels, show(end), show(whole.Values[0][g][0]))
			found = found || end != nil
		}
		return found
	})
}
