package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

const sellers = `
	insert into crm.teams (id, name) values (1, 'North'), (2, 'South');
	insert into crm.users (id, name, email, team) values (1, 'Ann', 'ann@x.example', 1), (2, 'Bob', 'Robert@X.example', 2),
		(3, 'Cem', null, 2), (4, 'Dan', 'dan@x.example', 1), (5, 'Dan', 'daniel@x.example', 2);
	insert into crm.accounts (id, name, region, created_at) values (1, 'Acme', 'EMEA', '2026-01-01'), (2, 'Bolt', 'APAC', '2026-01-01'), (3, 'Coil', null, '2026-01-01');
	insert into crm.deals (id, account, owner, status, created_at) values
		(1, 1, 1, 'open', '2026-03-01'), (2, 2, 2, 'open', '2026-03-01'), (3, 1, 3, 'open', '2026-03-01'), (4, 2, 4, 'open', '2026-03-01'), (5, 3, 5, 'open', '2026-03-01');
	insert into crm.tickets (id, account, subject, status, created_at) values (1, 3, 'a', 'new', '2026-03-01')`

func valuesOf(t *testing.T, e *engine.Engine, q query.Question) (all []any) {
	t.Helper()
	q.Type = query.Values
	table, err := take.Table(e.Ask(context.Background(), q, plan.Request{}))
	require.NoError(t, err)
	for _, row := range table.Rows {
		all = append(all, row[0])
	}
	return all
}

// Whoever asks comes first, by address, by what stands before its @, or by name; all others are still there to choose from.
func TestPreferredValuesComeFirst(t *testing.T) {
	e := over(t, handMade(t, sellers), crm.Reference())
	for prefer, want := range map[string][]any{
		"":                              {"Ann", "Bob", "Cem", "Dan #4", "Dan #5"},
		"robert@x.example":              {"Bob", "Ann", "Cem", "Dan #4", "Dan #5"},
		"ROBERT":                        {"Bob", "Ann", "Cem", "Dan #4", "Dan #5"},
		"cem":                           {"Cem", "Ann", "Bob", "Dan #4", "Dan #5"},
		"daniel@x.example, ann":         {"Dan #5", "Ann", "Bob", "Cem", "Dan #4"},
		",":                             {"Ann", "Bob", "Cem", "Dan #4", "Dan #5"},
		"x.example":                     {"Ann", "Bob", "Cem", "Dan #4", "Dan #5"},
		"nobody@x.example, admin, o'%_": {"Ann", "Bob", "Cem", "Dan #4", "Dan #5"},
	} {
		require.Equal(t, want, valuesOf(t, e, query.Question{Dimension: "rep", Prefer: prefer}), prefer)
	}
	require.Equal(t, []any{"Dan #5", "Dan #4"}, valuesOf(t, e, query.Question{Dimension: "rep", Search: "dan", Prefer: "daniel"}))
	require.Equal(t, []any{"Dan #5"}, valuesOf(t, e, query.Question{Dimension: "rep", Prefer: "daniel", Rows: 1}), "the first of a list that is cut")
	require.Equal(t, []any{"EMEA", "APAC"}, valuesOf(t, e, query.Question{Dimension: "region", Prefer: "emea"}), "of a text")
}

// A company that has not mapped addresses can still name its people.
func TestPreferredWithoutAddresses(t *testing.T) {
	m := crm.Reference()
	m.Entities["users"] = crm.Source{From: "crm.users", Fields: map[string]string{"id": "id", "name": "name", "team": "team"}}
	e := over(t, handMade(t, sellers), m)
	require.Equal(t, []any{"Ann", "Bob", "Cem", "Dan #4", "Dan #5"}, valuesOf(t, e, query.Question{Dimension: "rep", Prefer: "robert@x.example"}))
	require.Equal(t, []any{"Bob", "Ann", "Cem", "Dan #4", "Dan #5"}, valuesOf(t, e, query.Question{Dimension: "rep", Prefer: "bob"}))
}

