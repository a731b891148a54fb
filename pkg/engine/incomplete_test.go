package engine_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// aThirdRecorded is a history of one of three open deals, and a target of six.
const aThirdRecorded = `
entities:
  deals:
    from: (values ('1'), ('2'), ('3')) as d(id)
    fields: {id: d.id, status: "'open'", amount: "1", created_at: "timestamptz '2026-03-01 12:00+01'", closed_at: "null::timestamptz"}
  targets:
    from: (values (1)) as t(id)
    fields: {metric: "'open_deals'", scope: "'company'", scope_id: "null::text", period_start: "date '2026-03-01'", period_end: "date '2026-04-01'", value: "6"}
  deal_history:
    from: (values ('1', '2026-03-01'::timestamptz)) as h(deal, since)
    fields: {deal: h.deal, stage: "null::text", owner: "null::text", status: "'open'", amount: "100", valid_from: h.since, valid_to: "null::timestamptz", currency: "null::text"}
`

// A deal without a history is counted by its own dates. Where these are not mapped, whoever sees the number, or how far it reaches a
// goal, is told.
func TestDealsWithoutAHistoryNeedTheirOwnDates(t *testing.T) {
	whole := mapped(t, aThirdRecorded)
	without := mapped(t, strings.Replace(aThirdRecorded, `, closed_at: "null::timestamptz"`, "", 1))
	m, err := crm.ParseMapping(aThirdRecorded)
	require.NoError(t, err)
	delete(m.Entities, "deals")
	history := over(t, handMade(t), m)

	request := thisMarch(t)
	request.Range.To, request.Now = request.Range.From.AddDate(0, 1, 0), request.Range.From.AddDate(0, 1, 0)
	const lacking = "deals without a version in deal_history are not counted: deals.closed_at is not mapped; add the field \"closed_at\" to the entity \"deals\""
	for _, test := range []struct {
		kpi, title        string
		whole, incomplete float64
	}{
		{"open_deals", "Open deals", 3, 1},
		{"open_deals.attainment", "Open deals: attainment", 3.0 / 6, 1.0 / 6},
		{"open_deals.pace", "Open deals: pace", 3.0 / 6, 1.0 / 6},
	} {
		q := query.Question{KPIs: []string{test.kpi}, Grain: calendar.None}
		r := ask(t, whole, q, request)
		require.InDelta(t, test.whole, *r.Values[0][0][0], 1e-12, test.kpi)
		require.NotContains(t, strings.Join(notices(r), "\n"), "are not counted")

		r = ask(t, without, q, request)
		require.InDelta(t, test.incomplete, *r.Values[0][0][0], 1e-12, test.kpi)
		require.Contains(t, strings.Join(notices(r), "\n"), test.title+": "+lacking)
		require.True(t, r.Notices[0].Warning)

		require.NotContains(t, strings.Join(notices(ask(t, history, q, request)), "\n"), "are not counted", "no deals are known but those of the history")
	}
	target := ask(t, without, query.Question{KPIs: []string{"open_deals.target"}, Grain: calendar.None}, request)
	require.InDelta(t, 6, *target.Values[0][0][0], 0)
	require.Empty(t, target.Notices, "it counts no deals")
}
