package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Two teams with five people, of whom three sell; two pipelines whose stages are not in the order of their names; one deal without
// an owner, and one of somebody who is no longer there.
const salesFloor = `
	insert into crm.teams (id, name) values (1, 'North'), (2, 'South');
	insert into crm.users (id, name, team) values (1, 'Ann', 1), (2, 'Bob', 1), (3, 'Cem', 2), (4, 'Dan', 2), (5, 'Eve', null);
	insert into crm.pipelines (id, name) values (1, 'Sales'), (2, 'Renewals');
	insert into crm.stages (id, pipeline, name, position, kind) values
		(11, 1, 'Talk', 1, 'open'), (12, 1, 'Offer', 2, 'open'), (13, 1, 'Close', 3, 'open'), (21, 2, 'Remind', 2, 'open'), (22, 2, 'Agree', 1, 'open');
	insert into crm.deals (id, owner, pipeline, stage, status, amount, created_at, closed_at) values
		(1, 1, 1, 13, 'won', 100, '2026-02-01', '2026-03-02'), (2, 2, 1, 13, 'won', 60, '2026-02-01', '2026-03-05'),
		(3, 2, 1, 13, 'won', 40, '2026-02-01', '2026-03-06'), (4, 3, 1, 12, 'lost', 70, '2026-02-01', '2026-03-07'),
		(5, null, 2, 22, 'won', 5, '2026-02-01', '2026-03-08'), (6, 3, 1, 11, 'open', 10, '2026-03-01', null);`

// table are the values of an answer's first KPI by the labels of the groups, in their order.
func figuresOf(r *answer.Result) (labels [][]string, values []any) {
	for g, group := range r.Groups {
		labels = append(labels, group.Labels)
		if v := r.Values[0][g][0]; v == nil {
			values = append(values, nil)
		} else {
			values = append(values, *v)
		}
	}
	return labels, values
}

func single(labels ...string) (all [][]string) {
	for _, l := range labels {
		all = append(all, []string{l})
	}
	return all
}

// Asked for, everyone is there: with 0 of what is counted, and nothing where a ratio has no value.
func TestEveryMemberIsAGroup(t *testing.T) {
	e := over(t, handMade(t, salesFloor), crm.Reference())
	q := query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}, Grain: calendar.None, Groups: query.AllGroups}
	labels, values := figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Ann", "Bob", "Cem", "Dan", "Eve", "(none)"), labels)
	require.Equal(t, []any{100.0, 100.0, 0.0, 0.0, 0.0, 5.0}, values)

	q.KPIs = []string{"win_rate"}
	_, values = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, []any{1.0, 1.0, 0.0, nil, nil, 1.0}, values)

	q.KPIs, q.Groups = []string{"revenue"}, query.WithRows
	labels, _ = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Ann", "Bob", "(none)"), labels)

	// filters on the dimension, or on what comes with it, leave out who cannot have a row
	q.Groups, q.Filters = query.AllGroups, []query.Filter{{Dimension: "team", Operator: query.In, Values: []string{"South"}}}
	labels, values = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Cem", "Dan"), labels)
	require.Equal(t, []any{0.0, 0.0}, values)
	q.Filters = []query.Filter{{Dimension: "rep", Operator: query.StartsWith, Values: []string{"e"}}}
	labels, _ = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Eve"), labels)
}

// Each with each, but nobody in another team than their own.
func TestEveryMemberOfSeveralDimensions(t *testing.T) {
	e := over(t, handMade(t, salesFloor), crm.Reference())
	q := query.Question{KPIs: []string{"deals_won"}, GroupBy: []string{"team", "rep"}, Grain: calendar.None, Groups: query.AllGroups}
	labels, values := figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, [][]string{{"North", "Ann"}, {"North", "Bob"}, {"South", "Cem"}, {"South", "Dan"}, {"(none)", "Eve"}, {"(none)", "(none)"}}, labels)
	require.Equal(t, []any{1.0, 2.0, 0.0, 0.0, 0.0, 1.0}, values)

	q.GroupBy, q.Filters = []string{"rep", "pipeline"}, []query.Filter{{Dimension: "team", Operator: query.In, Values: []string{"North"}}}
	labels, values = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, [][]string{{"Ann", "Renewals"}, {"Ann", "Sales"}, {"Bob", "Renewals"}, {"Bob", "Sales"}}, labels)
	require.Equal(t, []any{0.0, 1.0, 0.0, 2.0}, values)

	small := settings(t)
	small.MaxGroups = 9
	q.Filters = nil
	_, err := engine.New(catalog.Default(), crm.Reference(), small, e.DB).Ask(context.Background(), q, thisMarch(t))
	require.ErrorContains(t, err, "the question has 10 groups or more, and at most 9 are allowed")
}