// Filters leave the values of rows that pass them: the team of a rep, the reps of a team, the customers of a region.
func TestValuesOfRowsThatPassFilters(t *testing.T) {
	e := over(t, handMade(t, sellers), crm.Reference())
	in := func(dimension string, values ...string) []query.Filter {
		return []query.Filter{{Dimension: dimension, Operator: query.In, Values: values}}
	}
	require.Equal(t, []any{"South"}, valuesOf(t, e, query.Question{Dimension: "team", Filters: in("rep", "Bob")}))
	require.Equal(t, []any{"Ann", "Dan #4"}, valuesOf(t, e, query.Question{Dimension: "rep", Filters: in("team", "North")}), "the other Dan is not listed, but there")
	require.Equal(t, []any{"Dan #5", "Bob", "Cem"}, valuesOf(t, e, query.Question{Dimension: "rep", Filters: in("team", "South"), Prefer: "daniel"}))
	require.Equal(t, []any{"Coil"}, valuesOf(t, e, query.Question{Dimension: "account", Filters: in("region", query.None)}), "of deals and tickets")
	require.Equal(t, []any{"Dan #4", "Dan #5"}, valuesOf(t, e, query.Question{Dimension: "rep", Filters: in("rep", "Dan")}), "who shares a name")
	require.Equal(t, []any{"Dan #5"}, valuesOf(t, e, query.Question{Dimension: "rep", Filters: in("rep", "Dan #5")}))
	require.Equal(t, []any{"Acme"}, valuesOf(t, e, query.Question{Dimension: "account", Filters: in("rep", "Cem")}), "tickets have no rep, so they have none of theirs")

	_, err := e.Ask(context.Background(), query.Question{Type: query.Values, Dimension: "lost_reason", Filters: in("agent", "Ann")}, plan.Request{})
	require.ErrorContains(t, err, "agent")
}

// A KPI leaves the values of its rows: of events those in the range, of what is there now all of them.
func TestValuesOfTheRowsBehindKPIs(t *testing.T) {
	e := over(t, handMade(t, floorWithTickets), crm.Reference())
	behind := func(q query.Question) (all []any) {
		q.Type = query.Values
		table, err := take.Table(e.Ask(context.Background(), q, thisMarch(t)))
		require.NoError(t, err)
		for _, row := range table.Rows {
			all = append(all, row[0])
		}
		return all
	}
	require.Equal(t, []any{"Ann", "Bob", "Cem"}, behind(query.Question{Dimension: "rep"}), "who has a deal")
	require.Equal(t, []any{"Ann", "Bob"}, behind(query.Question{Dimension: "rep", KPIs: []string{"revenue"}}), "who won one in March")
	require.Equal(t, []any{"Ann", "Bob", "Cem"}, behind(query.Question{Dimension: "rep", KPIs: []string{"win_rate"}}), "who won or lost one")
	require.Contains(t, behind(query.Question{Dimension: "rep", KPIs: []string{"open_deals"}}), "Cem", "whose deal is open")
	require.Equal(t, []any{"Ann"}, behind(query.Question{Dimension: "rep", KPIs: []string{"revenue"}, Filters: []query.Filter{filterOn("rep", "Ann", "Cem")}}))
	require.Equal(t, []any{"EMEA"}, behind(query.Question{Dimension: "region", KPIs: []string{"revenue", "tickets_created"}}))
	require.Equal(t, []any{"Bob"}, behind(query.Question{Dimension: "rep", KPIs: []string{"= revenue / deals_won"}, Search: "o"}))
	require.Equal(t, []any{"Ann"}, behind(query.Question{Dimension: "rep", KPIs: []string{"revenue", "tickets_created"}, Dashboard: added(compares("amount", query.AtLeast, "100"))}))
	_, err := e.Ask(context.Background(), query.Question{Type: query.Values, Dimension: "rep", KPIs: []string{"tickets_created"}}, thisMarch(t))
	require.ErrorContains(t, err, "tickets_created cannot be grouped by rep")
}

