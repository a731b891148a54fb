package oracle

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// aboutData tells the reports about the data from the KPIs: no row is in them.
func aboutData(k *catalog.KPI) bool { return k.ID == "data_freshness" || k.ID == "data_health" }

func TestEveryKPIHasAnOracle(t *testing.T) {
	var ids []string
	for _, k := range catalog.Default().KPIs() {
		if aboutData(k) {
			continue
		}
		require.Contains(t, kpis, k.ID, "%s has no oracle: add it to kpis.go", k.ID)
		ids = append(ids, k.ID)
	}
	for id := range kpis {
		require.Contains(t, ids, id, "the oracle knows %s, the catalogue does not", id)
	}
}

// What the oracle knows of goals, it knows by itself.
func TestGoalsAreWhatTheOracleSaysTheyAre(t *testing.T) {
	for _, k := range catalog.Default().KPIs() {
		if aboutData(k) {
			continue
		}
		var goals []string
		for _, goal := range catalog.Default().GoalsOf(k) {
			goals = append(goals, goal.ID)
		}
		require.Equal(t, Goals(k.ID), goals, k.ID)
		if goals != nil {
			require.Equal(t, !slices.Contains(addsUp, k.ID), catalog.Default().Steady(k.ID), k.ID)
			require.Equal(t, slices.Contains(lessIsBetter, k.ID), k.Better == catalog.Lower, k.ID)
		}
	}
}

