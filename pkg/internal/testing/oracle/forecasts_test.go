package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestFrozenForecasts(t *testing.T) {
	foresees := func(owner int64, month string, amount float64, at string) *forecastSubmission {
		start := date(month + "-01")
		return &forecastSubmission{Owner: &owner, PeriodStart: start, PeriodEnd: start.Add(31), Category: ptr("commit"), Amount: amount, SubmittedAt: local(at)}
	}
	sold := func(owner int64, amount float64, at string) *deal {
		return &deal{Owner: &owner, Status: "won", Amount: &amount, ClosedAt: ptr(local(at))}
	}
	c := &Company{
		users: []*user{{ID: 1, Name: "Anna"}, {ID: 2, Name: "Ben"}, {ID: 3, Name: "Cem"}},
		forecasts: []*forecastSubmission{
			foresees(1, "2024-03", 50, "2024-02-20 00:00"), foresees(1, "2024-03", 100, "2024-03-01 00:00"), foresees(1, "2024-03", 1000, "2024-03-01 00:01"),
			foresees(2, "2024-03", 60, "2024-02-20 00:00"), foresees(2, "2024-03", 80, "2024-02-20 00:00"), // at the same time: the larger
			foresees(3, "2024-03", 500, "2024-03-02 00:00"), // too late
			foresees(1, "2024-05", 900, "2024-04-02 00:00"), // has not ended
			{Owner: ptr(int64(3)), PeriodStart: date("2024-03-01"), PeriodEnd: date("2024-04-01"), Category: ptr("best_case"), Amount: 900},
			{PeriodStart: date("2024-03-01"), PeriodEnd: date("2024-04-01"), Category: ptr("commit"), Amount: 900},
		},
		deals: []*deal{sold(1, 70, "2024-03-31 23:59"), sold(2, 130, "2024-03-01 00:00"), sold(2, 500, "2024-04-01 00:00"), sold(3, 500, "2024-03-05 00:00")},
	}
	q := query.Question{KPIs: []string{"forecast_accuracy", "forecast_bias"}}
	a := ask(t, c, q, "2024-03-01 00:00", "2024-06-01 00:00", "2024-05-10 00:00")
	require.InDelta(t, 1-(30.0+50)/200, a.series("forecast_accuracy", 0)[0], 1e-9)
	require.InDelta(t, 180.0/200-1, a.series("forecast_bias", 0)[0], 1e-9)
	q.GroupBy = []string{"rep"}
	a = ask(t, c, q, "2024-03-01 00:00", "2024-06-01 00:00", "2024-05-10 00:00")
	require.Len(t, a.Groups, 2, "who has no forecast is not judged")
	require.InDelta(t, 100.0/70-1, a.byLabel("forecast_bias")["Anna"], 1e-9)
	require.InDelta(t, 80.0/130-1, a.byLabel("forecast_bias")["Ben"], 1e-9)
	a = ask(t, c, q, "2024-03-02 00:00", "2024-06-01 00:00", "2024-05-10 00:00")
	require.Empty(t, a.Groups, "the period began before")
}
