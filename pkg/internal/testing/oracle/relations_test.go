package oracle_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What must hold between answers to one question with different parameters.

// cells calls each for the values of one cell in the answers to questions that differ in nothing but a parameter.
func cells(t *testing.T, answers []*answer.Result, each func(group []string, values []*float64)) (known bool) {
	for g, group := range answers[0].Groups {
		for b := range answers[0].Buckets {
			values := make([]*float64, len(answers))
			for i, a := range answers {
				require.Equal(t, answers[0].Groups, a.Groups)
				values[i] = a.Values[0][g][b]
			}
			each(group.Labels, values)
			known = known || values[0] != nil && *values[0] != 0
		}
	}
	return known
}

// with asks a question with each of the values of a parameter.
func (w world) with(t *testing.T, q asked, name string, values ...string) ([]*answer.Result, bool) {
	answers := make([]*answer.Result, len(values))
	for i, v := range values {
		q.given(name, v)
		var ok bool
		if answers[i], ok = w.answer(t, q); !ok {
			return nil, false
		}
	}
	return answers, true
}

func inHours(k *catalog.KPI) bool {
	return k.Kind == catalog.DurationKind && slices.Contains(understood(catalog.Default(), []string{k.ID}), "hours")
}

// Nobody works longer than the clock runs: what takes business hours takes as many at most in all, ticket by ticket.
func TestBusinessHoursAreNoMoreThanHours(t *testing.T) {
	w := company(t)
	less := 0
	every(t, w, 8, inHours, func(t *testing.T, _ *generator, q asked) bool {
		answers, ok := w.with(t, q, "hours", "calendar", "business")
		if !ok {
			return false
		}
		known := cells(t, answers, func(group []string, v []*float64) {
			require.Equal(t, v[0] == nil, v[1] == nil, "%v", group)
			if v[0] != nil {
				require.LessOrEqual(t, *v[1], *v[0]*(1+1e-9), "%v", group)
			}
		})
		q.figure()
		q.given("hours", "calendar")
		hours, _ := w.behind(t, q)
		q.given("hours", "business")
		open, whole := w.behind(t, q)
		if !whole {
			return known
		}
		measure := column(open[0], mustKPI(t, q.Question.KPIs[0]).Measures()[0].ID)
		require.Len(t, open[0].Rows, len(hours[0].Rows))
		for i, row := range open[0].Rows {
			all := hours[0].Rows[i]
			require.Equal(t, all[0], row[0], "the same tickets in the same order")
			require.Equal(t, all[measure] == nil, row[measure] == nil)
			if all[measure] == nil {
				continue
			}
			require.LessOrEqual(t, row[measure].(float64), all[measure].(float64)+1e-9)
			if row[measure].(float64) < all[measure].(float64) {
				less++
			}
		}
		return known
	})
	require.Positive(t, less, "business hours change nothing")
}

func mustKPI(t *testing.T, id string) *catalog.KPI {
	k, err := catalog.Default().KPI(id)
	require.NoError(t, err)
	return k
}

// alwaysOpen maps schedules, also those of teams, that never close, in zones whose days have 23 or 25 hours now and then or begin
// at one o'clock.
func alwaysOpen(w world) world {
	return w.mapped("holidays", crm.Source{From: "crm.holidays", Where: "false"}).mapped("business_hours", crm.Source{
		From: `(select 'default' as schedule, 'America/Santiago' as timezone union
			select name, (array ['UTC', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut'])[1 + id % 4] from crm.teams) as s
			cross join generate_series(0, 6) as day`,
		Fields: map[string]string{"schedule": "s.schedule", "timezone": "s.timezone", "weekday": "day", "opens": "time '00:00'", "closes": "time '24:00'"},
	})
}

