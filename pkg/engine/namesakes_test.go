package engine_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// namesakes are two people and two customers of one name, of whom one alone is found in most answers, and a person and a customer whose
// names read like those with a key.
const namesakes = `
	insert into crm.teams (id, name) values (1, 'North'), (2, 'South');
	insert into crm.users (id, name, team) values (17, 'Felix Lindner', 1), (23, 'Felix Lindner', 2), (30, 'Ada', 1), (31, 'Ada #30', 1);
	insert into crm.accounts (id, name, created_at) values (1, 'Schmidt AG', '2026-01-01'), (2, 'Schmidt AG', '2026-01-01'), (3, 'Store #4', '2026-01-01');
	insert into crm.deals (id, name, account, owner, closed_by, status, amount, currency, created_at, closed_at) values
		(1, 'one', 1, 17, 17, 'won', 1, 'USD', '2026-02-01', '2026-03-02'), (2, 'two', 2, 23, 23, 'won', 2, 'USD', '2026-02-01', '2026-03-03'),
		(3, 'three', 3, 30, 30, 'won', 4, 'USD', '2026-02-01', '2026-03-04'), (4, 'four', 3, 31, 31, 'won', 8, 'USD', '2026-02-01', '2026-03-05');
	insert into crm.activities (id, type, subject, account, owner, status, created_at, due_at, completed_at) values
		(1, 'call', 'First', 1, 17, 'planned', '2026-03-01', '2026-03-20', null), (2, 'call', 'Second', 2, 23, 'planned', '2026-03-01', '2026-03-21', null),
		(3, 'call', 'Third', 1, 23, 'done', '2026-03-01', '2026-03-02', '2026-03-02')`

func is(dimension string, values ...string) []query.Filter {
	return []query.Filter{{Dimension: dimension, Operator: query.In, Values: values}}
}

// A label means one, also where the others have nothing to show; filtered by, it gives the number it stood beside.
func TestLabelsMeanOneInEveryAnswer(t *testing.T) {
	e, ctx := over(t, handMade(t, namesakes), crm.Reference()), context.Background()
	fields := map[string]string{"rep": "closed_by", "account": "account"}
	for dimension, want := range map[string]map[string]float64{
		"rep":     {"Felix Lindner #17": 1, "Felix Lindner #23": 2, "Ada": 4, "Ada #30 #31": 8},
		"account": {"Schmidt AG #1": 1, "Schmidt AG #2": 2, "Store #4": 12},
	} {
		revenue := query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, GroupBy: []string{dimension}}
		var values []any
		found := map[string]float64{}
		r := ask(t, e, revenue, thisMarch(t))
		for g, group := range r.Groups {
			label := group.Labels[0]
			found[label], values = *r.Values[0][g][0], append(values, label)

			alone := revenue
			alone.Filters = is(dimension, label)
			again := ask(t, e, alone, thisMarch(t))
			require.Len(t, again.Groups, 1, label)
			require.Equal(t, group, again.Groups[0], "the same label where it stands alone")
			require.Equal(t, found[label], *again.Values[0][0][0], label)
			require.Empty(t, again.Notices, label)

			list, err := take.Table(e.Ask(ctx, query.Question{Type: query.Records, KPIs: []string{"revenue"}, Filters: alone.Filters}, thisMarch(t)))
			require.NoError(t, err)
			for _, row := range list.Rows {
				require.Equal(t, label, row[list.Column(fields[dimension])], "in the rows behind it")
			}
		}
		require.Equal(t, want, found)
		require.Equal(t, values, valuesOf(t, e, query.Question{Dimension: dimension}), "what a variable lists")
	}
	top := ask(t, e, query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, GroupBy: []string{"rep"}, Limit: &query.Limit{Top: 1, Ascending: true, Rest: true}}, thisMarch(t))
	require.Equal(t, []string{"Felix Lindner #17"}, top.Groups[0].Labels, "the other one is in the rest")
	both := ask(t, e, query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, GroupBy: []string{"rep", "account"}, Filters: is("team", "North")}, thisMarch(t))
	require.Contains(t, both.Groups, answer.Group{Keys: []string{"17", "1"}, Labels: []string{"Felix Lindner #17", "Schmidt AG #1"}})
}