// KPIs and departments are listed by their titles; those that the company's data cannot answer are not.
func TestValuesOfTheCatalogue(t *testing.T) {
	e := over(t, handMade(t, sellers), crm.Reference())
	of := func(about query.About, departments, search string) []any {
		return valuesOf(t, e, query.Question{About: about, Departments: departments, Search: search})
	}
	require.Equal(t, []any{"sales", "marketing", "support", "data"}, of(query.Departments, "", ""))
	require.Equal(t, []any{"support"}, of(query.Departments, "", "Поддер"))
	require.Contains(t, of(query.KPIs, "", ""), "revenue")
	require.NotContains(t, of(query.KPIs, "support, marketing", ""), "revenue")
	require.Contains(t, of(query.KPIs, "Support,marketing", ""), "roi")
	require.Equal(t, []any{"win_rate", "win_rate_value", "win_rate_cohort"}, of(query.KPIs, "sales", "win rate"))
	table, err := take.Table(e.Ask(context.Background(), query.Question{Type: query.Values, About: query.KPIs, Rows: 1}, plan.Request{}))
	require.NoError(t, err)
	require.Equal(t, "Выручка", table.Rows[0][1].(i18n.Text).In(i18n.Russian))
	for want, q := range map[string]query.Question{
		`no KPI is of a department "sail"; the departments are sales`: {About: query.KPIs, Departments: "sail"},
		"findings": {About: query.Findings},
	} {
		q.Type = query.Values
		_, err := e.Ask(context.Background(), q, plan.Request{})
		require.ErrorContains(t, err, want)
	}
	m := crm.Reference()
	delete(m.Entities, "tickets")
	require.NotContains(t, valuesOf(t, over(t, handMade(t, sellers), m), query.Question{About: query.KPIs}), "tickets_created")
}

// What the product knows is called as people write it, and found by that; the value to filter by is that of the rows.
func TestKnownWordsAreWrittenAsPeopleWriteThem(t *testing.T) {
	e := over(t, handMade(t, `insert into crm.leads (id, channel, status, created_at) values
		(1, 'social', 'new', '2026-03-01'), (2, 'skywriting', 'new', '2026-03-01'), (3, 'partner', 'new', '2026-03-01'), (4, 'Partners', 'new', '2026-03-01')`), crm.Reference())
	for search, want := range map[string][][3]string{
		"":        {{"Partners", "Partners", "Partners"}, {"partner", "partner", "partner"}, {"skywriting", "skywriting", "skywriting"}, {"social", "Social media", "Соцсети"}},
		"Медиа":   nil,
		"соцСети": {{"social", "Social media", "Соцсети"}},
		"MEDIA":   {{"social", "Social media", "Соцсети"}},
		"cia":     {{"social", "Social media", "Соцсети"}},
		"sky":     {{"skywriting", "skywriting", "skywriting"}},
	} {
		table, err := take.Table(e.Ask(context.Background(), query.Question{Type: query.Values, Dimension: "channel", Search: search}, plan.Request{}))
		require.NoError(t, err)
		var got [][3]string
		for _, row := range table.Rows {
			text, worded := row[1].(i18n.Text)
			if !worded {
				text = i18n.Same(row[1].(string))
			}
			got = append(got, [3]string{row[0].(string), text.In(i18n.English), text.In(i18n.Russian)})
		}
		require.ElementsMatch(t, want, got, search)
	}
	restricted := query.Question{Dimension: "channel", Search: "media", Filters: []query.Filter{{Dimension: "channel", Operator: query.NotIn, Values: []string{"social"}}}}
	require.Empty(t, valuesOf(t, e, restricted), "a search goes with the filters")
}
