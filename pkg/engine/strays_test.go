package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// strays is a history of two deals, and of a deal that was deleted, of one that never was, of a blank key and of none. Deal 1 came to
// stage B on the 10th of March and was put off then; deal 2 is open at 200 without a stage.
const strays = `
entities:
  stages:
    from: (values ('A', 1), ('B', 2)) as s(id, position)
    fields: {id: s.id, pipeline: "'P'", name: s.id, position: s.position}
  deals:
    from: (values ('1', false), ('2', false), ('3', true)) as d(id, deleted)
    where: not d.deleted
    fields: {id: d.id, status: "'open'", amount: "1", created_at: "timestamptz '2026-03-20 12:00+01'", closed_at: "null::timestamptz"}
  deal_history:
    from: >-
      (values ('1', 'A', 100, '2026-03-01'::timestamptz, '2026-03-10'::timestamptz, date '2026-03-31'), ('1', 'B', 150, '2026-03-10', null, '2026-05-31'),
        ('2', null, 200, '2026-03-02', null, null),
        ('3', 'A', 1000, '2026-03-01', '2026-03-05', '2026-03-31'), ('3', 'B', 1000, '2026-03-05', null, '2026-06-30'),
        ('9', 'A', 2000, '2026-03-01', '2026-03-06', '2026-03-31'), ('9', 'B', 2000, '2026-03-06', null, '2026-06-30'),
        ('', 'A', 4000, '2026-03-01', '2026-03-07', '2026-03-31'), ('', 'B', 4000, '2026-03-07', null, '2026-06-30'),
        (null, 'A', 8000, '2026-03-01', '2026-03-08', '2026-03-31'), (null, 'B', 8000, '2026-03-08', null, '2026-06-30')
      ) as h(deal, stage, amount, since, until, close)
    fields: {deal: h.deal, stage: h.stage, owner: "null::text", status: "'open'", amount: h.amount, valid_from: h.since, valid_to: h.until, expected_close_on: h.close, currency: "null::text"}
`

// A version that belongs to no deal counts nowhere, alone or as one life with others of its kind.
func TestHistoryOfNoDeal(t *testing.T) {
	e := mapped(t, strays)
	request := thisMarch(t)
	request.Range.To, request.Now = request.Range.From.AddDate(0, 1, 0), request.Range.From.AddDate(0, 1, 0)
	for id, want := range map[string]float64{
		"open_deals":       2,
		"pipeline_value":   350,
		"stage_duration":   9, // days of deal 1 in stage A, all in winter time
		"slipped_deals":    1,
		"stage_conversion": 0.5, // deal 1 entered A and B, and moved on from A
	} {
		value := ask(t, e, query.Question{KPIs: []string{id}, Grain: calendar.None, Parameters: window(id)}, request).Values[0][0][0]
		require.NotNil(t, value, id)
		require.InDelta(t, want, *value, 1e-9, id)
	}

	tables, err := take.Tables(e.Ask(context.Background(), query.Question{Type: query.Records, KPIs: []string{"pipeline_value"}}, request))
	require.NoError(t, err)
	require.Len(t, tables[0].Rows, 2)
}

// window makes the cohort of March mature.
func window(id string) map[string]string {
	if id == "stage_conversion" {
		return map[string]string{"window": "10d"}
	}
	return nil
}

// Where no deals are mapped, a version has the deal that it names.
func TestHistoryWithoutDeals(t *testing.T) {
	m, err := crm.ParseMapping(strays)
	require.NoError(t, err)
	delete(m.Entities, "deals")
	request := thisMarch(t)
	request.Now = time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	value := ask(t, over(t, handMade(t), m), query.Question{KPIs: []string{"pipeline_value"}, Grain: calendar.None}, request).Values[0][0][0]
	require.InDelta(t, 150+200+1000+2000, *value, 1e-9)
}
