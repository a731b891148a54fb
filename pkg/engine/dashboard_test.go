package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func added(filters ...query.Filter) *query.Dashboard { return &query.Dashboard{Filters: filters} }

func textsOf(notices []answer.Notice) (texts []string) {
	for _, n := range notices {
		texts = append(texts, n.Text.In(i18n.English))
	}
	return texts
}

// The sales floor with two tickets: revenue is 205, of which 100 are Ann's; tickets have no rep and no amount.
const floorWithTickets = salesFloor + `;
	insert into crm.accounts (id, name, region, created_at) values (1, 'Acme', 'EMEA', '2026-01-01');
	insert into crm.tickets (id, account, subject, status, created_at) values (1, 1, 'a', 'new', '2026-03-01T12:00Z'), (2, null, 'b', 'new', '2026-03-02')`

func TestFiltersOfADashboardHoldForWhatHasThem(t *testing.T) {
	e := over(t, handMade(t, floorWithTickets), crm.Reference())
	rep := added(filterOn("rep", "Ann"))
	for _, test := range []struct {
		kpis      []string
		dashboard *query.Dashboard
		want      float64
		told      string // "" for nothing
	}{
		{[]string{"revenue"}, rep, 100, ""},
		{[]string{"tickets_created"}, rep, 2, `The dashboard's filter "Rep=Ann" is not applied: no Rep is known of Tickets created.`},
		{[]string{"tickets_created"}, added(filterOn("rep", "Ann"), filterOn("region", "EMEA")), 1, `"Rep=Ann" is not applied`},
		{[]string{"revenue", "tickets_created"}, rep, 205, "no Rep is known of Tickets created, and numbers beside one another are of the same rows."},
		{[]string{"= revenue / tickets_created"}, rep, 102.5, "no Rep is known of Tickets created"},
		{[]string{"revenue"}, added(compares("amount", query.Above, "50")), 160, ""},
		{[]string{"revenue"}, added(anyOf(compares("amount", query.Below, "60"), compares("amount", query.Above, "60"))), 145, ""},
		{[]string{"tickets_created"}, added(compares("amount", query.Above, "50")), 2, "no amount is known of Tickets created"},
		{[]string{"revenue"}, added(filterOn("planet", "Mars")), 205, `"planet=Mars" is not applied: nothing is called "planet" here.`},
		{[]string{"revenue"}, added(query.Filter{Dimension: "rep", Operator: query.Above, Values: []string{"5"}}), 205, "compares numbers and days"},
		{[]string{"revenue"}, added(query.Filter{Dimension: "rep", Operator: query.Matches, Values: []string{"("}}), 205, "not a regular expression"},
		{[]string{"revenue"}, added(query.Filter{Dimension: "rep", Operator: query.Matches, Values: []string{"^(Ann|Bob)$"}}), 200, ""},
		{[]string{"revenue"}, added(compares("amount", query.Above, "much")), 205, "is none"},
	} {
		answered := ask(t, e, query.Question{KPIs: test.kpis, Grain: calendar.None, Dashboard: test.dashboard}, thisMarch(t))
		require.Equal(t, test.want, *answered.Values[0][0][0], "%v %v", test.kpis, test.dashboard)
		texts := strings.Join(textsOf(answered.Notices), "\n")
		if test.told == "" {
			require.NotContains(t, texts, "is not applied")
		} else {
			require.Contains(t, texts, test.told)
		}
	}
}

// What the author of a panel wrote is still refused, and so is what a dashboard adds to an alert rule, which shows notices to nobody.
func TestOnlyWhatADashboardAddsIsLeftOut(t *testing.T) {
	e := over(t, handMade(t, floorWithTickets), crm.Reference())
	_, err := e.Ask(context.Background(), query.Question{KPIs: []string{"tickets_created"}, Filters: []query.Filter{filterOn("rep", "Ann")}}, thisMarch(t))
	require.ErrorContains(t, err, "tickets_created cannot be filtered by rep")
	r := thisMarch(t)
	r.Viewer = plan.Viewer{Alerts: true}
	_, err = e.Ask(context.Background(), query.Question{KPIs: []string{"tickets_created"}, Dashboard: added(filterOn("rep", "Ann"))}, r)
	require.ErrorContains(t, err, `"Rep=Ann" is not applied`)
	require.ErrorContains(t, err, "remove it from `dashboard`")
}