// The values of a text are those that rows have ever had, in the order of the dimension.
func TestEveryValueIsAGroup(t *testing.T) {
	e := over(t, handMade(t, `insert into crm.tickets (id, subject, priority, status, created_at) values
		(1, 'a', 'urgent', 'new', '2026-03-02'), (2, 'b', 'low', 'new', '2026-03-03'), (3, 'c', 'high', 'new', '2024-01-01'), (4, 'd', null, 'new', '2026-03-04')`), crm.Reference())
	q := query.Question{KPIs: []string{"tickets_created"}, GroupBy: []string{"priority"}, Grain: calendar.None, Groups: query.AllGroups}
	labels, values := figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("low", "high", "urgent", "(none)"), labels)
	require.Equal(t, []any{1.0, 0.0, 1.0, 1.0}, values)
	q.Filters = []query.Filter{{Dimension: "priority", Operator: query.NotIn, Values: []string{"low"}}}
	labels, _ = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("high", "urgent", "(none)"), labels)
}

// Stages stand in the order of their pipelines, in answers and in lists.
func TestDimensionsHaveAnOrder(t *testing.T) {
	e := over(t, handMade(t, salesFloor), crm.Reference())
	q := query.Question{KPIs: []string{"new_deals"}, GroupBy: []string{"stage"}, Grain: calendar.None, Groups: query.AllGroups}
	labels, values := figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Agree", "Remind", "Talk", "Offer", "Close"), labels)
	require.Equal(t, []any{0.0, 0.0, 1.0, 0.0, 0.0}, values)
	q.Groups, q.KPIs = query.WithRows, []string{"deals_won", "deals_lost"}
	labels, _ = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Agree", "Offer", "Close"), labels)

	table, err := take.Table(e.Ask(context.Background(), query.Question{Type: query.Values, Dimension: "stage"}, thisMarch(t)))
	require.NoError(t, err)
	var stages []any
	for _, row := range table.Rows {
		stages = append(stages, row[1])
	}
	require.Equal(t, []any{"Agree", "Talk", "Offer", "Close"}, stages, "nobody has a deal in the other stage")

	m := crm.Reference()
	delete(m.Entities, "stages")
	labels, _ = figuresOf(ask(t, over(t, handMade(t, salesFloor), m), q, thisMarch(t)))
	require.Equal(t, single("12", "13", "22"), labels, "nothing is known of the stages but their keys")
}

// Who shares the last place is kept, or another KPI decides.
func TestTiesAtALimit(t *testing.T) {
	e := over(t, handMade(t, salesFloor), crm.Reference())
	q := query.Question{KPIs: []string{"revenue", "deals_won"}, GroupBy: []string{"rep"}, Grain: calendar.None, Limit: &query.Limit{Top: 1, By: "revenue"}}
	r := ask(t, e, q, thisMarch(t))
	labels, _ := figuresOf(r)
	require.Equal(t, single("Ann", "Bob"), labels)
	require.Len(t, r.Notices, 1)
	require.Equal(t, "2 groups are shown instead of 1: several have the same Revenue and share the last place. A second KPI in limit.then decides between them.", r.Notices[0].Text.In(i18n.English))

	q.Limit.Then = "deals_won"
	r = ask(t, e, q, thisMarch(t))
	labels, values := figuresOf(r)
	require.Equal(t, single("Bob"), labels)
	require.Equal(t, []any{100.0}, values)
	require.Empty(t, r.Notices)

	q.Limit.Ascending, q.Limit.Rest = true, true
	labels, values = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("(none)", "Other"), labels)
	require.Equal(t, []any{5.0, 200.0}, values)

	// with everyone, those without a sale share the last place from below
	q.Limit = &query.Limit{Top: 1, By: "revenue", Ascending: true}
	q.Groups = query.AllGroups
	labels, values = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Cem", "Dan", "Eve"), labels)
	require.Equal(t, []any{0.0, 0.0, 0.0}, values)

	for text, limit := range map[string]query.Limit{"limit.then names": {Top: 1, By: "revenue", Then: "win_rate"}, "limit.by names": {Top: 1, By: "win_rate"}} {
		q.Limit = &limit
		_, err := e.Ask(context.Background(), q, thisMarch(t))
		require.ErrorContains(t, err, text)
	}
	q.Limit, q.Groups = nil, "some"
	_, err := e.Ask(context.Background(), q, thisMarch(t))
	require.ErrorContains(t, err, "groups is rows")
}
