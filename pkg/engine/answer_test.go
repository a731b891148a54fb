package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Every KPI can be grouped by each dimension it offers; whether the numbers are right is the oracle's question, and few rows will do.
func TestEveryKPIAnswersByEveryDimension(t *testing.T) {
	e, r := over(t, tinyCompany.Shared(t), crm.Reference()), thisYear(t)
	for i, k := range catalog.Default().KPIs() {
		t.Run(k.ID, func(t *testing.T) {
			require.NotEmpty(t, e.Dimensions(k))
			for _, dimension := range append(share.Of(e.Dimensions(k), 12, i), "") {
				q := query.Question{KPIs: []string{k.ID}, Grain: calendar.None}
				if dimension != "" {
					q.GroupBy = []string{dimension}
				}
				if dimension == "account" { // all of them are more groups than an answer may have
					q.Filters = []query.Filter{{Dimension: dimension, Operator: query.StartsWith, Values: []string{"N"}}}
				}
				result, err := take.Figures(e.Ask(context.Background(), q, r))
				require.NoError(t, err, dimension)
				require.Len(t, result.Values, len(result.Columns))
				for _, column := range result.Values {
					require.Len(t, column, len(result.Groups))
				}
			}
		})
	}
}

// What can share a scan does: two dimensions, three KPIs and a comparison over the same rows take one statement, and one more tells names apart.
func TestQuestionsTakeAsFewStatementsAsTheyCan(t *testing.T) {
	e, r := company(t), thisYear(t)
	for name, test := range map[string]struct {
		question   query.Question
		statements int
	}{
		"three KPIs of closed deals, two dimensions, a comparison": {query.Question{
			KPIs: []string{"revenue", "win_rate", "average_deal_size"}, GroupBy: []string{"team", "region"}, Grain: calendar.Month, Compare: query.PreviousYear}, 2},
		"median and counts of the same rows": {query.Question{KPIs: []string{"sales_cycle", "deals_won"}, Grain: calendar.Month}, 1},
		"snapshots of several instants":      {query.Question{KPIs: []string{"open_deals", "pipeline_value"}, Grain: calendar.Week, Compare: query.PreviousYear}, 1},
		"a cohort counts both its sides":     {query.Question{KPIs: []string{"win_rate_cohort"}, Grain: calendar.Month}, 1},
		"targets need working days":          {query.Question{KPIs: []string{"revenue", "revenue_target", "revenue_attainment"}, Grain: calendar.Month}, 3},
		"the top five are found among the buckets": {query.Question{
			KPIs: []string{"revenue"}, GroupBy: []string{"account"}, Grain: calendar.Month, Limit: &query.Limit{Top: 5, Rest: true}}, 2},
		"the year before last overlaps a range of two years": {query.Question{KPIs: []string{"revenue"}, Grain: calendar.Year, Compare: query.PreviousYear}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			r := r
			if test.question.Grain == calendar.Year {
				r.Range.From = r.Range.From.AddDate(-1, 0, 0)
			}
			require.Len(t, ask(t, e, test.question, r).Statements, test.statements)
		})
	}
}

func TestRestMakesTheWhole(t *testing.T) {
	e, r := company(t), thisYear(t)
	all := ask(t, e, query.Question{KPIs: []string{"revenue", "stage_duration", "sales_cycle"}, Grain: calendar.None}, r)
	by := ask(t, e, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"account"}, Grain: calendar.Month, Limit: &query.Limit{Top: 3, Rest: true}}, r)
	require.Len(t, by.Groups, 4)
	require.Equal(t, []string{"Other"}, by.Groups[3].Labels)
	var sum float64
	for _, group := range by.Values[0] {
		for _, v := range group {
			if v != nil {
				sum += *v
			}
		}
	}
	require.InEpsilon(t, *all.Values[0][0][0], sum, 1e-9)
}

