package engine_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// indexes are the names of the indexes that a plan uses.
func (n node) indexes() []string {
	var all []string
	if n.Index != "" {
		all = append(all, n.Index)
	}
	for _, p := range n.Plans {
		all = append(all, p.indexes()...)
	}
	return all
}

// What dashboards ask again and again finds the rows of a short range by the index of the reference schema that is there for it.
func TestShortRangesUseTheirIndexes(t *testing.T) {
	e, db := company(t), pgtest.Open(t, companyDSN(t))
	zone := berlin(t).Location
	week := plan.Request{Now: today, Range: calendar.Range{From: time.Date(2026, 2, 2, 0, 0, 0, 0, zone), To: time.Date(2026, 2, 9, 0, 0, 0, 0, zone)}}
	for _, test := range []struct {
		question query.Question
		index    string
	}{
		{query.Question{KPIs: []string{"revenue"}, Grain: calendar.Day}, "deals_closed_at"},
		{query.Question{KPIs: []string{"revenue", "win_rate"}, GroupBy: []string{"team"}, Grain: calendar.None, Compare: query.PreviousYear}, "deals_closed_at"},
		{query.Question{Type: query.Records, KPIs: []string{"revenue"}}, "deals_closed_at"},
		{query.Question{KPIs: []string{"new_leads"}, GroupBy: []string{"source"}, Grain: calendar.None}, "leads_created_at"},
		{query.Question{KPIs: []string{"order_value"}, Grain: calendar.None}, "orders_ordered_at"},
		{query.Question{KPIs: []string{"payments_received"}, Grain: calendar.None}, "payments_paid_at"},
		{query.Question{KPIs: []string{"tickets_created"}, Grain: calendar.Day}, "tickets_created_at"},
		{query.Question{Type: query.Records, Entity: "tickets"}, "tickets_created_at"},
	} {
		a, err := e.Ask(t.Context(), test.question, week)
		require.NoError(t, err)
		var used []string
		for _, s := range statementsOf(a) {
			var text string
			require.NoError(t, db.QueryRow("explain (format json) "+s.SQL, s.Args...).Scan(&text))
			var plans []struct{ Plan node }
			require.NoError(t, json.Unmarshal([]byte(text), &plans))
			used = append(used, plans[0].Plan.indexes()...)
		}
		require.Contains(t, used, test.index, "%v", test.question)
	}
}
