package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// dated are tickets whose times are all days: 1 from February on, 2 from the 1st of March until the 1st of April, 3 from the 1st of April
// on, 4 for no time, 5 of which nobody knows since when, and 6 neither since when nor until when it was, but that it was solved in time.
const dated = `
entities:
  tickets:
    from: >-
      (values (1, date '2026-02-10', null::date), (2, '2026-03-01', '2026-04-01'), (3, '2026-04-01', null), (4, '2026-03-05', '2026-03-05'),
      (5, null, null), (6, null, '2026-03-20')) as t(id, created, solved)
    fields: {id: t.id, agent: t.id % 2, created_at: {local: t.created, zone: Europe/Berlin}, solved_at: {local: t.solved, zone: Europe/Berlin}}
`

// mapped is an engine over a mapping that needs no tables.
func mapped(t testing.TB, mapping string) *engine.Engine {
	m, err := crm.ParseMapping(mapping)
	require.NoError(t, err)
	return over(t, handMade(t), m)
}

func series(r *answer.Result, column int) (values []float64) {
	for _, v := range r.Values[column][0] {
		values = append(values, *v)
	}
	return values
}

func TestStateJustBeforeTheEndOfABucket(t *testing.T) {
	e := mapped(t, dated)
	request := thisMarch(t)
	request.Range.From = request.Range.From.AddDate(0, -1, 0)
	request.Range.To = request.Now
	r := ask(t, e, query.Question{KPIs: []string{"open_tickets", "tickets_created", "tickets_solved"}, Grain: calendar.Month}, request)
	require.Equal(t, []float64{3, 3, 3}, series(r, 0), "1, 5, 6; then 1, 2, 5; then 1, 3, 5")
	require.Equal(t, []float64{1, 2, 1}, series(r, 1))
	require.Equal(t, []float64{0, 2, 1}, series(r, 2))
	require.Equal(t, []string{"2 rows of tickets have no start (created_at): they count as there from the beginning."}, notices(r))

	// What looks at the states themselves sees the same ones.
	r = ask(t, e, query.Question{KPIs: []string{"agent_load"}, Grain: calendar.Month}, request)
	require.Equal(t, []float64{1.5, 1.5, 3}, series(r, 0), "agents 1, 1, 0; then 1, 0, 1; then 1, 1, 1")
	require.Equal(t, []string{"2 rows of tickets have no start (created_at): they count as there from the beginning."}, notices(r), "once, not for each instant")
}

// The rows behind a state, and what an explanation counts of them, are those of the number.
func TestRowsOfAStateWithoutAStart(t *testing.T) {
	e := mapped(t, dated)
	q := query.Question{Type: query.Records, KPIs: []string{"open_tickets"}}
	tables, err := take.Tables(e.Ask(context.Background(), q, thisMarch(t)))
	require.NoError(t, err)
	var ids []any
	for _, row := range tables[0].Rows {
		ids = append(ids, row[tables[0].Column("id")])
	}
	require.Equal(t, []any{"2", "1", "5"}, ids, "the newest first, at last those of which nobody knows")

	q.Type = query.Explain
	tables, err = take.Tables(e.Ask(context.Background(), q, thisMarch(t)))
	require.NoError(t, err)
	counts := map[string]any{}
	for _, row := range tables[0].Rows {
		if row[1] == "open_ticket_count" && row[3] != nil {
			counts[row[2].(i18n.Text).In(i18n.English)] = row[3]
		}
	}
	require.Equal(t, map[string]any{"looked at in the range": 3.0, "of these: no start, so that they count as there from the beginning": 1.0}, counts)
	require.Len(t, tables[0].Notices, 1)
}