// Hours across midnight are those until midnight and, on the next day, from it.
func TestHoursAcrossMidnightAreThoseOfTwoDays(t *testing.T) {
	nights := func(rows string) world {
		return company(t).mapped("holidays", crm.Source{From: "crm.holidays", Where: "false"}).mapped("business_hours", crm.Source{
			From:   `generate_series(0, 6) as day cross join lateral (values ` + rows + `) as h(weekday, opens, closes)`,
			Fields: map[string]string{"schedule": "'default'", "timezone": "'Europe/Berlin'", "weekday": "h.weekday % 7", "opens": "h.opens", "closes": "h.closes"},
		})
	}
	whole := nights(`(day, '20:30', '06:15')`)
	others := []world{nights(`(day, '20:30', '30:15')`), nights(`(day, '20:30', '24:00'), (day + 1, '00:00', '06:15')`)}
	every(t, whole, 4, inHours, func(t *testing.T, _ *generator, q asked) bool {
		q.given("hours", "business")
		first, ok := whole.answer(t, q)
		if !ok {
			return false
		}
		answers := []*answer.Result{first}
		for _, w := range others {
			other, ok := w.answer(t, q)
			require.True(t, ok)
			answers = append(answers, other)
		}
		return cells(t, answers, func(group []string, v []*float64) {
			for _, other := range v[1:] {
				require.Equal(t, v[0] == nil, other == nil, "%v", group)
				if other != nil {
					require.InDelta(t, *v[0], *other, 1e-9*max(1, math.Abs(*other)), "%v", group)
				}
			}
		})
	})
}

// For those who never close, business hours are hours.
func TestAlwaysOpenIsCalendarTime(t *testing.T) {
	w := alwaysOpen(company(t))
	hours := func(k *catalog.KPI) bool {
		return slices.Contains(understood(catalog.Default(), []string{k.ID}), "hours")
	}
	every(t, w, 8, hours, func(t *testing.T, g *generator, q asked) bool {
		if mustKPI(t, q.Question.KPIs[0]).Horizon == catalog.Future {
			q.figure()
			q.given("horizon", one(g.Rand, "4h", "90m", "14d", "8w"))
			q.Now = today.Add(time.Duration(g.Int64N(int64(6*24*time.Hour))) - 5*24*time.Hour).Truncate(time.Second) // what is older is met or breached
		}
		answers, ok := w.with(t, q, "hours", "calendar", "business")
		if !ok {
			return false
		}
		return cells(t, answers, func(group []string, v []*float64) {
			require.Equal(t, v[0] == nil, v[1] == nil, "%v", group)
			if v[0] != nil {
				require.InDelta(t, *v[0], *v[1], 1e-9*max(1, math.Abs(*v[0])), "%v", group)
			}
		})
	})
}

// Of the same durations, nine in ten are no shorter than a half.
func TestMedianIsNoMoreThanP90(t *testing.T) {
	w := company(t)
	durations := func(k *catalog.KPI) bool { return k.Kind == catalog.DurationKind }
	more := 0
	every(t, w, 4, durations, func(t *testing.T, _ *generator, q asked) bool {
		answers, ok := w.with(t, q, "statistic", "median", "p90", "mean")
		return ok && cells(t, answers, func(group []string, v []*float64) {
			require.True(t, (v[0] == nil) == (v[1] == nil) && (v[0] == nil) == (v[2] == nil), "%v", group)
			if v[0] == nil {
				return
			}
			require.LessOrEqual(t, *v[0], *v[1], "%v", group)
			// At most half of them are below the median, and none is negative.
			require.GreaterOrEqual(t, *v[2], *v[0]/2*(1-1e-9), "%v", group)
			if *v[0] < *v[1] {
				more++
			}
		})
	})
	require.Greater(t, more, 10)
}

// weights are the same for every segment.
func (w world) weights(number string) string {
	var all []string
	for _, segment := range w.labels["segment"] {
		all = append(all, segment+"="+number)
	}
	return strings.Join(all, ",")
}

// The risk of a customer is in proportion to the weight of its segment, and a weight of 1 is none.
func TestRiskIsInProportionToWeights(t *testing.T) {
	w := company(t)
	// An account without a segment has no weight to be doubled.
	segmented := query.Filter{Dimension: "segment", Operator: query.IsNotNone}
	repeat(t, w, 25, func(t *testing.T, _ *generator, q asked) bool {
		answers, ok := w.with(t, q, "segment_weights", "", w.weights("1"))
		if !ok {
			return false
		}
		sameAnswers(t, answers[0], answers[1])
		q.Question.Filters = append(slices.Clone(q.Question.Filters), segmented)
		answers, _ = w.with(t, q, "segment_weights", w.weights("1"), w.weights("2"), w.weights("0.5"), w.weights("0"))
		return cells(t, answers, func(group []string, v []*float64) {
			if v[0] == nil {
				require.True(t, v[1] == nil && v[2] == nil && v[3] == nil)
				return
			}
			require.InDelta(t, 2**v[0], *v[1], 1e-9, "%v", group)
			require.InDelta(t, *v[0]/2, *v[2], 1e-9, "%v", group)
			require.Zero(t, *v[3], "%v", group)
		})
	}, "customer_risk")
}

