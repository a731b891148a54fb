package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// of is a filter that holds for something alone.
func of(what string, f query.Filter) query.Filter {
	f.Of = what
	return f
}

func in(dimension string, values ...string) query.Filter {
	return query.Filter{Dimension: dimension, Operator: query.In, Values: values}
}

func atLeast(field, value string) query.Filter {
	return query.Filter{Field: field, Operator: query.AtLeast, Values: []string{value}}
}

// Of the 13 deals that were closed in March, A won 1, B 4, C 1 and F 1.
func TestFilterOfOneSideOfARatio(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	for name, test := range map[string]struct {
		filters []query.Filter
		want    float64
	}{
		"none":                    {nil, 7.0 / 13},
		"numerator":               {[]query.Filter{of("numerator", in("rep", "B"))}, 4.0 / 13},
		"denominator":             {[]query.Filter{of("denominator", query.Filter{Dimension: "rep", Operator: query.NotIn, Values: []string{"D"}})}, 7.0 / 12},
		"a side each":             {[]query.Filter{of("numerator", in("rep", "B")), of("denominator", in("rep", "B", "C"))}, 4.0 / 6},
		"a side, and both":        {[]query.Filter{of("numerator", in("rep", "B")), in("rep", "B", "F")}, 4.0 / 9},
		"a group":                 {[]query.Filter{of("numerator", query.Filter{Any: []query.Filter{in("rep", "C"), {All: []query.Filter{in("rep", "B"), atLeast("created_at", "2026-01-01")}}}})}, 5.0 / 13},
		"two filters of one side": {[]query.Filter{of("numerator", in("rep", "B", "C")), of("numerator", atLeast("amount", "1000"))}, 1.0 / 13},
	} {
		r := ask(t, e, query.Question{KPIs: []string{"win_rate"}, Grain: calendar.None, Filters: test.filters}, thisMarch(t))
		require.InDelta(t, test.want, *r.Values[0][0][0], 1e-12, name)
	}
}

// A group stays whose rows are on the other side alone. Over the whole range, which no week has, A won 1 of 2 for at least 100.
func TestFilterOfOneSideByGroup(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	q := query.Question{KPIs: []string{"win_rate"}, GroupBy: []string{"rep"}, Grain: calendar.None, Filters: []query.Filter{of("numerator", atLeast("amount", "100"))}}
	require.Equal(t, map[string]float64{"A": 1.0 / 2, "B": 4.0 / 5, "C": 1, "D": 0, "F": 0}, byLabel(ask(t, e, q, thisMarch(t)), 0))
	q.Having = []query.Having{having("win_rate", query.Between, "50%", "80%")}
	require.Equal(t, map[string]float64{"A": 1.0 / 2, "B": 4.0 / 5}, byLabel(ask(t, e, q, thisMarch(t)), 0))

	q.Grain, q.Having, q.Limit = calendar.Week, nil, &query.Limit{Top: 3, By: "win_rate", Rest: true}
	r := ask(t, e, q, thisMarch(t))
	var labels []string
	for _, g := range r.Groups {
		labels = append(labels, g.Labels[0])
	}
	require.Equal(t, []string{"C", "B", "A", "Other"}, labels)
	week := func(group, bucket int) *float64 { return r.Values[0][group][bucket] }
	require.Equal(t, 0.5, *week(1, 1), "of 2 deals of B in the week from 2 March, 1 was won")
	require.Equal(t, 1.0, *week(1, 2))
	require.Equal(t, 0.0, *week(3, 1), "of 1 deal of D and 4 of F, 1 was won, but for 50")

	q.Limit, q.GroupBy, q.Grain, q.Compare = nil, nil, calendar.None, query.PreviousYear
	r = ask(t, e, q, thisMarch(t))
	require.InDelta(t, 6.0/13, *r.Values[0][0][0], 1e-12)
	require.Equal(t, 0.0, *r.Values[1][0][0], "the only deal of the year before was won for 5")
}

