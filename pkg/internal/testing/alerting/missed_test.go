package alerting

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// missed are rules as people make them of a panel, which fire when the target of its KPI is missed, by the shipped rule of the same
// KPI, whose breach makes them fire, too.
var missed = map[string]Rule{
	"crm-revenue-pace":   ruleOfMissed("revenue", "team"),
	"crm-csat":           ruleOfMissed("csat", "support_team"),
	"crm-first-response": ruleOfMissed("first_response_time:hours=business:statistic=p90", "support_team"),
	"crm-cpa":            ruleOfMissed("cost_per_lead", "channel"),
}

// ruleOfMissed has what the query editor writes and the threshold that needs no thought, over the last 30 days.
func ruleOfMissed(kpi, dimension string) Rule {
	const month = 30 * 24 * time.Hour
	return Rule{
		UID: kpi + " is missed", Condition: "B",
		Data: []Query{
			{RefID: "A", DataSource: "crm-kpis", Range: relativeRange{From: int(month.Seconds())}, Model: map[string]any{
				"version": 1, "queryType": "kpi", "kpis": []any{kpi}, "groupBy": []any{dimension}, "grain": "auto", "format": "auto", "alert": "missed",
			}},
			{RefID: "B", DataSource: expressions, Model: map[string]any{
				"type": "threshold", "expression": "A", "conditions": []any{map[string]any{"evaluator": map[string]any{"type": "gt", "params": []any{0}}}},
			}},
		},
	}
}

func TestMissedTargetsFireOnEachDay(t *testing.T) {
	breaches := readBreaches(t)
	for _, name := range share.Of(slices.Sorted(maps.Keys(days)), 3, 0) {
		t.Run(name, func(t *testing.T) {
			now := local(t, days[name])
			dsn := quiet(t, now)
			ask := askedAt(t, dsn, now)
			for _, r := range missed {
				verdict, err := r.Judge(t.Context(), now, ask)
				require.NoError(t, err)
				require.NotEmpty(t, verdict, "%s has nothing to judge", r.UID)
				require.Empty(t, verdict.Firing(), "%s: %v", r.UID, verdict)
			}
			db := pgtest.Open(t, dsn)
			for uid := range missed {
				require.NoError(t, change(t.Context(), db, now, breaches[uid].By), uid)
			}
			for uid, r := range missed {
				verdict, err := r.Judge(t.Context(), now, ask)
				require.NoError(t, err)
				require.Equal(t, []data.Labels{breaches[uid].Fires}, verdict.Firing(), "%s: %v", r.UID, verdict)
			}
		})
	}
}

func TestMissedTargetsAreNotFooled(t *testing.T) {
	for _, s := range share.Of(readSituations(t), 2, 0) {
		t.Run(s.Name, func(t *testing.T) {
			now, ask := s.asked(t)
			for _, r := range missed {
				verdict, err := r.Judge(t.Context(), now, ask)
				require.NoError(t, err)
				require.Empty(t, verdict.Firing(), "%s: %v", r.UID, verdict)
			}
		})
	}
}
