package oracle_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Opening + begun − ended = closing, for every state of which it can be asked what began and what ended.

// statesOfCatalog are the measures of states that are sums, those that stand in for others included.
func statesOfCatalog(t *testing.T) []*catalog.Measure {
	var found []*catalog.Measure
	for _, k := range catalog.Default().KPIs() {
		for _, m := range k.Measures() {
			for m != nil {
				_, state := m.Timing.(*measure.Snapshot)
				if state && m.Additive() && !slices.Contains(found, m) {
					found = append(found, m)
				}
				other, ok := catalog.Default().Measure(m.Otherwise)
				if !ok {
					break
				}
				m = other
			}
		}
	}
	require.Greater(t, len(found), 20)
	return found
}

// defaults are the arguments of the parameters that states read.
var defaults = map[string]string{"window": "24h", "segment_weights": "Enterprise=2"}

// balanced defines KPIs of a state, of what begins, and of what ends: an amount counts at the rate of the beginning each time, and what
// lasts no time neither begins nor ends.
func balanced(m *catalog.Measure) string {
	s := m.Timing.(*measure.Snapshot)
	where := fmt.Sprintf("(%s is null or %s is null or %s > %s)", s.Start, s.End, s.End, s.Start)
	if !m.Where.Empty() {
		where += fmt.Sprintf(" and (%s)", m.Where)
	}
	what := fmt.Sprintf("count: %q", m.Aggregation.Expressions()[0])
	if _, sum := m.Aggregation.(*measure.Sum); sum {
		what = fmt.Sprintf("sum: %q", m.Amount())
	}
	unit := "count"
	if m.IsMoney() {
		unit = "money"
	}
	if !m.Currency.Empty() {
		what += fmt.Sprintf(", currency: %s", m.Currency)
	}
	var parameters []string
	for name, value := range defaults {
		if slices.Contains(m.Parameters(), name) {
			parameters = append(parameters, fmt.Sprintf("%s: %q", name, value))
		}
	}
	kpi := func(id string) string {
		return fmt.Sprintf("  %s: {title: %s, description: %s., measure: %s_rows, unit: %s, horizon: current, parameters: {%s}}\n", id, id, id, id, unit, strings.Join(parameters, ", "))
	}
	return fmt.Sprintf("measures:\n"+
		"  state_rows: {entity: %s, snapshot: {start: %q, end: %q}, %s, where: %q}\n"+
		"  begun_rows: {entity: %s, time: %q, time_type: time, rated_at: %q, %s, where: %q}\n"+
		"  ended_rows: {entity: %s, time: %q, time_type: time, rated_at: %q, %s, where: %q}\n"+
		"kpis:\n", m.Entity, s.Start, s.End, what, where, m.Entity, s.Start, s.Start, what, where, m.Entity, s.End, s.Start, what, where) +
		kpi("state") + kpi("begun") + kpi("ended")
}

// atMidnight maps the company with all its times at the beginning of a unit of a zone, every fifth of them unknown.
func atMidnight(unit, zone string) crm.Mapping {
	m := crm.Reference()
	for _, name := range m.Model.Entities() {
		e, err := m.Model.Entity(name)
		if _, mapped := m.Entities[name]; err != nil || !mapped {
			continue
		}
		fields := map[string]string{}
		for _, field := range e.Fields() {
			f, _ := e.Field(field)
			if !f.As.Empty() {
				continue
			}
			fields[field] = fmt.Sprintf(`t.%q`, field)
			if f.Type == crm.Time {
				fields[field] = fmt.Sprintf(`case when hashtext(t.ctid::text || '%s') %% 5 <> 0 then date_trunc('%s', t.%q, '%s') end`, field, unit, field, zone)
			}
		}
		m.Entities[name] = crm.Source{From: fmt.Sprintf(`crm.%q as t`, name), Fields: fields}
	}
	rates := m.Entities["currency_rates"] // of all days, so that none is missing: what is asked is whether money balances
	rates.From = `(select distinct currency, date '-infinity' as valid_on, 0.5 as rate from crm.deals) as t`
	m.Entities["currency_rates"] = rates
	return m
}

func TestOpeningAndBegunLessEndedIsClosing(t *testing.T) {
	w := company(t)
	moved := 0
	states := statesOfCatalog(t)
	for _, m := range share.Of(states, 24, 0) {
		i := slices.Index(states, m)
		t.Run(m.ID, func(t *testing.T) {
			kpis, err := catalog.Default().With("balance", balanced(m))
			require.NoError(t, err, balanced(m))
			checked := uint64(0)
			for n := uint64(0); checked < 2*often(t) && n < 20*often(t); n++ {
				g := w.generator(number(t, "CRMKPI_ORACLE_SEED", everyday), uint64(i)<<32|n)
				q := g.question()
				q.Currency = "USD" // what is in a currency without rates fails, and says so
				cal, err := q.calendar()
				require.NoError(t, err)
				unit := one(g.Rand, calendar.Day, calendar.Day, calendar.Hour)
				q.Question = query.Question{Type: query.KPI, KPIs: []string{"state", "begun", "ended"}, Grain: one(g.Rand, calendar.Day, calendar.Week, calendar.Month)}
				q.From = cal.Floor(today.Add(-time.Duration(g.Int64N(int64(700*24*time.Hour)))), unit)
				q.To = cal.Floor(q.From.Add(90*24*time.Hour), unit)
				q.Now = q.To.Add(time.Duration(g.IntN(2)) * time.Hour) // all buckets have ended, the last one perhaps just now
				e := engine.New(kpis, atMidnight(string(unit), q.Zone), plan.Settings{Calendar: cal, ReportingCurrency: q.Currency}, w.db)
				k, err := kpis.KPI("state")
				require.NoError(t, err)
				if d := one(g.Rand, append(e.Dimensions(k), "")...); d != "" && d != fine && g.chance(0.5) {
					q.Question.GroupBy = []string{d}
				}
				if told(t, everyday, n, q, func() bool { return addsUp(t, e, q, &moved) }) {
					checked++
				}
			}
			require.Positive(t, checked, "no question suits")
		})
	}
	require.Greater(t, moved, 100, "hardly anything begins or ends")
}

// addsUp checks each bucket against the one before; false where a rate is missing.
func addsUp(t *testing.T, e *engine.Engine, q asked, moved *int) bool {
	r, err := take.Figures(e.Ask(context.Background(), q.Question, plan.Request{Range: q.span(), Now: q.Now}))
	if err != nil && strings.Contains(err.Error(), "no exchange rate") {
		return false
	}
	require.NoError(t, err)
	for g, group := range r.Groups {
		for b := 1; b < len(r.Buckets); b++ {
			opening, closing := orZero(r.Values[0][g][b-1]), orZero(r.Values[0][g][b])
			begun, ended := orZero(r.Values[1][g][b]), orZero(r.Values[2][g][b])
			expected := *opening + *begun - *ended
			require.True(t, same(closing, &expected, cent), "%v, bucket %d: %v + %v - %v is not %v", group.Labels, b, *opening, *begun, *ended, *closing)
			if *begun != 0 || *ended != 0 {
				*moved++
			}
		}
	}
	return true
}
