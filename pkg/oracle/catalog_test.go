package oracle

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestEveryKPIHasAnOracle(t *testing.T) {
	var ids []string
	for _, k := range catalog.Default().KPIs() {
		require.Contains(t, kpis, k.ID, "%s has no oracle: add it to kpis.go", k.ID)
		ids = append(ids, k.ID)
	}
	for id := range kpis {
		require.Contains(t, ids, id, "the oracle knows %s, the catalogue does not", id)
	}
}

// rowOfEach is a company with a row of each kind.
func rowOfEach() *Company {
	at := local("2024-04-01 12:00")
	one := ptr(int64(1))
	c := &Company{
		users: []*user{{ID: 1}}, trainings: []*training{{ID: 1}}, accounts: []*account{{ID: 1, FirstWonAt: &at}}, leads: []*lead{{CreatedAt: at, QualifiedAt: &at}},
		deals: []*deal{
			{ID: 1, Status: "won", CreatedAt: at, ClosedAt: &at}, {ID: 2, Status: "lost", CreatedAt: at, ClosedAt: &at},
			{ID: 3, Status: "open", CreatedAt: at, ExpectedCloseOn: ptr(date("2024-04-01")), ForecastCategory: ptr("commit")},
		},
		stages:     []*stage{{ID: 1, StallAfterDays: ptr(1)}},
		versions:   []*version{{Deal: 3, Stage: one, Status: "open", ValidFrom: at}, {Deal: 2, Stage: one, Status: "open", ValidFrom: at, ValidTo: ptr(at.Add(day))}},
		quotes:     []*quote{{IsLatest: true, Status: "accepted", SentAt: &at, DecidedAt: ptr(at.Add(day))}, {IsLatest: true, Status: "declined", DecidedAt: &at}},
		activities: []*activity{{Status: "done", Type: ptr("meeting"), CompletedAt: &at}, {Status: "planned", DueAt: &at}},
		orders:     []*order{{Account: one, OrderedAt: at}}, costs: []*cost{{Kind: ptr("media"), SpentOn: date("2024-04-01")}},
		tickets:    []*ticket{{ID: 1, Kind: ptr("complaint"), CreatedAt: at, SolvedAt: ptr(at.Add(day)), EscalatedAt: &at, ReopenCount: 1}},
		slaTargets: []*slaTarget{{Ticket: 1, DueAt: at}, {Ticket: 1, DueAt: at, MetAt: &at}}, surveys: []*survey{{Kind: "csat", RespondedAt: &at, Score: ptr(5.0), ScaleMax: ptr(5.0)}},
		commitments: []*commitment{{DueAtOriginal: at, DueAt: &at}}, checks: []*check{{Passed: true, CheckedAt: at}},
		enrollments: []*enrollment{{Training: 1, User: 1, DueAt: &at}},
	}
	for _, kind := range []string{"complaint", "recommendation", "praise"} {
		c.feedback = append(c.feedback, &feedback{Kind: kind, ReceivedAt: at})
	}
	for _, sentiment := range []string{"positive", "negative"} {
		c.mentions = append(c.mentions, &mention{IsOwnBrand: true, Sentiment: &sentiment, PublishedAt: at})
	}
	for _, metric := range []string{"revenue", "new_leads", "attributed_revenue"} {
		c.targets = append(c.targets, &target{Metric: metric, Scope: "company", PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-05-01")})
	}
	c.link()
	return c
}

// The engine groups a KPI by exactly the dimensions that all rows it looks at have.
func TestDimensionsOfEachKPI(t *testing.T) {
	c := rowOfEach()
	engine := plan.New(catalog.Default(), crm.Reference(), plan.Settings{}, nil)
	for _, k := range catalog.Default().KPIs() {
		possible := engine.Dimensions(k)
		for _, dimension := range crm.Canonical().Dimensions() {
			_, err := c.Answer(Settings{Calendar: calendar.Calendar{Location: berlin}, ReportingCurrency: "USD"}, Question{
				Question: query.Question{KPIs: []string{k.ID}, GroupBy: []string{dimension}, Grain: calendar.None},
				Range:    calendar.Range{From: local("2024-04-01 00:00"), To: local("2024-05-01 00:00")}, Now: local("2024-04-15 00:00"),
			})
			require.Equal(t, err == nil, slices.Contains(possible, dimension), "%s by %s: %v", k.ID, dimension, err)
		}
	}
}