// The more is asked for, the fewer answers are good; where nothing is asked for, all are.
func TestThresholdsOfSatisfaction(t *testing.T) {
	w := company(t)
	// An answer on a scale that nobody knows is never good.
	scaled := w.mapped("surveys", crm.Source{From: "crm.surveys", Where: "scale_max is not null"})
	repeat(t, w, 25, func(t *testing.T, _ *generator, q asked) bool {
		answers, _ := scaled.with(t, q, "threshold", "0%", "60%", "0.8", "100%", "101%")
		return cells(t, answers, func(group []string, v []*float64) {
			for i := range v {
				require.Equal(t, v[0] == nil, v[i] == nil, "%v", group)
				if v[0] != nil && i > 0 {
					require.LessOrEqual(t, *v[i], *v[i-1], "%v", group)
				}
			}
			if v[0] != nil {
				require.Equal(t, 1.0, *v[0], "%v", group)
				require.Zero(t, *v[4], "%v", group)
			}
		})
	}, "csat")
}

// A forecast misses by as much as its bias at least: what is too high here and too low there does not make up for it.
func TestForecastMissesByItsBiasAtLeast(t *testing.T) {
	w := company(t)
	const accuracy, bias = 0, 1
	apart := 0
	repeat(t, w, 60, func(t *testing.T, _ *generator, q asked) bool {
		result, ok := w.answer(t, q)
		if !ok {
			return false
		}
		known := false
		for g, group := range result.Groups {
			for b := range result.Buckets {
				a, off := result.Values[accuracy][g][b], result.Values[bias][g][b]
				require.Equal(t, a == nil, off == nil, "%v", group.Labels)
				if a == nil {
					continue
				}
				known = true
				if *a > 1 { // of sales below 0
					continue
				}
				require.LessOrEqual(t, *a, 1-math.Abs(*off)+1e-9, "%v", group.Labels)
				if *a < 1-math.Abs(*off)-1e-9 {
					apart++
				}
			}
		}
		return known
	}, "forecast_accuracy", "forecast_bias")
	require.Positive(t, apart)
}

// Who forecasts exactly what comes is accurate, without a bias.
func TestForecastOfWhatComesIsAccurate(t *testing.T) {
	won := `select coalesce(closed_by, owner) as rep, date_trunc('month', closed_at at time zone 'UTC')::date as month, sum(amount) as amount
		from crm.deals where status = 'won' and amount is not null and (currency is null or currency = 'USD') group by 1, 2`
	w := company(t).mapped("deals", crm.Source{From: "crm.deals", Where: "currency is null or currency = 'USD'"}).
		mapped("forecast_submissions", crm.Source{From: "(" + won + ") as won", Fields: map[string]string{
			"owner": "won.rep", "team": "null::bigint", "period_start": "won.month", "period_end": "(won.month + interval '1 month')::date",
			"category": "'commit'", "amount": "won.amount", "currency": "null::text", "submitted_at": "won.month::timestamp at time zone 'UTC'",
		}})
	repeat(t, w, 25, func(t *testing.T, _ *generator, q asked) bool {
		q.Zone, q.Currency = "UTC", "USD"
		result, ok := w.answer(t, q)
		if !ok {
			return false
		}
		known := false
		for g, group := range result.Groups {
			for b := range result.Buckets {
				if a, off := result.Values[0][g][b], result.Values[1][g][b]; a != nil {
					known = true
					require.InDelta(t, 1, *a, 1e-9, "%v", group.Labels)
					require.InDelta(t, 0, *off, 1e-9, "%v", group.Labels)
				}
			}
		}
		return known
	}, "forecast_accuracy", "forecast_bias")
}
