package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func filterOn(dimension string, values ...string) query.Filter {
	return query.Filter{Dimension: dimension, Operator: query.In, Values: values}
}

func anyOf(filters ...query.Filter) query.Filter { return query.Filter{Any: filters} }
func allOf(filters ...query.Filter) query.Filter { return query.Filter{All: filters} }

// The deals of the sales floor: Ann 100, Bob 60 and 40, nobody's 5 in the pipeline Renewals.
func TestGroupsOfFiltersKeepTheRowsThatPassThem(t *testing.T) {
	e := over(t, handMade(t, salesFloor), crm.Reference())
	none := query.Filter{Dimension: "rep", Operator: query.IsNone}
	for want, filters := range map[float64][]query.Filter{
		105: {anyOf(filterOn("rep", "Ann"), filterOn("pipeline", "Renewals"))},
		100: {anyOf(filterOn("rep", "Ann"), allOf(filterOn("pipeline", "Renewals"), filterOn("team", "North")))},
		200: {anyOf(filterOn("rep", "Ann"), filterOn("pipeline", "Sales"))},
		0:   {anyOf(filterOn("rep", "Cem"), allOf(none, filterOn("pipeline", "Sales")))},
		5:   {anyOf(filterOn("rep", "Ann"), none), filterOn("pipeline", "Renewals")},
		205: {anyOf(query.Filter{Dimension: "team", Operator: query.NotContains, Values: []string{"x"}}, filterOn("rep", "Ann"))},
	} {
		q := query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Filters: filters}
		require.Equal(t, want, *ask(t, e, q, thisMarch(t)).Values[0][0][0], "%v", filters)
		tables, err := take.Tables(e.Ask(context.Background(), take.Of(query.Records, query.Question{KPIs: []string{"revenue"}, Filters: filters}), thisMarch(t)))
		require.NoError(t, err)
		sum := 0.0
		for _, added := range column(t, tables[0], "won_amount") {
			sum += added.(float64)
		}
		require.Equal(t, want, sum, "the rows behind %v", filters)
	}
}

// Members that cannot have a row are left out; where an alternative is not the dimension's own, any of them can.
func TestGroupsOfFiltersHoldForMembers(t *testing.T) {
	e := over(t, handMade(t, salesFloor), crm.Reference())
	q := query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}, Grain: calendar.None, Groups: query.AllGroups}
	q.Filters = []query.Filter{anyOf(filterOn("team", "South"), filterOn("rep", "Bob", "Eve"))}
	labels, values := figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Bob", "Cem", "Dan", "Eve"), labels)
	require.Equal(t, []any{100.0, 0.0, 0.0, 0.0}, values)
	q.Filters = []query.Filter{anyOf(filterOn("rep", "Bob"), filterOn("pipeline", "Renewals"))}
	labels, values = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Ann", "Bob", "Cem", "Dan", "Eve", "(none)"), labels)
	require.Equal(t, []any{0.0, 100.0, 0.0, 0.0, 0.0, 5.0}, values)
	q.GroupBy = []string{"pipeline"}
	q.Filters = []query.Filter{anyOf(allOf(filterOn("pipeline", "Sales"), filterOn("rep", "Ann")), filterOn("pipeline", "nowhere"))}
	answered := ask(t, e, q, thisMarch(t))
	labels, values = figuresOf(answered)
	require.Equal(t, single("Sales"), labels)
	require.Equal(t, []any{100.0}, values)
	require.Len(t, answered.Notices, 1)
	require.Contains(t, answered.Notices[0].Text.In(i18n.English), "nowhere", "what no row has is told of a group's filters, too")
}

func TestGroupsOfFiltersOnWhatIsNotThere(t *testing.T) {
	e := over(t, handMade(t, salesFloor), crm.Reference())
	for want, q := range map[string]query.Question{
		"revenue cannot be filtered by priority":  {KPIs: []string{"revenue"}, Filters: []query.Filter{anyOf(filterOn("rep", "Ann"), filterOn("priority", "low"))}},
		"deals cannot be filtered by priority":    {Type: query.Records, Entity: "deals", Filters: []query.Filter{anyOf(filterOn("rep", "Ann"), filterOn("priority", "low"))}},
		`there is no dimension "colour"`:          {Type: query.Agenda, Filters: []query.Filter{allOf(filterOn("colour", "red"))}},
		"a timeline is of one customer, and no f": {Type: query.Timeline, Filters: []query.Filter{anyOf(filterOn("account", "A"), filterOn("region", "B"))}},
	} {
		_, err := e.Ask(context.Background(), q, thisMarch(t))
		require.ErrorContains(t, err, want)
	}
}

// The targets of those that a group of filters keeps: of two teams and a third one, 300 and 200 hold.
func TestGroupsOfFiltersHoldForTargets(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.teams (id, name) values (1, 'North'), (2, 'South'), (3, 'West');
		insert into crm.targets (metric, scope, scope_id, period_start, period_end, value) values
			('revenue', 'team', '1', '2026-03-01', '2026-03-31', 300), ('revenue', 'team', '2', '2026-03-01', '2026-03-31', 200), ('revenue', 'team', '3', '2026-03-01', '2026-03-31', 90)`), crm.Reference())
	for want, f := range map[float64]query.Filter{
		500: anyOf(filterOn("team", "North"), query.Filter{Dimension: "team", Operator: query.StartsWith, Values: []string{"So"}}),
		300: allOf(filterOn("team", "North", "West"), query.Filter{Dimension: "team", Operator: query.NotContains, Values: []string{"West"}}),
	} {
		q := query.Question{KPIs: []string{"revenue_target"}, Grain: calendar.None, Filters: []query.Filter{f}}
		require.InDelta(t, want, *ask(t, e, q, thisMarch(t)).Values[0][0][0], 1e-9)
	}
}
