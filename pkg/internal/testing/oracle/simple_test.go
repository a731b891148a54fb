package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestSalesInParts(t *testing.T) {
	won := func(id int64, kind string, amount float64) *deal {
		return &deal{ID: id, Status: "won", Type: &kind, Amount: &amount, ClosedAt: ptr(local("2024-03-10 00:00"))}
	}
	did := func(deal int64, status, at string) *activity {
		return &activity{Deal: &deal, Status: status, CompletedAt: ptr(local(at))}
	}
	c := &Company{
		deals: []*deal{
			won(1, "new", 1), won(2, "upsell", 10), won(3, "cross_sell", 100), won(4, "renewal", 1000),
			{ID: 5, Status: "open", Amount: ptr(7.0), Currency: ptr("EUR"), CreatedAt: local("2024-01-01 00:00"), ExpectedCloseOn: ptr(date("2024-03-29"))},
			{ID: 6, Status: "open", Amount: ptr(8.0), CreatedAt: local("2024-01-01 00:00"), ExpectedCloseOn: ptr(date("2024-04-01"))},
		},
		activities: []*activity{did(1, "done", "2023-01-01 00:00"), did(1, "done", "2024-04-05 00:00"), did(1, "planned", "2024-03-01 00:00"),
			did(2, "done", "2024-03-01 00:00"), did(5, "done", "2024-03-01 00:00"), {Status: "done", CompletedAt: ptr(local("2024-03-01 00:00"))}},
		rates: []*rate{{"EUR", firstDay{date("2024-03-30")}, 2}, {"EUR", firstDay{date("2024-03-31")}, 3}},
	}
	a := ask(t, c, query.Question{KPIs: []string{"expansion_revenue", "renewal_revenue", "activities_per_win", "past_due_value"}},
		"2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{110.0}, a.series("expansion_revenue", 0))
	require.Equal(t, []any{1000.0}, a.series("renewal_revenue", 0))
	require.Equal(t, []any{0.75}, a.series("activities_per_win", 0), "what was done for them, whenever it was")
	require.Equal(t, []any{14.0}, a.series("past_due_value", 0), "in the rate of the day after it was expected")
}

func TestLeadsAndVisitors(t *testing.T) {
	came := local("2024-03-10 12:00")
	c := &Company{
		leads: []*lead{
			{CreatedAt: came, FirstContactedAt: ptr(came.Add(30 * 60e9)), QualifiedAt: ptr(came.Add(90*day - 1))},
			{CreatedAt: came, FirstContactedAt: ptr(came.Add(day)), QualifiedAt: ptr(came.Add(90 * day))},
			{CreatedAt: came, FirstContactedAt: ptr(came.Add(-day)), QualifiedAt: ptr(came.Add(-day))},
			{CreatedAt: came},
		},
		sessions: []*session{{StartedAt: came}, {StartedAt: came, Lead: ptr(int64(1))}, {StartedAt: came}, {StartedAt: came.Add(30 * day)}},
		targets:  []*target{{Metric: "new_leads", Scope: "company", PeriodStart: date("2024-03-01"), PeriodEnd: date("2024-04-01"), Value: 5}},
		orders: []*order{{OrderedAt: came, Campaign: ptr(int64(1)), Amount: ptr(500.0), Cost: ptr(200.0)}, {OrderedAt: came, Campaign: ptr(int64(1)), Amount: ptr(1000.0)},
			{OrderedAt: came, Amount: ptr(700.0), Cost: ptr(100.0)}},
		costs: []*cost{{SpentOn: date("2024-03-10"), Amount: ptr(200.0)}},
	}
	q := query.Question{KPIs: []string{"speed_to_lead", "qualification_rate", "leads_by_source", "lead_attainment", "session_to_lead_rate", "margin_roi", "untouched_leads"}}
	a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-09-01 00:00")
	require.Equal(t, []any{(30.0 + 24*60) / 2}, a.series("speed_to_lead", 0))
	require.Equal(t, []any{0.25}, a.series("qualification_rate", 0))
	require.Equal(t, []any{4.0}, a.series("leads_by_source", 0))
	require.InDelta(t, 0.8, a.series("lead_attainment", 0)[0], 1e-9)
	require.Equal(t, []any{1.0 / 3}, a.series("session_to_lead_rate", 0))
	require.Equal(t, []any{0.5}, a.series("margin_roi", 0), "the profit of an order without a cost is not known, and no campaign has brought the third one")
	require.Equal(t, []any{1.0}, a.series("untouched_leads", 0))

	q.KPIs = []string{"untouched_leads"}
	a = ask(t, c, q, "2024-03-01 00:00", "2024-03-11 11:59", "2024-09-01 00:00")
	require.Equal(t, []any{0.0}, a.series("untouched_leads", 0), "there is a day for it")
	q.Parameters = map[string]string{"window": "1h"}
	a = ask(t, c, q, "2024-03-01 00:00", "2024-03-11 11:59", "2024-09-01 00:00")
	require.Equal(t, []any{2.0}, a.series("untouched_leads", 0), "or an hour")
}

func TestWhatIsSaidOfTheBrand(t *testing.T) {
	at := local("2024-03-10 12:00")
	said := func(kind string, own bool, rating float64) *mention {
		m := &mention{IsOwnBrand: own, PublishedAt: at}
		if kind != "" {
			m.Kind = &kind
		}
		if rating > 0 {
			m.Rating = &rating
		}
		return m
	}
	c := &Company{mentions: []*mention{said("review", true, 5), said("review", true, 4), said("review", true, 0), said("review", false, 1), said("post", true, 0), said("", true, 0)}}
	c.mentions[0].RespondedAt, c.mentions[3].RespondedAt = ptr(at.Add(90*60e9)), ptr(at.Add(10*60e9))
	a := ask(t, c, query.Question{KPIs: []string{"review_rating", "social_response_time", "unanswered_mentions"}}, "2024-03-01 00:00", "2024-04-01 00:00", "2024-09-01 00:00")
	require.Equal(t, []any{4.5}, a.series("review_rating", 0))
	require.Equal(t, []any{90.0}, a.series("social_response_time", 0))
	require.Equal(t, []any{3.0}, a.series("unanswered_mentions", 0))
}

func TestPromisesAndStandards(t *testing.T) {
	promised := func(at, delivered string) *order {
		o := &order{PromisedAtOriginal: ptr(local(at))}
		if delivered != "" {
			o.DeliveredAt = ptr(local(delivered))
		}
		return o
	}
	checked := func(category string, passed bool) *check {
		return &check{Category: &category, Passed: passed, CheckedAt: local("2024-03-10 00:00")}
	}
	c := &Company{
		orders: []*order{promised("2024-03-10 12:00", "2024-03-10 12:00"), promised("2024-03-10 12:00", "2024-03-10 12:01"), promised("2024-03-10 12:00", ""),
			promised("2024-03-30 12:00", "2024-03-12 12:00"), {OrderedAt: local("2024-03-10 00:00")}},
		checks: []*check{checked("order_accuracy", true), checked("order_accuracy", false), checked("goods_quality", true), checked("service_quality", false), {Passed: true}},
	}
	a := ask(t, c, query.Question{KPIs: []string{"on_time_delivery_rate", "order_accuracy", "goods_quality", "service_quality", "expectations_met"}},
		"2024-03-01 00:00", "2024-04-01 00:00", "2024-03-20 00:00")
	require.InDelta(t, 1.0/3, a.series("on_time_delivery_rate", 0)[0], 1e-9, "the last one has not fallen due")
	require.Equal(t, []any{0.5}, a.series("order_accuracy", 0))
	require.Equal(t, []any{1.0}, a.series("goods_quality", 0))
	require.Equal(t, []any{0.0}, a.series("service_quality", 0))
	require.Equal(t, []any{nil}, a.series("expectations_met", 0))
}

// A window without an end: whoever came round at all did, no cohort is ever mature, and none is left out.
func TestForEver(t *testing.T) {
	made := func(status, created, closed string) *deal {
		d := &deal{Status: status, CreatedAt: local(created)}
		if closed != "" {
			d.ClosedAt = ptr(local(closed))
		}
		return d
	}
	c := &Company{deals: []*deal{made("won", "2024-01-10 00:00", "2025-12-31 00:00"), made("won", "2024-02-10 00:00", "2024-02-11 00:00"), made("lost", "2024-02-10 00:00", "2024-02-11 00:00"),
		made("open", "2024-02-10 00:00", ""), made("won", "2024-02-20 00:00", "2024-02-19 00:00")}}
	q := query.Question{KPIs: []string{"win_rate_cohort"}, Grain: calendar.Month, Parameters: map[string]string{"window": "ever"}}
	a := ask(t, c, q, "2024-01-01 00:00", "2024-03-01 00:00", "2026-01-01 00:00")
	require.Equal(t, []any{1.0, 0.25}, a.series("win_rate_cohort", 0))
	require.True(t, a.Buckets[0].Immature && a.Buckets[1].Immature)
	q.Grain = calendar.None
	a = ask(t, c, q, "2024-01-01 00:00", "2024-03-01 00:00", "2026-01-01 00:00")
	require.Equal(t, []any{0.4}, a.series("win_rate_cohort", 0))
	require.True(t, a.Buckets[0].Immature, "a total is not the last word, either")
}