// A median does not add up: the rest's is computed from the rest's rows.
func TestRestOfAMedianIsTheMedianOfTheRest(t *testing.T) {
	e, r := company(t), thisYear(t)
	q := query.Question{KPIs: []string{"sales_cycle"}, GroupBy: []string{"segment"}, Grain: calendar.None, Limit: &query.Limit{Top: 1, Rest: true}}
	limited := ask(t, e, q, r)
	require.Len(t, limited.Groups, 2)
	others := ask(t, e, query.Question{KPIs: []string{"sales_cycle"}, Grain: calendar.None,
		Filters: []query.Filter{{Dimension: "segment", Operator: query.NotIn, Values: limited.Groups[0].Labels}}}, r)
	require.Equal(t, *others.Values[0][0][0], *limited.Values[0][1][0])
}

func TestBucketsThatHaveNotBegunAreUnknownButTargetsAreNot(t *testing.T) {
	e, r := company(t), thisYear(t)
	result := ask(t, e, query.Question{KPIs: []string{"revenue", "revenue_target", "forecast"}, Grain: calendar.Month}, r)
	december := len(result.Buckets) - 1
	require.Nil(t, result.Values[0][0][december])
	require.NotNil(t, result.Values[1][0][december])
	require.NotNil(t, result.Values[2][0][december])
	for i, b := range result.Buckets {
		require.Equal(t, i == 2, b.Incomplete, b.Start)
	}
}

func TestMappingWithoutAHistoryUsesTheDealsAndSaysSo(t *testing.T) {
	dsn := pgtestEmpty(t)
	m := crm.Reference()
	delete(m.Entities, "deal_history")
	result := ask(t, over(t, dsn, m), query.Question{KPIs: []string{"open_deals"}, Grain: calendar.None}, thisYear(t))
	require.Len(t, result.Notices, 1)
	require.Contains(t, result.Notices[0].Text.In(i18n.English), "deal_history is not mapped")
	require.Contains(t, result.Statements[0].SQL, `"crm"."deals"`)
}

func TestMappingWithoutAFieldOfTheHistorySaysWhich(t *testing.T) {
	m := crm.Reference()
	history := m.Entities["deal_history"]
	history.Fields = map[string]string{"deal": "deal", "valid_from": "valid_from", "valid_to": "valid_to"}
	m.Entities["deal_history"] = history
	result := ask(t, over(t, pgtestEmpty(t), m), query.Question{KPIs: []string{"open_deals"}, Grain: calendar.None}, thisYear(t))
	require.Len(t, result.Notices, 1)
	require.Contains(t, result.Notices[0].Text.In(i18n.English), "deal_history.status is not mapped, so it is computed from deals")
}

func TestUsualGroupsOfAKPIArePossible(t *testing.T) {
	e := over(t, pgtestEmpty(t), crm.Reference())
	for _, k := range catalog.Default().KPIs() {
		require.NoError(t, e.Available(k), k.ID)
		require.Subset(t, e.Dimensions(k), k.GroupBy, k.ID)
	}
}

// The threshold of a stall is that of the year before the range asked for, in the comparison too.
func TestComparisonEqualsTheQuestionAskedForTheOtherPeriod(t *testing.T) {
	e, r := company(t), thisYear(t)
	q := query.Question{KPIs: []string{"stalled_deals"}, GroupBy: []string{"stage"}, Grain: calendar.None, Compare: query.PreviousYear}
	now := ask(t, e, q, r)
	r.Range.From, r.Range.To, r.Now = r.Range.From.AddDate(-1, 0, 0), r.Range.To.AddDate(-1, 0, 0), r.Now.AddDate(-1, 0, 0)
	q.Compare = ""
	then := map[string]float64{}
	other := ask(t, e, q, r)
	for g, group := range other.Groups {
		then[group.Labels[0]] = *other.Values[0][g][0]
	}
	for g, group := range now.Groups {
		require.Equal(t, then[group.Labels[0]], *now.Values[1][g][0], group.Labels)
	}
}