func TestGroupsOfADashboard(t *testing.T) {
	e := over(t, handMade(t, floorWithTickets), crm.Reference())
	q := query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Dashboard: &query.Dashboard{GroupBy: []string{"rep"}, Filters: []query.Filter{filterOn("rep", "Ann", "Bob")}}}
	labels, values := figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Ann", "Bob"), labels)
	require.Equal(t, []any{100.0, 100.0}, values)

	q.GroupBy = []string{"rep"}
	labels, _ = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Equal(t, single("Ann", "Bob"), labels, "not twice")

	q.GroupBy, q.Dashboard = []string{"rep"}, &query.Dashboard{GroupBy: []string{"pipeline"}}
	labels, _ = figuresOf(ask(t, e, q, thisMarch(t)))
	require.Contains(t, labels, []string{"Ann", "Sales"})

	q = query.Question{KPIs: []string{"tickets_created"}, Grain: calendar.None, Dashboard: &query.Dashboard{GroupBy: []string{"rep", "region"}}}
	answered := ask(t, e, q, thisMarch(t))
	labels, _ = figuresOf(answered)
	require.ElementsMatch(t, single("EMEA", query.None), labels)
	require.Contains(t, textsOf(answered.Notices), "Not grouped by Rep, as the dashboard asks: no Rep is known of Tickets created.")
}

// A target belongs to a rep, a team, or another such scope: to several of them at once, none does.
func TestFiltersOfADashboardThatGoTogetherOnly(t *testing.T) {
	e := over(t, handMade(t, floorWithTickets), crm.Reference())
	q := query.Question{KPIs: []string{"revenue_target"}, Grain: calendar.None, Dashboard: added(filterOn("region", "EMEA"), filterOn("channel", "Web"))}
	answered := ask(t, e, q, thisMarch(t))
	require.Len(t, answered.Notices, 2)
	require.Contains(t, textsOf(answered.Notices)[1], `"Channel=Web" is not applied: `)
}

func TestListsTakeFiltersOfADashboard(t *testing.T) {
	e := over(t, handMade(t, floorWithTickets), crm.Reference())
	rows := func(q query.Question) (int, []string) {
		tables, err := take.Tables(e.Ask(context.Background(), q, thisMarch(t)))
		require.NoError(t, err)
		return len(tables[0].Rows), textsOf(tables[0].Notices)
	}
	rep := added(filterOn("rep", "Ann"))
	n, _ := rows(query.Question{Type: query.Records, KPIs: []string{"revenue"}, Dashboard: rep})
	require.Equal(t, 1, n)
	n, notices := rows(query.Question{Type: query.Records, Entity: "tickets", Dashboard: rep})
	require.Equal(t, 2, n)
	require.Contains(t, strings.Join(notices, " "), `"Rep=Ann" is not applied: tickets cannot be filtered by rep`)
	n, notices = rows(query.Question{Type: query.Records, Entity: "tickets", Dashboard: added(filterOn("region", "EMEA"))})
	require.Equal(t, 1, n)
	require.NotContains(t, strings.Join(notices, " "), "is not applied")
	n, _ = rows(query.Question{Type: query.Values, Dimension: "rep", Dashboard: added(filterOn("team", "North"))})
	require.Equal(t, 2, n)
	_, notices = rows(query.Question{Type: query.Check, Dashboard: rep})
	require.Contains(t, notices, `The dashboard's filter "Rep=Ann" is not applied: these are not filtered.`)
	n, notices = rows(query.Question{Type: query.Annotations, Events: []string{query.WonDeals}, Dashboard: rep})
	require.Equal(t, 1, n)
	require.Empty(t, notices)
	n, notices = rows(query.Question{Type: query.Annotations, Events: []string{query.WonDeals}, Dashboard: added(compares("amount", query.Above, "50"))})
	require.Equal(t, 4, n)
	require.Contains(t, notices[0], "is not applied")
	_, notices = rows(query.Question{Type: query.Agenda, Dashboard: added(compares("amount", query.Above, "50"))})
	require.Contains(t, strings.Join(notices, " "), `"amount>50" is not applied`)
	_, notices = rows(query.Question{Type: query.Timeline, Dashboard: added(filterOn("account", "Acme"))})
	require.NotContains(t, strings.Join(notices, " "), "is not applied", "a dashboard can say whose timeline it is")
}
