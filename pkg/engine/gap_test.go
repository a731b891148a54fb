package engine_test

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// toClose has targets of 1,000 for March and 2,000 for April. Of March, 400 are won. Open deals are expected in February (500 at 80 %),
// on March 17th and 18th (100 at 50 % each), in April (600 at 25 %, commit; 40 at 100 %, best case) and never (900). In the year before
// March, three deals were won, of which two have an amount, and one was lost; of the four mature leads of that year, one was won within
// 90 days.
const toClose = `
	insert into crm.targets (metric, scope, period_start, period_end, value) values
		('revenue', 'company', '2026-03-01', '2026-04-01', 1000), ('revenue', 'company', '2026-04-01', '2026-05-01', 2000);
	insert into crm.deals (id, status, amount, probability, forecast_category, expected_close_on, created_at, closed_at) values
		(1, 'won', 400, null, null, null, '2026-02-01', '2026-03-02'), (2, 'won', 200, null, null, null, '2025-05-01', '2025-06-01'),
		(3, 'won', 300, null, null, null, '2025-05-01', '2025-06-01'), (4, 'won', null, null, null, null, '2025-05-01', '2025-06-01'),
		(5, 'lost', 200, null, null, null, '2025-05-01', '2025-06-01'),
		(11, 'open', 500, 0.8, 'commit', '2026-02-27', '2026-01-01', null), (12, 'open', 100, 0.5, 'commit', '2026-03-17', '2026-01-01', null),
		(13, 'open', 100, 0.5, 'best_case', '2026-03-18', '2026-01-01', null), (14, 'open', 600, 0.25, 'commit', '2026-04-30', '2026-01-01', null),
		(15, 'open', 40, 1, 'best_case', '2026-04-01', '2026-01-01', null), (16, 'open', 900, 1, 'commit', null, '2026-01-01', null);
	insert into crm.leads (id, name, status, created_at, deal) values (1, 'a', 'new', '2025-04-01', 2), (2, 'b', 'new', '2025-04-01', null),
		(3, 'c', 'new', '2025-04-01', null), (4, 'd', 'new', '2025-04-02', null), (5, 'young', 'new', '2026-02-01', 1)`

// asOf asks at noon of a day of 2026 about days of it.
func asOf(t testing.TB, now, from, to string) plan.Request {
	zone := berlin(t).Location
	day := func(text string) time.Time {
		at, err := time.ParseInLocation("2006-01-02", "2026-"+text, zone)
		require.NoError(t, err)
		return at
	}
	return plan.Request{Now: day(now).Add(12 * time.Hour), Range: calendar.Range{From: day(from), To: day(to)}}
}

func TestForecastIsWithoutWhatIsPastDue(t *testing.T) {
	e := over(t, handMade(t, toClose), crm.Reference())
	q := query.Question{KPIs: []string{"forecast", "forecast_past_due", "forecast_commit", "forecast_best_case"}, Grain: calendar.Month}
	r := ask(t, e, q, asOf(t, "03-18", "02-01", "05-01"))
	// By column: February, March, April. The deals of February and of the 17th are past due, that of the 18th is not.
	for column, want := range [][]any{
		{0.0, 450.0, 190.0}, // 400 + 100 × 50 %; 600 × 25 % + 40
		{0.0, 450.0, nil},   // 500 × 80 % + 100 × 50 %, now
		{0.0, 400.0, 600.0}, // won; deal 14
		{0.0, 500.0, 640.0}, // won and deal 13; deals 14 and 15
	} {
		for bucket, value := range want {
			if value == nil {
				require.Nil(t, r.Values[column][0][bucket], "%s", r.Columns[column].ID)
				continue
			}
			require.InDelta(t, value, *r.Values[column][0][bucket], 1e-9, "%s in bucket %d", r.Columns[column].ID, bucket)
		}
	}
	// The last hour, up to now, is the current bucket as well as a month with a future is.
	hour := asOf(t, "03-18", "03-18", "03-19")
	hour.Range = calendar.Range{From: hour.Now.Add(-time.Hour), To: hour.Now}
	q = query.Question{KPIs: []string{"forecast_past_due"}, Grain: calendar.None}
	require.InDelta(t, 450, *ask(t, e, q, hour).Values[0][0][0], 1e-9)
	require.Zero(t, *ask(t, e, q, asOf(t, "03-18", "01-01", "03-01")).Values[0][0][0], "a range that is over has no present")
}