// What is due at no time is never overdue.
func TestNothingIsOverdueWithoutADueTime(t *testing.T) {
	e := mapped(t, `
entities:
  activities:
    from: (values (1, timestamptz '2026-03-01'), (2, null)) as a(id, due)
    fields: {id: a.id, status: "'planned'", due_at: a.due, completed_at: null::timestamptz}
`)
	r := ask(t, e, query.Question{KPIs: []string{"activities_overdue"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, []float64{1}, series(r, 0))
	require.Empty(t, r.Notices)
}

// A row without a start counts at the first known rate.
func TestMoneyWithoutAStart(t *testing.T) {
	mapping := `
entities:
  deals:
    from: (values (1, null::timestamptz, 10), (2, '2026-03-02', 10)) as d(id, created, amount)
    fields: {id: d.id, status: "'open'", amount: d.amount, currency: "'EUR'", created_at: d.created, closed_at: null::timestamptz}
  currency_rates:
    from: (values (date '2026-01-01', 1.5), ('2026-03-01', 2)) as r(day, rate)
    fields: {currency: "'EUR'", valid_on: r.day, rate: r.rate}
`
	e := mapped(t, mapping)
	r := ask(t, e, query.Question{KPIs: []string{"pipeline_value"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, []float64{10*1.5 + 10*2}, series(r, 0))
	tables, err := take.Tables(e.Ask(context.Background(), query.Question{Type: query.Records, KPIs: []string{"pipeline_value"}}, thisMarch(t)))
	require.NoError(t, err)
	require.Equal(t, 15.0, tables[0].Rows[1][tables[0].Column("open_deal_amount_now")])

	e = mapped(t, mapping[:len(mapping)-len("    fields: {currency: \"'EUR'\", valid_on: r.day, rate: r.rate}\n")]+
		"    fields: {currency: \"'CHF'\", valid_on: r.day, rate: r.rate}\n")
	_, err = e.Ask(context.Background(), query.Question{KPIs: []string{"pipeline_value"}, Grain: calendar.None}, thisMarch(t))
	require.ErrorContains(t, err, "EUR")
}

// partly is a history of deal 1 alone, which became worth 150 on the 10th of March. Of the others, 2 was won on the 1st of April, 3 was lost
// in March, 4 is open and has been since nobody knows when.
const partly = `
entities:
  stages:
    from: (values (1, 10)) as s(id, days)
    fields: {id: s.id, stall_after_days: s.days, name: "'Offer'", position: "1", pipeline: "1"}
  deals:
    from: >-
      (values (1, 'open', 150.0, timestamptz '2026-02-01', null::timestamptz), (2, 'won', 20, '2026-03-28 12:00Z', '2026-03-31 22:00Z'),
      (3, 'lost', 3, '2026-02-20', '2026-03-15'), (4, 'open', 4, null, null)) as d(id, status, amount, created, closed)
    fields: {id: d.id, status: d.status, amount: d.amount, created_at: d.created, closed_at: d.closed, stage: "1", owner: "7", probability: "0.5",
      expected_close_on: date '2026-03-31'}
  deal_history:
    from: (values (100.0, timestamptz '2026-02-01', timestamptz '2026-03-10'), (150, '2026-03-10', null)) as h(amount, at, until)
    fields: {deal: "1", valid_from: h.at, valid_to: h.until, status: "'open'", amount: h.amount, stage: "1", owner: "7", probability: "0.5",
      expected_close_on: date '2026-03-31', forecast_category: null::text, currency: null::text}
`

func TestDealsWithoutAHistoryCountByTheirOwnDates(t *testing.T) {
	e := mapped(t, partly)
	request := thisMarch(t)
	r := ask(t, e, query.Question{KPIs: []string{"open_deals", "pipeline_value", "weighted_pipeline"}, Grain: calendar.None}, request)
	require.Equal(t, []any{3.0, 174.0, 87.0}, []any{*r.Values[0][0][0], *r.Values[1][0][0], *r.Values[2][0][0]}, "1, 2 and 4")
	require.ElementsMatch(t, []string{
		"1 row of deal_versions has no start (valid_from): it counts as there from the beginning.",
		"2 deals have no history: they count by their own dates, with what they are worth now.",
	}, notices(r))

	// Before, with what the history says of the one and what the others are now; the one that was lost is still there.
	request.Range.To = request.Range.From.AddDate(0, 0, 7)
	r = ask(t, e, query.Question{KPIs: []string{"pipeline_value"}, Grain: calendar.None}, request)
	require.Equal(t, []float64{107}, series(r, 0))

	tables, err := take.Tables(e.Ask(context.Background(), query.Question{Type: query.Records, KPIs: []string{"pipeline_value"}}, request))
	require.NoError(t, err)
	sum, made := 0.0, 0
	for _, row := range tables[0].Rows {
		sum += row[tables[0].Column("open_deal_amount")].(float64)
		if row[tables[0].Column("inferred")] == true {
			made++
		}
	}
	require.Equal(t, 107.0, sum, "the rows behind add up to the number")
	require.Equal(t, 2, made)
}

func TestWaterfallOfDealsWithoutAHistory(t *testing.T) {
	e := mapped(t, partly)
	q := query.Question{KPIs: []string{"pipeline_opening", "pipeline_change", "pipeline_closing"}, Grain: calendar.None}
	r := ask(t, e, q, thisMarch(t))
	require.Equal(t, []any{107.0, 67.0, 174.0}, []any{*r.Values[0][0][0], *r.Values[1][0][0], *r.Values[2][0][0]})
	r = ask(t, e, query.Question{KPIs: []string{"pipeline_change"}, GroupBy: []string{"pipeline_move"}, Grain: calendar.None}, thisMarch(t))
	moves := map[string]float64{}
	for g, group := range r.Groups {
		moves[group.Labels[0]] = *r.Values[0][g][0]
	}
	require.Equal(t, map[string]float64{"new": 20, "resized": 50, "lost": -3}, moves, "2 is still won in April")
	require.Equal(t, []string{"2 deals have no history: they count by their own dates, with what they are worth now."}, notices(r))
}

// A deal without a history is in its stage since it was created, as far as anybody knows; of its stays nothing is told.
func TestStallsOfDealsWithoutAHistory(t *testing.T) {
	e := mapped(t, partly)
	r := ask(t, e, query.Question{KPIs: []string{"stalled_deals"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, []float64{2}, series(r, 0), "1, and 4, which was always there")
	r = ask(t, e, query.Question{KPIs: []string{"stage_duration"}, Grain: calendar.None}, thisMarch(t))
	require.Nil(t, r.Values[0][0][0])
}

// Without the dates of the deals themselves, or without them at all, there is only what the history has.
func TestHistoryAlone(t *testing.T) {
	e := mapped(t, `
entities:
  deal_history:
    from: (values (1, 100.0, timestamptz '2026-02-01')) as h(deal, amount, at)
    fields: {deal: h.deal, valid_from: h.at, valid_to: null::timestamptz, status: "'open'", amount: h.amount}
`)
	r := ask(t, e, query.Question{KPIs: []string{"open_deals", "pipeline_value"}, Grain: calendar.None}, plan.Request{Now: thisMarch(t).Now, Range: thisMarch(t).Range})
	require.Equal(t, []any{1.0, 100.0}, []any{*r.Values[0][0][0], *r.Values[1][0][0]})
	require.Empty(t, r.Notices)

	e = mapped(t, `
entities:
  deals:
    from: (values (1, null::timestamptz), (2, null), (3, '2026-03-01')) as d(id, closed)
    fields: {id: d.id, status: "'open'", closed_at: d.closed}
  deal_history:
    from: (values (1, timestamptz '2026-02-01')) as h(deal, at)
    fields: {deal: h.deal, valid_from: h.at, valid_to: null::timestamptz, status: "'open'"}
`)
	r = ask(t, e, query.Question{KPIs: []string{"open_deals"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, []float64{2}, series(r, 0), "of 2 nobody knows since when it is open, 3 was closed before")
	require.Len(t, r.Notices, 2)
}

// What was expected when March began is the state just before: the version that ended at that midnight, and not the one that began.
// Deal 2, which has no history, was open then by its own dates, and expected to close in March.
func TestForecastFrozenFromTheHistory(t *testing.T) {
	e := mapped(t, `
entities:
  users:
    from: (values (7, 'Ann')) as u(id, name)
    fields: {id: u.id, name: u.name}
  deals:
    from: >-
      (values (1, 'open', 300.0, timestamptz '2026-02-01', null::timestamptz), (2, 'won', 25, '2026-02-10', '2026-03-10')) as d(id, status, amount, created, closed)
    fields: {id: d.id, status: d.status, amount: d.amount, created_at: d.created, closed_at: d.closed, owner: "7", probability: "0.5",
      expected_close_on: date '2026-03-31'}
  deal_history:
    from: (values (100.0, timestamptz '2026-02-01', timestamptz '2026-02-28 23:00Z'), (300, '2026-02-28 23:00Z', null)) as h(amount, at, until)
    fields: {deal: "1", valid_from: h.at, valid_to: h.until, status: "'open'", amount: h.amount, owner: "7", probability: "0.5",
      expected_close_on: date '2026-03-15'}
`)
	r := ask(t, e, query.Question{KPIs: []string{"forecast_bias"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, []float64{(100*0.5+25*0.5)/25 - 1}, series(r, 0))
	require.Contains(t, notices(r), "1 deal has no history: it counts by its own dates, with what it is worth now.")
}
