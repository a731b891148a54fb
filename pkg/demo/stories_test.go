package demo_test

import (
	"database/sql"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// days on which the company is made: a Wednesday afternoon, a Sunday near the end of a month, the last day of a year, and
// the first morning of a month.
var days = []time.Time{
	today,
	time.Date(2026, 11, 29, 11, 30, 0, 0, time.UTC),
	time.Date(2026, 12, 31, 15, 0, 0, 0, time.UTC),
	time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC),
}

// reader reads the figures of a company as a dashboard shows them.
type reader struct {
	*testing.T
	db     *sql.DB
	engine *engine.Engine
	now    time.Time
}

// eachDay tells the test with the company of each day.
func eachDay(t *testing.T, test func(r reader)) {
	for _, day := range share.Of(days, 4, 0) {
		t.Run(day.Format(time.DateOnly), func(t *testing.T) {
			dsn := demotest.At(1, day).Shared(t)
			db, err := postgres.OpenDSN(dsn, postgres.Limits{})
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			settings := plan.Settings{Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD"}
			e, err := engine.Open(t.Context(), catalog.Default(), crm.Reference(), settings, db)
			require.NoError(t, err)
			test(reader{t, pgtest.Open(t, dsn), e, day})
		})
	}
}

// monday is that of the week so many weeks before the last day's.
func (r reader) monday(weeks int) time.Time {
	day := r.now.Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7-7*weeks)
}

func (r reader) since(weeks int) calendar.Range {
	return calendar.Range{From: r.monday(weeks), To: r.now}
}
func (r reader) year() calendar.Range {
	return calendar.Range{From: r.now.AddDate(-1, 0, 0), To: r.now}
}

func is(dimension string, values ...string) query.Filter {
	return query.Filter{Dimension: dimension, Operator: query.Equals, Values: values}
}

// by reads a KPI by the labels of a dimension, "" for none; groups without a value are left out.
func (r reader) by(dimension, kpi string, within calendar.Range, filters ...query.Filter) map[string]float64 {
	r.Helper()
	q := query.Question{Version: query.CurrentVersion, Type: query.KPI, KPIs: query.Entries{kpi}, Filters: filters, Grain: calendar.None}
	if dimension != "" {
		q.GroupBy = []string{dimension}
	}
	if kpi == "first_response_time" || kpi == "first_response_time:statistic=p90" {
		q.Parameters = map[string]string{"hours": "business"}
	}
	answer, err := take.Figures(r.engine.Ask(r.Context(), q, plan.Request{Range: within, Now: r.now}))
	require.NoError(r, err)
	all := map[string]float64{}
	for i, group := range answer.Groups {
		if v := answer.Values[0][i][0]; v != nil {
			label := ""
			if dimension != "" {
				label = group.Labels[0]
			}
			all[label] = *v
		}
	}
	return all
}

func (r reader) total(kpi string, within calendar.Range, filters ...query.Filter) float64 {
	r.Helper()
	all := r.by("", kpi, within, filters...)
	require.Contains(r, all, "")
	return all[""]
}

// others are the values of all but one group, in order of size.
func others(all map[string]float64, but string) []float64 {
	all = maps.Clone(all)
	delete(all, but)
	delete(all, query.None)
	return slices.Sorted(maps.Values(all))
}

func median(sorted []float64) float64 { return sorted[len(sorted)/2] }

// sql reads one number.
func (r reader) sql(statement string, args ...any) float64 {
	r.Helper()
	var v float64
	require.NoError(r, r.db.QueryRow(statement, args...).Scan(&v))
	return v
}

func TestSalesDealsOfOneRepStallInOneStage(t *testing.T) {
	eachDay(t, func(r reader) {
		proposal := r.by("rep", "stage_duration", r.year(), is("stage", "Proposal"))
		assert.Greater(r, proposal["Björn Schäfer"], 2*median(others(proposal, "Björn Schäfer")))
		elsewhere := r.by("rep", "stage_duration", r.year(), is("stage", "Discovery"))
		assert.Less(r, elsewhere["Björn Schäfer"], 1.5*median(others(elsewhere, "Björn Schäfer")))
	})
}