// A formula of the question has sides, too: those of its own division, not of the KPIs in it.
func TestFilterOfOneSideOfAFormula(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	q := query.Question{KPIs: []string{"= revenue / deals_won", "win_rate"}, Grain: calendar.None, Filters: []query.Filter{of("denominator", in("rep", "A", "C"))}}
	r := ask(t, e, q, thisMarch(t))
	require.InDelta(t, 3950.0/2, *r.Values[0][0][0], 1e-9)
	require.InDelta(t, 7.0/3, *r.Values[1][0][0], 1e-12, "more than 1, as it is asked for")
	q.KPIs = []string{"= win_rate / deals_won"}
	r = ask(t, e, q, thisMarch(t))
	require.InDelta(t, 7.0/13/2, *r.Values[0][0][0], 1e-12)
}

// The rows behind each side are those that it counts.
func TestRecordsBehindSides(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	tables, err := e.Ask(t.Context(), take.Of(query.Records, query.Question{KPIs: []string{"win_rate"}, Filters: []query.Filter{of("numerator", in("rep", "B"))}}), thisMarch(t))
	require.NoError(t, err)
	require.Len(t, tables.Tables, 2)
	require.Len(t, tables.Tables[0].Rows, 4, "the won deals of B")
	require.Len(t, tables.Tables[1].Rows, 13)
}

// Touches that are left out get no share of a deal: what is left shares all of it. Costs have no touches, and stay.
func TestFilterBeforeAttribution(t *testing.T) {
	e := over(t, handMade(t, brought), crm.Reference())
	search := in("channel", "search")
	for name, test := range map[string]struct {
		filters               []query.Filter
		attributed, untouched map[string]float64
	}{
		"after":      {[]query.Filter{search}, map[string]float64{"Ads": 1000.0/3 + 300}, map[string]float64{"Ads": 0}},
		"before":     {[]query.Filter{of("touches", search)}, map[string]float64{"Ads": 1300, "(none)": 0}, map[string]float64{"(none)": 5080, "Ads": 0}},
		"by name":    {[]query.Filter{of("touches", query.Filter{Dimension: "campaign", Operator: query.StartsWith, Values: []string{"Ad"}})}, map[string]float64{"Ads": 1300, "(none)": 0}, map[string]float64{"(none)": 5080, "Ads": 0}},
		"all others": {[]query.Filter{of("touches", query.Filter{Dimension: "channel", Operator: query.NotIn, Values: []string{"search"}})}, map[string]float64{"Fair": 1000, "(none)": 80}, map[string]float64{"(none)": 5300, "Fair": 0}},
		"a group": {[]query.Filter{of("touches", query.Filter{Any: []query.Filter{search, {Field: "occurred_at", Operator: query.Below, Values: []string{"2026-03-05"}}}})},
			map[string]float64{"Fair": 500, "Ads": 800, "(none)": 80}, map[string]float64{"(none)": 5000, "Fair": 0, "Ads": 0}},
		"deals": {[]query.Filter{of("deals", atLeast("amount", "1000"))}, map[string]float64{"Fair": 2000.0 / 3, "Ads": 1000.0 / 3, "(none)": 0}, map[string]float64{"(none)": 5000, "Fair": 0, "Ads": 0}},
	} {
		q := query.Question{KPIs: []string{"attributed_revenue", "unattributed_revenue"}, GroupBy: []string{"campaign"}, Grain: calendar.None,
			Filters: test.filters, Parameters: map[string]string{"attribution": "linear"}}
		r := ask(t, e, q, thisMarch(t))
		require.InDeltaMapValues(t, test.attributed, byLabel(r, 0), 1e-9, name)
		require.InDeltaMapValues(t, test.untouched, byLabel(r, 1), 1e-9, name)
	}
	r := ask(t, e, query.Question{KPIs: []string{"roi"}, Grain: calendar.None, Filters: []query.Filter{of("touches", search)}}, thisMarch(t))
	require.InDelta(t, 1300.0/700, *r.Values[0][0][0], 1e-9)
}