// rowOfEach is a company with a row of each kind.
func rowOfEach() *Company {
	at := local("2024-04-01 12:00")
	before, after := at.Add(-day), at.Add(day)
	one := ptr(int64(1))
	c := &Company{
		users:     []*user{{ID: 1, IsQuotaCarrying: true}},
		campaigns: []*campaign{{ID: 1, StartsOn: ptr(date("2024-04-01")), EndsOn: ptr(date("2024-04-02")), Budget: ptr(1.0)}},
		trainings: []*training{{ID: 1}}, accounts: []*account{{ID: 1, FirstWonAt: &at}},
		leads: []*lead{{CreatedAt: at, QualifiedAt: &at}},
		deals: []*deal{
			{ID: 1, Status: "won", Type: ptr("upsell"), CreatedAt: at, ClosedAt: &at, Pipeline: one}, {ID: 2, Status: "lost", CreatedAt: at, ClosedAt: &at},
			{ID: 3, Status: "open", CreatedAt: at, ExpectedCloseOn: ptr(date("2024-04-01")), ForecastCategory: ptr("commit")},
			{ID: 4, Status: "won", Type: ptr("renewal"), CreatedAt: at, ClosedAt: &at},
		},
		stages: []*stage{{ID: 1, Pipeline: 1, StallAfterDays: ptr(1)}},
		versions: []*version{
			{Deal: ptr(int64(3)), Stage: one, Status: "open", ValidFrom: before, ValidTo: &at, ExpectedCloseOn: ptr(date("2024-04-20"))},
			{Deal: ptr(int64(3)), Stage: one, Status: "open", ValidFrom: at, ExpectedCloseOn: ptr(date("2024-05-20"))},
			{Deal: ptr(int64(2)), Stage: one, Status: "open", ValidFrom: at, ValidTo: &after},
		},
		quotes:     []*quote{{IsLatest: true, Status: "accepted", SentAt: &at, DecidedAt: &after}, {IsLatest: true, Status: "declined", DecidedAt: &at}},
		forecasts:  []*forecastSubmission{{Owner: one, PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-04-02"), Category: ptr("commit")}},
		activities: []*activity{{Status: "done", Type: ptr("meeting"), Deal: one, CompletedAt: &at}, {Status: "planned", DueAt: &at}},
		orders:     []*order{{ID: 1, Account: one, Campaign: one, OrderedAt: at, PromisedAtOriginal: &at, DeliveredAt: &at}},
		lines:      []*line{{Order: 1, Product: one}},
		products:   []*product{{ID: 1}},
		payments:   []*payment{{Order: one, PaidAt: at}},
		contacts:   []*contact{{Account: one}},
		costs:      []*cost{{Kind: ptr("media"), SpentOn: date("2024-04-01")}},
		touches:    []*touch{{Deal: one, OccurredAt: before}},
		sessions:   []*session{{StartedAt: at, Lead: one}},
		tickets: []*ticket{
			{ID: 1, Kind: ptr("complaint"), CreatedAt: at, SolvedAt: &after, FirstSolvedAt: &after, EscalatedAt: &at, ReopenCount: 1},
			{ID: 2, Account: one, Agent: one, CreatedAt: at, SolvedAt: &after},
		},
		ticketEvents: []*ticketEvent{{Ticket: 2, Kind: "public_reply", Actor: ptr("agent")}},
		slaTargets:   []*slaTarget{{Ticket: 1, DueAt: at}, {Ticket: 1, DueAt: at, MetAt: &at}},
		surveys: []*survey{
			{Kind: "csat", RespondedAt: &at, Score: ptr(5.0), ScaleMax: ptr(5.0), Professionalism: ptr(50.0), Friendliness: ptr(50.0), Usefulness: ptr(50.0)},
			{Kind: "nps", RespondedAt: &at, Score: ptr(10.0)},
			{Kind: "nps", RespondedAt: &at, Score: ptr(1.0)},
		},
		commitments: []*commitment{{DueAtOriginal: at, DueAt: &at}},
		enrollments: []*enrollment{{Training: 1, User: 1, DueAt: &at, CompletedAt: &before}, {Training: 1, User: 1, DueAt: &at}},
	}
	for _, kind := range []string{"complaint", "recommendation", "praise"} {
		c.feedback = append(c.feedback, &feedback{Kind: kind, ReceivedAt: at})
	}
	for _, sentiment := range []string{"positive", "negative"} {
		c.mentions = append(c.mentions, &mention{IsOwnBrand: true, Kind: ptr("review"), Sentiment: &sentiment, PublishedAt: at})
	}
	for _, category := range []string{"order_accuracy", "goods_quality", "service_quality", "expectations"} {
		c.checks = append(c.checks, &check{Category: &category, Passed: true, CheckedAt: at})
	}
	for _, metric := range []string{"revenue", "new_leads", "attributed_revenue"} {
		c.targets = append(c.targets, &target{Metric: metric, Scope: "company", PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-05-01")})
	}
	c.targets = append(c.targets, &target{Metric: "revenue", Scope: "user", ScopeID: ptr("1"), PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-05-01")})
	// An agent is trained, another one meanwhile is not; both are judged before and after.
	c.users = append(c.users, &user{ID: 2})
	for _, agent := range []int64{1, 2} {
		for _, t := range []time.Time{before.Add(-day), at} {
			c.surveys = append(c.surveys, &survey{Kind: "csat", Agent: &agent, Account: one, RespondedAt: &t, Score: ptr(1.0), ScaleMax: ptr(5.0)})
			c.tickets = append(c.tickets, &ticket{ID: int64(len(c.tickets) + 1), Agent: &agent, CreatedAt: t, FirstResponseAt: &t})
		}
	}
	c.link()
	return c
}

// The engine groups a KPI by exactly the dimensions that all rows it looks at have.
func TestDimensionsOfEachKPI(t *testing.T) {
	c := rowOfEach()
	m := crm.Reference()
	engine := engine.New(catalog.Default(), m, plan.Settings{}, nil)
	for _, k := range catalog.Default().KPIs() {
		if aboutData(k) {
			continue
		}
		possible := engine.Dimensions(k)
		for _, dimension := range m.Model.Dimensions() {
			_, err := c.Answer(Settings{Calendar: calendar.Calendar{Location: berlin}, ReportingCurrency: "USD"}, Question{
				Question: query.Question{KPIs: []string{k.ID}, GroupBy: []string{dimension}, Grain: calendar.None},
				Range:    calendar.Range{From: local("2024-04-01 00:00"), To: local("2024-05-01 00:00")}, Now: local("2024-05-15 00:00"),
			})
			require.Equal(t, err == nil, slices.Contains(possible, dimension), "%s by %s: %v", k.ID, dimension, err)
		}
	}
}
