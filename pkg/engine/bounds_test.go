package engine_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// What no database can hold is the asker's fault, and says which part of the question it is in.
func TestTextsThatNoDatabaseHolds(t *testing.T) {
	e := company(t)
	for name, q := range map[string]query.Question{
		"filter on region": {KPIs: []string{"revenue"}, Filters: []query.Filter{{Dimension: "region", Operator: query.In, Values: []string{"North", "So\x00uth"}}}},
		"filter on team":   {Type: query.Records, Entity: "deals", Filters: []query.Filter{{Dimension: "team", Operator: query.Contains, Values: []string{"\xff"}}}},
		"search":           {Type: query.Values, Dimension: "region", Search: "a\x00"},
		"segment_weights":  {KPIs: []string{"customer_risk"}, Parameters: map[string]string{"segment_weights": "SMB\x00=2"}},
	} {
		_, err := e.Ask(context.Background(), q, thisYear(t))
		invalid, ok := errors.AsType[*fault.Error](err)
		require.True(t, ok, "%s: %v", name, err)
		require.Equal(t, fault.Asker, invalid.Owner)
		require.ErrorContains(t, err, name)
	}
}

func TestQuestionsHaveBounds(t *testing.T) {
	many := func(n int) []string {
		all := make([]string, n)
		for i := range all {
			all[i] = strconv.Itoa(i)
		}
		return all
	}
	filters := func(n int) []query.Filter {
		return slices.Repeat([]query.Filter{{Dimension: "region", Operator: query.In, Values: []string{"North"}}}, n)
	}
	for reason, q := range map[string]query.Question{
		"51 filters are too many for one question, at most 50":     {KPIs: []string{"revenue"}, Filters: filters(query.MaxFilters + 1)},
		"20000 filters are too many":                               {Type: query.Agenda, Filters: filters(20_000)},
		"20000 KPIs are too many for one question, at most 50":     {Type: query.Records, KPIs: many(20_000)},
		"filter on region: 1001 values are too many, at most 1000": {KPIs: []string{"revenue"}, Filters: []query.Filter{{Dimension: "region", Operator: query.In, Values: many(query.MaxFilterValues + 1)}}},
		"51 conditions on groups are too many":                     {KPIs: []string{"revenue"}, GroupBy: []string{"region"}, Having: slices.Repeat([]query.Having{having("revenue", query.Above, "1")}, query.MaxFilters+1)},
		"7 dimensions are too many":                                {KPIs: []string{"revenue"}, GroupBy: many(query.MaxGroupBy + 1)},
	} {
		require.ErrorContains(t, types.Validate(types.WithDefaults(q)), reason)
	}
	require.NoError(t, types.Validate(types.WithDefaults(query.Question{KPIs: []string{"revenue"}, Filters: filters(query.MaxFilters)})))
}

// A way to show a comparison that stands twice is shown once.
func TestEachComparisonOnce(t *testing.T) {
	q := query.Question{KPIs: []string{"revenue"}, Compare: query.PreviousYear, CompareAs: slices.Repeat([]query.CompareAs{query.AsRatio, query.AsValue}, 10_000)}
	require.Equal(t, []query.CompareAs{query.AsRatio, query.AsValue}, types.WithDefaults(q).CompareAs)
	require.Len(t, ask(t, company(t), q, thisYear(t)).Columns, 3)
}

