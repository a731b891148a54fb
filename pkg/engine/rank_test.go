package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Five reps: Ann and Bob win two deals each, of 30 and 50 in all; Cem and Dee one each of 70; Eve has none won and one lost.
const fiveReps = `
	insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob'), (3, 'Cem'), (4, 'Dee'), (5, 'Eve');
	insert into crm.deals (id, owner, status, amount, created_at, closed_at) values
		(1, 1, 'won', 10, '2026-03-01', '2026-03-02'), (2, 1, 'won', 20, '2026-03-01', '2026-03-02'),
		(3, 2, 'won', 25, '2026-03-01', '2026-03-02'), (4, 2, 'won', 25, '2026-03-01', '2026-03-02'),
		(5, 3, 'won', 70, '2026-03-01', '2026-03-02'), (6, 4, 'won', 70, '2026-03-01', '2026-03-02'), (7, 5, 'lost', 9, '2026-03-01', '2026-03-02')`

func TestGroupsAreSortedAndRanked(t *testing.T) {
	e := over(t, handMade(t, fiveReps), crm.Reference())
	yes, no := true, false
	for name, test := range map[string]struct {
		limit query.Limit
		reps  []string
		ranks []float64 // nobody for none
	}{
		"all by one":                {query.Limit{By: "deals_won"}, []string{"Ann", "Bob", "Cem", "Dee", "Eve"}, []float64{1, 1, 3, 3, 5}},
		"then by another":           {query.Limit{By: "deals_won", Then: "revenue"}, []string{"Bob", "Ann", "Cem", "Dee", "Eve"}, []float64{1, 2, 3, 3, 5}},
		"then the lowest":           {query.Limit{By: "deals_won", Then: "revenue", ThenAscending: &yes}, []string{"Ann", "Bob", "Cem", "Dee", "Eve"}, []float64{1, 2, 3, 3, 5}},
		"lowest, then lowest":       {query.Limit{By: "deals_won", Then: "revenue", Ascending: true}, []string{"Eve", "Cem", "Dee", "Ann", "Bob"}, []float64{1, 2, 2, 4, 5}},
		"lowest, then highest":      {query.Limit{By: "deals_won", Then: "revenue", Ascending: true, ThenAscending: &no}, []string{"Eve", "Cem", "Dee", "Bob", "Ann"}, []float64{1, 2, 2, 4, 5}},
		"without a value no rank":   {query.Limit{By: "sales_cycle:statistic=mean", Then: "revenue"}, []string{"Cem", "Dee", "Bob", "Ann", "Eve"}, []float64{1, 1, 3, 4, nobody}},
		"kept ones, and the others": {query.Limit{Top: 1, By: "revenue", Rest: true}, []string{"Cem", "Dee", "Other"}, []float64{1, 1, nobody}},
	} {
		test.limit.Rank = true
		q := query.Question{KPIs: []string{"deals_won", "revenue", "deals_lost", "sales_cycle:statistic=mean"}, GroupBy: []string{"rep"}, Grain: calendar.None, Limit: &test.limit}
		r := ask(t, e, q, thisMarch(t))
		rank := r.Columns[len(r.Columns)-1]
		require.Equal(t, []string{"rank", "Rank", "Место", "count"}, []string{rank.ID, rank.Title.In(i18n.English), rank.Title.In(i18n.Russian), string(rank.Unit)}, name)
		reps, ranks := ranked(r)
		require.Equal(t, test.reps, reps, name)
		require.Equal(t, test.ranks, ranks, name)
	}
}

// ranked are the groups in their order, and their places.
func ranked(r *answer.Result) (labels []string, ranks []float64) {
	for g, group := range r.Groups {
		labels = append(labels, group.Labels[0])
		rank := float64(nobody)
		if v := r.Values[len(r.Columns)-1][g][0]; v != nil {
			rank = *v
		}
		ranks = append(ranks, rank)
	}
	return labels, ranks
}

// Each bucket shows the place over the whole range.
func TestRankOverTheWholeRange(t *testing.T) {
	e := over(t, handMade(t, fiveReps), crm.Reference())
	q := query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}, Grain: calendar.Week, Limit: &query.Limit{Top: 3, By: "revenue", Rank: true}}
	r := ask(t, e, q, thisMarch(t))
	require.Len(t, r.Groups, 3)
	for b := range r.Buckets {
		require.Equal(t, []float64{1, 1, 3}, []float64{*r.Values[1][0][b], *r.Values[1][1][b], *r.Values[1][2][b]})
	}
}

// Of 20 and more, Ann won one deal, Bob, Cem and Dee all of theirs. Eve has none, which is nothing rather than 0 with `empty: null`: she comes
// last either way, has no place, and is none of the lowest.
func TestNothingRatherThanZeroHasNoPlace(t *testing.T) {
	c, err := catalog.Default().With("kpis", `
measures: {big_won: {entity: deals, time: closed_at, sum: amount, where: status = 'won' and amount >= 20}}
kpis:
  big: {title: Big, description: Nothing without one., measure: big_won, unit: money, horizon: past, empty: null}
  big_or_zero: {title: Big or zero, description: 0 without one., measure: big_won, unit: money, horizon: past}`)
	require.NoError(t, err)
	e := engine.New(c, crm.Reference(), settings(t), over(t, handMade(t, fiveReps), crm.Reference()).DB)
	for _, test := range []struct {
		kpis  []string
		limit query.Limit
		reps  []string
		ranks []float64
	}{
		{[]string{"deals_lost", "big"}, query.Limit{By: "big", Ascending: true}, []string{"Ann", "Bob", "Cem", "Dee", "Eve"}, []float64{1, 2, 3, 3, nobody}},
		{[]string{"deals_lost", "big"}, query.Limit{By: "big"}, []string{"Cem", "Dee", "Bob", "Ann", "Eve"}, []float64{1, 1, 3, 4, nobody}},
		{[]string{"deals_won", "deals_lost", "big"}, query.Limit{By: "big", Ascending: true, Top: 1}, []string{"Ann"}, []float64{1}}, // one scan
		{[]string{"deals_lost", "big"}, query.Limit{By: "deals_lost", Then: "big", Ascending: true}, []string{"Ann", "Bob", "Cem", "Dee", "Eve"}, []float64{1, 2, 3, 3, 5}},
		{[]string{"deals_lost", "=big * 2"}, query.Limit{By: "=big * 2", Ascending: true, Top: 1}, []string{"Ann"}, []float64{1}},
		{[]string{"deals_lost", "big_or_zero"}, query.Limit{By: "big_or_zero", Ascending: true, Top: 2}, []string{"Eve", "Ann"}, []float64{1, 2}},
	} {
		test.limit.Rank = true
		r := ask(t, e, query.Question{KPIs: test.kpis, GroupBy: []string{"rep"}, Grain: calendar.None, Limit: &test.limit}, thisMarch(t))
		reps, ranks := ranked(r)
		require.Equal(t, test.reps, reps, "%v", test)
		require.Equal(t, test.ranks, ranks, "%v", test)
	}
}