func TestMarketingOneCampaignBurnsMoney(t *testing.T) {
	eachDay(t, func(r reader) {
		burning := "Social: Influencer Tour " + r.now.AddDate(0, 0, -150).Format("2006-01")
		recent := calendar.Range{From: r.now.AddDate(0, 0, -120), To: r.now}
		costs, roi := r.by("campaign", "marketing_cost", recent), r.by("campaign", "campaign_roi", recent)
		require.Contains(r, roi, burning)
		assert.Less(r, roi[burning], 0.5, "it does not earn half of what it costs")
		dearest := others(costs, burning)
		assert.Greater(r, costs[burning], dearest[len(dearest)-1])
		assert.Greater(r, r.total("roi", r.year()), 1.5)
	})
}

func TestSupportOneTeamAnswersLateSinceAWeek(t *testing.T) {
	const p90 = "first_response_time:statistic=p90"
	eachDay(t, func(r reader) {
		before := calendar.Range{From: r.monday(16), To: r.monday(8)}
		target := r.total("first_response_time.target", r.since(8))
		was, now, typical := r.by("support_team", p90, before), r.by("support_team", p90, r.since(8)), r.by("support_team", "first_response_time", r.since(8))
		require.Len(r, now, 3)
		assert.LessOrEqual(r, was["Support DACH"], 1.1*target)
		assert.Greater(r, now["Support DACH"], 3*target)
		assert.Greater(r, typical["Support DACH"], target)
		for _, team := range []string{"Support AMER", "Support EMEA"} {
			assert.Less(r, now[team], 1.2*target, team)
			assert.Less(r, typical[team], target/2, team)
		}
		met := r.by("support_team", "sla_met_rate", r.since(8))
		assert.Less(r, met["Support DACH"], 0.65)
		assert.Greater(r, median(others(met, "Support DACH")), 0.82)
	})
}

func TestOverviewTheBacklogGrows(t *testing.T) {
	eachDay(t, func(r reader) {
		backlog := func(weeks int, filters ...query.Filter) float64 {
			return r.total("open_tickets", calendar.Range{From: r.monday(weeks + 1), To: r.monday(weeks)}, filters...)
		}
		late := is("support_team", "Support DACH")
		assert.Greater(r, backlog(0), 1.25*backlog(8))
		assert.Greater(r, backlog(0, late), 2*backlog(8, late))
		assert.Greater(r, backlog(0), r.total("open_tickets.target", r.since(0)))
	})
}

func TestMyDeskTheLargestDealWaitsWithoutANextStep(t *testing.T) {
	eachDay(t, func(r reader) {
		const buyer = "Castellan Foods Group"
		assert.Equal(r, 1.0, r.sql(`select count(*) from crm.users where email = 'anna@meridian-devices.example' and name = 'Anna Wright'`))
		open := r.by("account", "pipeline_value", r.since(4), is("rep", "Anna Wright"))
		next := others(open, buyer)
		assert.Greater(r, open[buyer], 1.5*next[len(next)-1])
		assert.Equal(r, 1.0, r.by("account", "past_due_deals", r.since(4), is("rep", "Anna Wright"))[buyer])
		assert.Zero(r, r.sql(`select count(*) from crm.activities a join crm.deals d on d.id = a.deal where d.name like $2 || ':%'
			and (a.status = 'planned' or a.completed_at > $1::timestamptz - interval '30 days')`, r.now, buyer))

		week := `from crm.activities a join crm.users u on u.id = a.owner where u.email = 'anna@meridian-devices.example' and a.status = 'planned'
			and coalesce(a.starts_at, a.due_at) between $1 and $1::timestamptz + interval '7 days'`
		assert.GreaterOrEqual(r, r.sql(`select count(*) `+week+` and a.type in ('meeting', 'demo')`, r.now), 3.0)
		assert.GreaterOrEqual(r, r.sql(`select count(*) `+week+` and a.type in ('task', 'email')`, r.now), 3.0)
		assert.GreaterOrEqual(r, r.sql(`select count(*) from crm.activities a join crm.users u on u.id = a.owner where u.email like 'anna@%' and a.status = 'planned' and a.due_at < $1`, r.now), 3.0)
		reached := r.by("rep", "revenue_attainment", r.year())["Anna Wright"]
		assert.True(r, 0.65 < reached && reached < 1.35, "attainment %v", reached)
	})
}

