package oracle

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestCustomersAtRisk(t *testing.T) {
	one, two := ptr(int64(1)), ptr(int64(2))
	now := local("2024-04-15 00:00")
	before, lately := now.Add(-day), now.Add(-time.Microsecond)
	answered := func(id int64, account *int64, ago int, score float64) *survey {
		at := now.Add(-day*1).AddDate(0, 0, -ago)
		return &survey{ID: id, Kind: "csat", Account: account, RespondedAt: &at, Score: &score, ScaleMax: ptr(5.0)}
	}
	c := &Company{
		accounts: []*account{{ID: 1, Name: "A", Segment: ptr("Big")}, {ID: 2, Name: "B"}, {ID: 3, Name: "C", Segment: ptr("Small")}},
		tickets: []*ticket{
			{ID: 1, Account: one, CreatedAt: before, EscalatedAt: &before},                    // 1 + 3
			{ID: 2, Account: one, CreatedAt: before, EscalatedAt: &before, SolvedAt: &lately}, // over
			{ID: 3, Account: two, CreatedAt: before}, {ID: 4, CreatedAt: before},              // 1, and nobody's
		},
		feedback: []*feedback{
			{Kind: "complaint", Account: one, ReceivedAt: now.Add(-90*day + 1)}, {Kind: "complaint", Account: one, ReceivedAt: lately.Add(-90 * day)}, // 2, and too old
			{Kind: "praise", Account: one, ReceivedAt: before},
		},
		surveys: []*survey{
			answered(1, one, 5, 1), answered(2, one, 3, 3), // 60 % in the end
			answered(3, two, 5, 5), answered(5, two, 3, 2.9), answered(4, two, 3, 5), // at the same time: the larger id
			{ID: 6, Kind: "nps", Account: two, RespondedAt: &before, Score: ptr(9.0), ScaleMax: ptr(10.0)},
			answered(7, ptr(int64(3)), 1, 1),
		},
	}
	q := query.Question{KPIs: []string{"customer_risk"}, GroupBy: []string{"account"}}
	a := ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-15 00:00")
	require.Equal(t, map[string]any{"A": 6.0, "B": 3.0, "C": 2.0}, a.byLabel("customer_risk"))
	q.Parameters = map[string]string{"segment_weights": "Big=2, Small=50%"}
	a = ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-15 00:00")
	require.Equal(t, map[string]any{"A": 12.0, "B": 3.0, "C": 1.0}, a.byLabel("customer_risk"))
	q.GroupBy = nil
	a = ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-15 00:00")
	require.Equal(t, []any{16.0}, a.series("customer_risk", 0))
}