func TestGapAfterPipelineAndLeadsNeeded(t *testing.T) {
	e := over(t, handMade(t, toClose), crm.Reference())
	const gap, after, leads, coverage, rate = 0, 1, 2, 3, 4
	kpis := []string{"revenue_gap", "revenue_gap_after_pipeline", "leads_needed", "pipeline_coverage", "required_run_rate"}
	asked := func(r plan.Request, parameters map[string]string) (values [5]any) {
		a := ask(t, e, query.Question{KPIs: kpis, Grain: calendar.None, Parameters: parameters}, r)
		for i := range values {
			if v := a.Values[i][0][0]; v != nil {
				values[i] = *v
			}
		}
		return values
	}
	// March runs: 1,000 - 400 = 600 are missing, deal 13 brings 50 of it. Average deal 250 (500 / 2), one of four leads: 550 / 62.5 = 8.8.
	running := asOf(t, "03-18", "03-01", "04-01")
	v := asked(running, nil)
	require.InDelta(t, 600, v[gap], 1e-9)
	require.InDelta(t, 550, v[after], 1e-9)
	require.Equal(t, 9.0, v[leads])
	require.InDelta(t, 100.0/600, v[coverage], 1e-9, "deal 13; what is past due covers nothing")
	require.InDelta(t, 600.0/14, v[rate], 1e-9, "from the 18th to the 31st; no hours are given, so all days count")
	require.Equal(t, 10.0, asked(running, map[string]string{"count_pipeline": "no"})[leads], "600 / 62.5 = 9.6")

	// April has not begun: the whole target is the gap, of which deals 14 and 15 bring 190.
	v = asked(asOf(t, "03-18", "04-05", "04-20"), map[string]string{"lead_conversion_rate": "10%", "average_deal_size": "99"})
	require.InDelta(t, 2000, v[gap], 1e-9)
	require.InDelta(t, 1810, v[after], 1e-9)
	require.Equal(t, 183.0, v[leads], "1,810 / 9.9 = 182.8")
	require.InDelta(t, 640.0/2000, v[coverage], 1e-9)
	require.NotNil(t, v[rate])

	// March is over: what it lacks stays, but no lead can help any more.
	v = asked(asOf(t, "04-10", "03-01", "04-01"), nil)
	require.InDelta(t, 600, v[gap], 1e-9)
	require.InDelta(t, 600, v[after], 1e-9)
	require.Equal(t, []any{nil, nil}, []any{v[leads], v[rate]})

	// One over, one running: both targets, both revenues, what is left of April: 3,000 - 400 - 600 × 25 % (deal 15 is past due now).
	v = asked(asOf(t, "04-10", "03-01", "05-01"), map[string]string{"lead_conversion_rate": "10%", "average_deal_size": "99"})
	require.InDelta(t, 2600, v[gap], 1e-9)
	require.InDelta(t, 2450, v[after], 1e-9)
	require.Equal(t, 248.0, v[leads], "2,450 / 9.9 = 247.5")
}

// Without probabilities nothing can be taken off, but the whole gap is known.
func TestLeadsNeededWithoutProbabilities(t *testing.T) {
	m := crm.Reference()
	deals := m.Entities["deals"]
	deals.Fields = map[string]string{}
	for _, f := range []string{"id", "status", "amount", "created_at", "closed_at", "expected_close_on"} {
		deals.Fields[f] = f
	}
	m.Entities = maps.Clone(m.Entities)
	m.Entities["deals"] = deals
	e := over(t, handMade(t, toClose), m)
	q := query.Question{KPIs: []string{"leads_needed"}, Grain: calendar.None}
	_, err := e.Ask(t.Context(), q, asOf(t, "03-18", "03-01", "04-01"))
	require.ErrorContains(t, err, "deals.probability")
	q.Parameters = map[string]string{"count_pipeline": "no"}
	require.Equal(t, 10.0, *ask(t, e, q, asOf(t, "03-18", "03-01", "04-01")).Values[0][0][0])
}

