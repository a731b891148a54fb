package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// likeWords are accounts whose regions and segments look like other things: like two values, like no value, like the rest, like a name
// with its key, and texts that hold what a program might put between two of them.
const likeWords = `
	insert into crm.accounts (id, created_at, name, region, segment) select id, '2026-01-01', name, region, segment from (values
		(1, 'A', 'North America', 'North'), (2, 'B', 'North', 'America'), (3, 'C', 'America', 'North America'),
		(4, 'D', null, null), (5, 'E', '(none)', 'x'), (6, 'F', 'Other', 'x'), (7, 'G', '', 'x'),
		(8, 'H', E'a\x1fb', 'c'), (9, 'I', 'a', E'b\x1fc'), (10, 'J', 'Other #Other', 'x')) as a(id, name, region, segment);
	insert into crm.deals (id, account, status, amount, currency, created_at, closed_at)
		select id, id, 'won', 2 ^ id, 'USD', '2026-03-01', '2026-03-02' from crm.accounts`

// Filters, placeholders and groups are told apart by their values, not by how these are printed.
func TestFiltersOfEqualPrint(t *testing.T) {
	e := over(t, handMade(t, likeWords), crm.Reference())
	revenue := func(filters ...query.Filter) float64 {
		return *ask(t, e, query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Filters: filters}, thisMarch(t)).Values[0][0][0]
	}
	segments := query.Filter{Dimension: "segment", Operator: query.In, Values: []string{"North", "America"}}
	require.Equal(t, 2.0, revenue(query.Filter{Dimension: "region", Operator: query.In, Values: []string{"North America"}}, segments))
	require.Equal(t, 4.0, revenue(query.Filter{Dimension: "region", Operator: query.NotIn, Values: []string{"North America"}}, segments))
	require.Equal(t, 16+128.0, revenue(query.Filter{Dimension: "region", Operator: query.Equals, Values: []string{query.None}}), "rows without a region, or with a blank one")
	require.Equal(t, 32.0, revenue(query.Filter{Dimension: "region", Operator: query.Equals, Values: []string{"(none) #(none)"}}), "the region of that name")
}

func TestGroupsOfEqualPrint(t *testing.T) {
	e := over(t, handMade(t, likeWords), crm.Reference())
	figures := func(q query.Question) map[string]float64 {
		q.KPIs, q.Grain = []string{"revenue"}, calendar.None
		r := ask(t, e, q, thisMarch(t))
		found := map[string]float64{}
		for g, group := range r.Groups {
			label := group.Labels[0]
			require.NotContains(t, found, label, "every group has a label of its own")
			found[label] = *r.Values[0][g][0]
		}
		return found
	}
	all := figures(query.Question{GroupBy: []string{"region"}})
	require.Len(t, all, 9)
	require.Equal(t, 16+128.0, all[query.None])
	require.Equal(t, 32.0, all["(none) #(none)"])
	require.Equal(t, 64.0, all["Other"], "there is no rest to take it for")
	require.NotContains(t, all, "")

	rest := figures(query.Question{GroupBy: []string{"region"}, Limit: &query.Limit{Top: 5, Rest: true}})
	require.Equal(t, 1024.0, rest["Other #Other #Other #Other"])
	require.Equal(t, 64.0, rest["Other #Other #Other"], "the text with its key is another region's own")
	require.Equal(t, 46.0, rest[answer.Rest], "2 + 4 + 8 + 32")

	two := ask(t, e, query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"region", "segment"}, Grain: calendar.None}, thisMarch(t))
	require.Len(t, two.Groups, 10, "a text with a separator in it is no two texts")
}

// The rest of what does not add up is read again without the groups that are kept, whatever is in their keys.
func TestRestWithoutGroupsOfOddKeys(t *testing.T) {
	e := over(t, handMade(t, likeWords), crm.Reference())
	q := query.Question{KPIs: []string{"average_deal_size", "sales_cycle"}, GroupBy: []string{"region", "segment"}, Grain: calendar.None,
		Limit: &query.Limit{Top: 2, By: "average_deal_size", Rest: true}}
	r := ask(t, e, q, thisMarch(t))
	require.Equal(t, []string{answer.Rest, answer.Rest}, r.Groups[2].Labels)
	require.InDelta(t, (2046-1024-512)/8.0, *r.Values[0][2][0], 1e-9, "the mean of the other eight")
	require.NotNil(t, r.Values[1][2][0])
}

// The values of a dimension are those that filters take.
func TestValuesOfEqualPrint(t *testing.T) {
	e := over(t, handMade(t, likeWords), crm.Reference())
	values, err := take.Table(e.Ask(t.Context(), query.Question{Type: query.Values, Dimension: "region"}, plan.Request{}))
	require.NoError(t, err)
	require.Contains(t, values.Rows, []any{"(none) #(none)", "(none) #(none)"})
}