// Deals are in a stage as long as their versions say: without those of Bob's, his time in it is nobody's.
func TestFilterBeforeStageVisits(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob');
		insert into crm.pipelines (id, name) values (1, 'Sales');
		insert into crm.stages (id, pipeline, name, kind, position) values (1, 1, 'Talk', 'open', 1), (2, 1, 'Offer', 'open', 2);
		insert into crm.deals (id, stage, owner, status, created_at) values (1, 2, 2, 'open', '2026-03-01');
		insert into crm.deal_history (deal, stage, owner, status, valid_from, valid_to) values (1, 1, 1, 'open', '2026-03-01', '2026-03-04'),
			(1, 1, 2, 'open', '2026-03-04', '2026-03-09'), (1, 2, 2, 'open', '2026-03-09', null)`), crm.Reference())
	q := query.Question{KPIs: []string{"stage_duration"}, Grain: calendar.None}
	require.Equal(t, 8.0, *ask(t, e, q, thisMarch(t)).Values[0][0][0])
	q.Filters = []query.Filter{of("deal_history", in("rep", "Ann"))}
	require.Equal(t, 3.0, *ask(t, e, q, thisMarch(t)).Values[0][0][0])
}

func TestFiltersOfWhatAKPIDoesNotHave(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	for want, q := range map[string]query.Question{
		`revenue cannot have a filter of numerator: it is no ratio of two sides that count rows, and its rows are not made of others`: {KPIs: []string{"revenue"}, Filters: []query.Filter{of("numerator", in("rep", "A"))}},
		`win_rate cannot have a filter of touches; it can have one of numerator, denominator, or of all its rows`:                     {KPIs: []string{"win_rate"}, Filters: []query.Filter{of("touches", in("channel", "email"))}},
		`attributed_revenue cannot have a filter of numerator; it can have one of deals, touches`:                                     {KPIs: []string{"attributed_revenue"}, Filters: []query.Filter{of("numerator", in("rep", "A"))}},
		`revenue_pace cannot have a filter of numerator`:                                                                              {KPIs: []string{"revenue_pace"}, Filters: []query.Filter{of("numerator", in("rep", "A"))}},
		`win_rate.attainment cannot have a filter of numerator`:                                                                       {KPIs: []string{"win_rate.attainment"}, Filters: []query.Filter{of("numerator", in("rep", "A"))}},
		`=win_rate - win_rate:offset=1y cannot have a filter of numerator`:                                                            {KPIs: []string{"= win_rate - win_rate:offset=1y"}, Filters: []query.Filter{of("numerator", in("rep", "A"))}},
		`win_rate cannot be filtered by agent`:                                                                                        {KPIs: []string{"win_rate"}, Filters: []query.Filter{of("numerator", in("agent", "A"))}},
		`roi cannot be filtered by rep`:                                                                                               {KPIs: []string{"roi"}, Filters: []query.Filter{of("denominator", in("rep", "A"))}},
		`touches cannot be filtered by stage`:                                                                                         {KPIs: []string{"roi"}, Filters: []query.Filter{of("touches", in("stage", "A"))}},
		`touches has no number or time "amount" to filter by`:                                                                         {KPIs: []string{"roi"}, Filters: []query.Filter{of("touches", atLeast("amount", "1"))}},
		`revenue cannot have a filter of numerator: it is no ratio`:                                                                   {KPIs: []string{"win_rate"}, GroupBy: []string{"rep"}, Having: []query.Having{having("revenue", query.Above, "1")}, Filters: []query.Filter{of("numerator", in("rep", "A"))}},
		"a filter within a group has `of` \"numerator\"":                                                                              {KPIs: []string{"win_rate"}, Filters: []query.Filter{{Any: []query.Filter{of("numerator", in("rep", "A"))}}}},
		"the filter touches: channel=email is of touches, but without a KPI":                                                          {Type: query.Records, Entity: "touches", Filters: []query.Filter{of("touches", in("channel", "email"))}},
	} {
		q.Grain = calendar.None
		_, err := e.Ask(t.Context(), q, thisMarch(t))
		require.ErrorContains(t, err, want, want)
	}
	// The rep of a deal is the numerator's, though costs have none.
	_, err := e.Ask(t.Context(), query.Question{KPIs: []string{"roi"}, Grain: calendar.None, Filters: []query.Filter{of("numerator", in("rep", "A"))}}, thisMarch(t))
	require.NoError(t, err)
}