// Stages are told apart in their pipeline, where a question is about one.
func TestStagesAreToldApartInTheirPipeline(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.pipelines (id, name) values (1, 'New'), (2, 'Renewal');
		insert into crm.stages (id, pipeline, name, position, kind) values (5, 1, 'Offer', 1, 'open'), (9, 2, 'Offer', 1, 'open'), (6, 1, 'Talk', 2, 'open');
		insert into crm.deals (id, name, pipeline, stage, status, amount, currency, created_at) values
			(1, 'one', 1, 5, 'open', 1, 'USD', '2026-02-01'), (2, 'two', 2, 9, 'open', 2, 'USD', '2026-02-01')`), crm.Reference())
	stages := func(filters ...query.Filter) (labels []string) {
		r := ask(t, e, query.Question{KPIs: []string{"open_deals"}, Grain: calendar.None, GroupBy: []string{"stage"}, Filters: filters}, thisMarch(t))
		for _, g := range r.Groups {
			labels = append(labels, g.Labels[0])
		}
		return labels
	}
	require.Equal(t, []string{"Offer #5", "Offer #9"}, stages())
	require.Equal(t, []string{"Offer #5", "Offer #9"}, stages(is("pipeline", "New", "Renewal")...))
	require.Equal(t, []string{"Offer"}, stages(is("pipeline", "New")...))
	one := ask(t, e, query.Question{KPIs: []string{"open_deals"}, Grain: calendar.None, Filters: append(is("pipeline", "Renewal"), is("stage", "Offer")...)}, thisMarch(t))
	require.Equal(t, 1.0, *one.Values[0][0][0])
	require.False(t, slices.ContainsFunc(one.Notices, func(n answer.Notice) bool { return n.Warning }), "the filter means one")
	both := ask(t, e, query.Question{KPIs: []string{"open_deals"}, Grain: calendar.None, Filters: is("stage", "Offer")}, thisMarch(t))
	require.True(t, slices.ContainsFunc(both.Notices, func(n answer.Notice) bool { return n.Warning }))
	require.Equal(t, []any{"Offer"}, valuesOf(t, e, query.Question{Dimension: "stage", Filters: is("pipeline", "New")}))
}

func TestListsTellNamesakesApart(t *testing.T) {
	e, ctx := over(t, handMade(t, namesakes), crm.Reference()), context.Background()
	listed := func(q query.Question) *answer.Table {
		t.Helper()
		table, err := take.Table(e.Ask(ctx, q, thisMarch(t)))
		require.NoError(t, err)
		require.Empty(t, table.Notices)
		return table
	}
	column := func(table *answer.Table, id string) (all []any) {
		for _, row := range table.Rows {
			all = append(all, row[table.Column(id)])
		}
		return all
	}
	agenda := listed(query.Question{Type: query.Agenda, Filters: is("rep", "Felix Lindner #23")})
	require.Equal(t, []any{"Felix Lindner #23"}, column(agenda, "rep"))
	require.Equal(t, []any{"Schmidt AG #2"}, column(agenda, "account"))

	timeline := listed(query.Question{Type: query.Timeline, Filters: is("account", "Schmidt AG #1")})
	require.ElementsMatch(t, []any{"Felix Lindner #17", "Felix Lindner #17", "Felix Lindner #23"}, column(timeline, "person"), "the deal, what is planned, what is done")
	require.Negative(t, timeline.Column("person.key"))

	marks := listed(query.Question{Type: query.Annotations, Events: []string{query.WonDeals}, Filters: is("rep", "Felix Lindner #17")})
	require.Equal(t, []any{"1.00 USD · Schmidt AG #1 · Felix Lindner #17"}, column(marks, "text"))
}

// A plain name that several have means all of them, which is said, whatever is asked.
func TestFiltersThatMeanSeveral(t *testing.T) {
	e := over(t, handMade(t, namesakes), crm.Reference())
	felix := "Rep: several have the name Felix Lindner (2), and the filter means all of them. One alone is named with the key, as Felix Lindner #23."
	for _, c := range []struct {
		filter []query.Filter
		want   []string
	}{
		{is("rep", "Felix Lindner"), []string{felix}},
		{is("rep", "Felix Lindner", "Felix Lindner #17", "Ada"), []string{felix}},
		{[]query.Filter{{Any: []query.Filter{{Dimension: "rep", Operator: query.NotEquals, Values: []string{"Felix Lindner"}}}}}, []string{felix}},
		{is("rep", "Felix Lindner #17"), nil},
		{is("rep", "Ada"), nil},
		{is("rep", "Ada #30"), []string{"Rep: several have the name Ada #30 (2), and the filter means all of them. One alone is named with the key, as Ada #30 #31."}},
		{is("rep", "Ada #30 #31"), nil},
		{[]query.Filter{{Dimension: "rep", Operator: query.Contains, Values: []string{"Felix"}}}, nil},
	} {
		for _, q := range []query.Question{
			{KPIs: []string{"revenue"}, Grain: calendar.None}, {Type: query.Records, Entity: "deals"}, {Type: query.Agenda}, {Type: query.Annotations},
			{Type: query.Timeline, Filters: is("account", "Schmidt AG #1")}, {Type: query.Values, Dimension: "team"}, {Type: query.Explain, KPIs: []string{"revenue"}},
		} {
			q.Filters = append(q.Filters, c.filter...)
			a, err := e.Ask(context.Background(), q, thisMarch(t))
			require.NoError(t, err)
			var told []string
			for _, notice := range noticesOf(a, i18n.English) {
				if strings.Contains(notice, "several have the name") {
					told = append(told, notice)
				}
			}
			require.Equal(t, c.want, told, "%+v", q)
		}
	}
}

// A row without a name is called by its key, which another one may be named: each label means one, also where the other has nothing to show.
func TestKeysThatAreNamesOfOthers(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.accounts (id, name, created_at) values (5, ' ', '2026-01-01'), (9, '5', '2026-01-01'), (7, '', '2026-01-01'), (8, 'Eight', '2026-01-01');
		insert into crm.deals (id, account, status, amount, currency, created_at, closed_at) values
			(1, 5, 'won', 1, 'USD', '2026-02-01', '2026-03-02'), (2, 9, 'won', 2, 'USD', '2026-02-01', '2026-03-03'), (3, 7, 'won', 4, 'USD', '2026-02-01', '2026-03-03'),
			(4, 8, 'won', 8, 'USD', '2026-02-01', '2026-03-03')`), crm.Reference())
	all := query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, GroupBy: []string{"account"}}
	first := all
	first.Limit = &query.Limit{Top: 3, By: "revenue"} // without the one that has no name
	for _, asked := range []struct {
		question query.Question
		want     map[string]float64
	}{
		{all, map[string]float64{"5 #5": 1, "5 #9": 2, "7": 4, "Eight": 8}},
		{first, map[string]float64{"5 #9": 2, "7": 4, "Eight": 8}},
	} {
		found := map[string]float64{}
		r := ask(t, e, asked.question, thisMarch(t))
		for g, group := range r.Groups {
			found[group.Labels[0]] = *r.Values[0][g][0]
		}
		require.Equal(t, asked.want, found)
	}
}
