package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestDealsReachTheStagesThatTheySkip(t *testing.T) {
	one := ptr(int64(1))
	created := local("2024-01-01 00:00")
	c := &Company{
		stages: []*stage{
			{ID: 1, Pipeline: 1, Name: "A", Position: 1, Kind: "open"}, {ID: 2, Pipeline: 1, Name: "B", Position: 2, Kind: "open"},
			{ID: 3, Pipeline: 1, Name: "C", Position: 3, Kind: "open"}, {ID: 4, Pipeline: 1, Name: "Won", Position: 4, Kind: "won"},
			{ID: 5, Pipeline: 1, Name: "Lost", Position: 5, Kind: "lost"}, {ID: 6, Pipeline: 2, Name: "D", Position: 9, Kind: "open"},
		},
	}
	for id := int64(1); id <= 6; id++ {
		c.deals = append(c.deals, &deal{ID: id, Pipeline: one, CreatedAt: created})
	}
	c.deals[5].Status = "won" // without a history, and without a stage
	c.deals[5].ClosedAt = ptr(local("2024-01-09 00:00"))
	for _, versions := range [][]*version{
		life(1, since("2024-01-01 00:00", "open", 1, "", 0), since("2024-01-02 00:00", "open", 3, "", 0), since("2024-01-03 00:00", "open", 1, "", 0)), // skips B, goes back
		life(2, since("2024-01-01 00:00", "open", 1, "", 0), since("2024-01-02 00:00", "won", 4, "", 0)),                                               // skips all
		life(3, since("2024-01-01 00:00", "open", 2, "", 0), since("2024-01-02 00:00", "lost", 5, "", 0)),                                              // never was in A
		life(4, since("2024-01-01 00:00", "open", 6, "", 0)),                                                                                           // of a stage elsewhere
		life(5, since("2023-12-01 00:00", "open", 1, "", 0), since("2024-02-01 00:00", "open", 2, "", 0)),                                              // late, and older than itself
	} {
		c.versions = append(c.versions, versions...)
	}
	q := query.Question{KPIs: []string{"stage_reached", "stage_reach_rate"}, GroupBy: []string{"stage"}, Parameters: map[string]string{"window": "14d"}}
	a := ask(t, c, q, "2024-01-01 00:00", "2024-02-01 00:00", "2024-09-01 00:00")
	require.Equal(t, map[string]any{"A": 6.0, "B": 5.0, "C": 3.0, "Won": 1.0}, a.byLabel("stage_reached"))
	require.Equal(t, map[string]any{"A": 1.0, "B": 4.0 / 6, "C": 0.5, "Won": 1.0 / 6}, a.byLabel("stage_reach_rate"))
	q.GroupBy = nil
	require.Equal(t, []any{6.0}, ask(t, c, q, "2024-01-01 00:00", "2024-02-01 00:00", "2024-09-01 00:00").series("stage_reached", 0))
}