func TestAveragesAreOfRowsWithAValue(t *testing.T) {
	e := over(t, handMade(t, toClose, `
		insert into crm.accounts (id, name, created_at) values (1, 'A', '2024-01-01'), (2, 'B', '2024-01-01');
		insert into crm.orders (id, status, account, ordered_at, amount) values (1, 'placed', 1, '2025-06-02', 30), (2, 'placed', 1, '2025-06-03', null),
			(3, 'placed', 1, '2025-06-04', 50), (4, 'placed', 2, '2024-06-04', 50);
		insert into crm.surveys (id, kind, sent_at, responded_at, score, scale_max) values (1, 'csat', '2025-06-01', '2025-06-01', 5, 5), (2, 'csat', '2025-06-01', '2025-06-01', 1, 5),
			(3, 'csat', '2025-06-01', '2025-06-01', 5, null)`), crm.Reference())
	june := asOf(t, "03-18", "03-01", "04-01")
	june.Range = calendar.Range{From: june.Range.From.AddDate(0, -9, 0), To: june.Range.From.AddDate(0, -8, 0)}
	r := ask(t, e, query.Question{KPIs: []string{"average_deal_size", "average_order_value", "csat", "cltv"}, Grain: calendar.None}, june)
	require.InDelta(t, 250, *r.Values[0][0][0], 1e-9, "500 / 2 of three deals")
	require.InDelta(t, 40, *r.Values[1][0][0], 1e-9, "80 / 2 of three orders")
	require.InDelta(t, 0.5, *r.Values[2][0][0], 1e-9, "1 of 2: of what scale the third answer is nobody knows")
	require.InDelta(t, 40*3*1, *r.Values[3][0][0], 1e-9, "40 on average, 3 orders of 1 customer, and the one of the year before is lost")
}

// Without an end of the window, all that came round at any time did, no total leaves anybody out, and all of it is marked.
func TestWindowEver(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.deals (id, status, amount, created_at, closed_at) values (1, 'won', 1, '2026-01-10', '2026-03-17'), (2, 'open', 1, '2026-01-11', null),
			(3, 'won', 1, '2026-03-10', '9999-12-31'), (4, 'won', 1, '2026-03-10', '2026-03-09'), (5, 'lost', 1, '2026-03-10', '2026-03-11'), (6, 'open', 1, '2026-03-11', null);
		insert into crm.leads (id, name, status, created_at) values (1, 'a', 'new', '2026-01-01')`), crm.Reference())
	year := asOf(t, "03-18", "01-01", "04-01")
	q := query.Question{KPIs: []string{"win_rate_cohort"}, Grain: calendar.Month, Parameters: map[string]string{"window": "ever"}}
	r := ask(t, e, q, year)
	require.InDelta(t, 0.5, *r.Values[0][0][0], 1e-9)
	require.Nil(t, r.Values[0][0][1])
	require.InDelta(t, 0.25, *r.Values[0][0][2], 1e-9, "of four, deal 3, in however many years")
	for _, b := range r.Buckets {
		require.True(t, b.Immature)
	}
	require.Contains(t, notices(r), "The window has no end (ever), so no cohort is ever mature: all are counted, also in totals, and their conversion can still grow.")
	q.Grain = calendar.None
	r = ask(t, e, q, year)
	require.InDelta(t, 2.0/6, *r.Values[0][0][0], 1e-9)
	require.True(t, r.Buckets[0].Immature)
	require.Len(t, notices(r), 1)
	q.Parameters = nil
	require.Nil(t, ask(t, e, q, year).Values[0][0][0], "all are younger than 90 days")

	_, err := e.Ask(t.Context(), query.Question{KPIs: []string{"untouched_leads"}, Grain: calendar.None, Parameters: map[string]string{"window": "ever"}}, year)
	require.ErrorContains(t, err, "untouched_leads: parameter window: a row counts here only once the window is over, so it needs an end, as in 24h")
}