// A list of values is whole, or no list at all.
func TestAllValuesAreListed(t *testing.T) {
	reasons := func(n int) string {
		return fmt.Sprintf(`insert into crm.deals (id, status, lost_reason, created_at) select i, 'open', 'Type ' || i, now() from generate_series(1, %d) as i`, n)
	}
	values := query.Question{Type: query.Values, Dimension: "lost_reason"}
	some := over(t, handMade(t, reasons(257)), crm.Reference())
	table, err := take.Table(some.Ask(context.Background(), values, plan.Request{}))
	require.NoError(t, err)
	require.Len(t, table.Rows, 257)
	require.Empty(t, table.Notices)

	first := values
	first.Rows = 20
	table, err = take.Table(some.Ask(context.Background(), first, plan.Request{}))
	require.NoError(t, err)
	require.Len(t, table.Rows, 20)
	require.Len(t, table.Notices, 1, "that the list was cut")

	many := over(t, handMade(t, reasons(plan.DefaultMaxListed+1)), crm.Reference())
	_, err = many.Ask(context.Background(), values, plan.Request{})
	require.ErrorContains(t, err, "lost_reason has more than 10000 values")
	values.Search = "type 99"
	table, err = take.Table(many.Ask(context.Background(), values, plan.Request{}))
	require.NoError(t, err)
	require.Len(t, table.Rows, 111, "99, 990 to 999 and 9900 to 9999")
}

// An answer has as many cells as it is allowed to have, and not one more: whatever makes its groups and columns.
func TestCellsOfAnAnswer(t *testing.T) {
	e := company(t)
	r := thisYear(t)
	for name, q := range map[string]query.Question{
		"comparison":    {KPIs: []string{"revenue", "win_rate"}, GroupBy: []string{"region"}, Grain: calendar.Month, Compare: query.PreviousYear, CompareAs: []query.CompareAs{query.AsValue, query.AsRatio}},
		"details":       {KPIs: []string{"leads_needed", "deals_needed"}, Details: true},
		"rank":          {KPIs: []string{"deals_won"}, GroupBy: []string{"rep"}, Limit: &query.Limit{By: "deals_won", Rank: true}},
		"every member":  {KPIs: []string{"deals_won"}, GroupBy: []string{"rep"}, Groups: query.AllGroups, Grain: calendar.Quarter},
		"targets":       {KPIs: []string{"revenue_target"}, GroupBy: []string{"rep"}, Grain: calendar.Month},
		"one figure":    {KPIs: []string{"revenue"}},
		"trailing year": {KPIs: []string{"sales_velocity"}, GroupBy: []string{"rep"}, Grain: calendar.Month},
	} {
		whole := ask(t, e, q, r)
		cells := len(whole.Columns) * len(whole.Groups) * len(whole.Buckets)
		require.Positive(t, cells, name)
		bounded := *e
		s := settings(t)
		s.MaxCells = cells
		bounded.Business = plan.New(e.Catalog, e.Mapping, s)
		require.Equal(t, whole.Values, ask(t, &bounded, q, r).Values, name)
		if s.MaxCells--; s.MaxCells == 0 {
			continue // which is the default
		}
		bounded.Business = plan.New(e.Catalog, e.Mapping, s)
		_, err := bounded.Ask(context.Background(), q, r)
		require.ErrorContains(t, err, fmt.Sprintf("%d cells or more", cells), name)
		require.ErrorContains(t, err, fmt.Sprintf("at most %d are allowed", s.MaxCells), name)
		require.ErrorContains(t, err, `raise "Cells of an answer" in the data source's settings`, name)
	}
}

// wide is a question of 250 bytes whose answer would have 100 million cells.
var wide = query.Question{
	KPIs:    []string{"revenue", "deals_won", "deals_lost", "new_deals", "win_rate", "average_deal_size", "sales_cycle", "new_deal_value", "open_deals", "pipeline_value"},
	GroupBy: []string{"account"}, Grain: calendar.Hour, Compare: query.PreviousYear, CompareAs: []query.CompareAs{query.AsValue, query.AsDifference, query.AsRatio},
}

// What is too large is refused while its first groups are read, before there is a place for each of its cells.
func TestTooManyCellsAreRefusedBeforeTheyAreThere(t *testing.T) {
	e := company(t)
	r := thisYear(t)
	r.Range = calendar.Range{From: r.Now.AddDate(-1, 0, 0), To: r.Now}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := e.Ask(context.Background(), wide, r)
	runtime.ReadMemStats(&after)
	require.ErrorContains(t, err, "(3 groups × 8760 periods × 40 columns), and at most 1000000 are allowed")
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(100<<20), "a cell takes more than 9 bytes")
}