func TestTeamReviewOneRepLosesAtTheTable(t *testing.T) {
	eachDay(t, func(r reader) {
		lost := r.by("rep", "stage_loss_share", r.year(), is("stage", "Negotiation"), is("pipeline", "New business"))
		assert.Greater(r, lost["Lena Brandt"], 1.4*median(others(lost, "Lena Brandt")))
		overdue := r.by("agent", "trainings_overdue", r.since(4), is("training", "Negotiation"))
		assert.GreaterOrEqual(r, overdue["Lena Brandt"], 1.0)
	})
}

func TestCustomerAFaithfulOneIsLeaving(t *testing.T) {
	eachDay(t, func(r reader) {
		const one = "Halden Logistics Ltd"
		risk := r.by("account", "customer_risk", r.since(4))
		next := others(risk, one)
		assert.Greater(r, risk[one], next[len(next)-1])
		assert.Equal(r, 3.0, r.by("account", "escalated_tickets", r.since(4), is("account", one))[one])
		quarter := r.now.AddDate(0, -3, 0)
		assert.Zero(r, r.by("account", "orders", calendar.Range{From: quarter, To: r.now}, is("account", one))[one])
		assert.GreaterOrEqual(r, r.by("account", "orders", calendar.Range{From: quarter.AddDate(-1, 0, 0), To: quarter}, is("account", one))[one], 10.0)
	})
}

func TestPipelineThePartnersDealsArePastDue(t *testing.T) {
	eachDay(t, func(r reader) {
		past, open := r.by("pipeline", "past_due_value", r.since(4)), r.by("pipeline", "pipeline_value", r.since(4))
		assert.Greater(r, past["Partner sales"]/open["Partner sales"], 0.4)
		for _, other := range []string{"New business", "Expansion"} {
			assert.Less(r, past[other]/open[other], 0.2, other)
		}
	})
}

func TestPlanNextYearTakesMoreReps(t *testing.T) {
	eachDay(t, func(r reader) {
		first := time.Date(r.now.Year()+1, 1, 1, 0, 0, 0, 0, time.UTC)
		needed := r.total("reps_needed", calendar.Range{From: first, To: first.AddDate(1, 0, 0)})
		there := r.sql(`select count(*) from crm.users where is_quota_carrying and left_at is null`)
		assert.GreaterOrEqual(r, needed, there+2)
		assert.LessOrEqual(r, needed, there+6)
	})
}

func TestServiceQualityOrdersAreMixedUp(t *testing.T) {
	eachDay(t, func(r reader) {
		before := calendar.Range{From: r.monday(30), To: r.monday(10)}
		target := r.total("order_accuracy.target", r.since(10))
		assert.Greater(r, r.total("order_accuracy", before), target)
		assert.Less(r, r.total("order_accuracy", r.since(10)), target-0.05)
		assert.Greater(r, r.total("goods_quality", r.since(10)), r.total("order_accuracy", r.since(10))+0.05)
		complaints := r.by("category", "complaints", r.since(10))
		next := others(complaints, "delivery")
		assert.Greater(r, complaints["delivery"], 1.5*next[len(next)-1])
	})
}

func TestDataHealthPaymentsAreOld(t *testing.T) {
	eachDay(t, func(r reader) {
		age := r.by("entity", "data_freshness", r.since(4))
		assert.Greater(r, age["payments"], 11*24.0)
		for _, daily := range []string{"deals", "leads", "orders", "tickets", "activities", "commitments", "web_sessions"} {
			assert.Less(r, age[daily], 4*24.0, daily)
		}
	})
}
