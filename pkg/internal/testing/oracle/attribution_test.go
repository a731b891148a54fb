package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestAttribution(t *testing.T) {
	touched := func(deal, lead, campaign int64, channel, at string) *touch {
		t := &touch{Campaign: &campaign, Channel: &channel, OccurredAt: local(at)}
		if deal > 0 {
			t.Deal = &deal
		}
		if lead > 0 {
			t.Lead = &lead
		}
		return t
	}
	won := func(id int64, amount float64) *deal {
		return &deal{ID: id, Lead: ptr(10 * id), Status: "won", Amount: &amount, ClosedAt: ptr(local("2024-03-15 00:00"))}
	}
	c := &Company{
		campaigns: []*campaign{{ID: 1, Name: "One"}, {ID: 2, Name: "Two"}, {ID: 3, Name: "Three"}, {ID: 4, Name: "Four"}},
		deals:     []*deal{won(1, 100), won(2, 10)},
		touches: []*touch{
			touched(1, 10, 3, "ads", "2024-03-14 00:00"), // names both the deal and its lead, and counts once
			touched(0, 10, 1, "ads", "2024-02-29 00:00"),
			touched(1, 0, 2, "ads", "2024-03-07 00:00"),
			touched(1, 0, 2, "fair", "2024-03-07 00:00"),
			touched(1, 0, 4, "ads", "2024-03-15 00:00"), // too late
		},
	}
	for model, expected := range map[string]map[string]float64{
		"last":     {"Three": 100},
		"first":    {"One": 100},
		"linear":   {"One": 25, "Two": 50, "Three": 25},
		"position": {"One": 40, "Two": 20, "Three": 40},
		// One week before the last is a half, two weeks a quarter: 1/4 + 1/2 + 1/2 + 1 is 9/4.
		"time_decay": {"One": 100.0 / 9, "Two": 400.0 / 9, "Three": 400.0 / 9},
	} {
		q := query.Question{KPIs: []string{"attributed_revenue", "unattributed_revenue"}, GroupBy: []string{"campaign"}, Parameters: map[string]string{"attribution": model}}
		a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
		found, sum := a.byLabel("attributed_revenue"), 0.0
		expected["(none)"] = 0
		require.Len(t, found, len(expected), model)
		for label, v := range found {
			require.InDelta(t, expected[label], v, 1e-9, "%s of %s", model, label)
			sum += v.(float64)
		}
		require.InDelta(t, 100, sum, 1e-9, "the credits of a deal add up to 1")
		require.InDelta(t, 10, a.byLabel("unattributed_revenue")["(none)"], 1e-9, "nobody touched the second deal")
		q.GroupBy = nil
		a = ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
		require.InDelta(t, 100, a.series("attributed_revenue", 0)[0], 1e-9)
		require.InDelta(t, 10, a.series("unattributed_revenue", 0)[0], 1e-9)
	}
}

func TestCreditsAddUp(t *testing.T) {
	for _, model := range []string{"last", "first", "linear", "position", "time_decay"} {
		for n := 1; n <= 6; n++ {
			p := &path{deal: &deal{ClosedAt: ptr(local("2024-03-15 00:00"))}}
			for i := range n {
				p.touches = append(p.touches, &touch{OccurredAt: local("2014-03-01 00:00").AddDate(i, 0, 0)})
			}
			sum := 0.0
			for _, s := range p.shares(model) {
				sum += s
			}
			require.InDelta(t, 1, sum, 1e-12, "%s of %d", model, n)
		}
	}
	two := &path{deal: &deal{ClosedAt: ptr(local("2024-03-15 00:00"))}, touches: []*touch{{OccurredAt: local("2024-03-01 00:00")}, {OccurredAt: local("2024-03-02 00:00")}}}
	require.Equal(t, []float64{0.5, 0.5}, two.shares("position"))
}

// Touches at the same time come by campaign, then by channel, those without one first.
func TestTouchesAtTheSameTime(t *testing.T) {
	at := local("2024-03-01 00:00")
	tied := []*touch{{Campaign: ptr(int64(2)), OccurredAt: at}, {Campaign: ptr(int64(1)), Channel: ptr("b"), OccurredAt: at},
		{Campaign: ptr(int64(1)), Channel: ptr("a"), OccurredAt: at}, {Campaign: ptr(int64(1)), OccurredAt: at}, {Channel: ptr("z"), OccurredAt: at}}
	for _, x := range tied {
		x.Deal = ptr(int64(1))
	}
	p := pathsOf([]*deal{{ID: 1, Status: "won", ClosedAt: ptr(local("2024-03-15 00:00"))}}, tied)[0]
	require.Equal(t, []*touch{tied[4], tied[3], tied[2], tied[1], tied[0]}, p.touches)
}

// The range only chooses the campaigns: the one that ran in April brought 100 in March and 30 in May, and cost 20 and 45.
func TestCampaignReturn(t *testing.T) {
	one, two, three := ptr(int64(1)), ptr(int64(2)), ptr(int64(3))
	sold := func(id int64, amount float64, at string) *deal {
		return &deal{ID: id, Status: "won", Amount: &amount, ClosedAt: ptr(local(at))}
	}
	c := &Company{
		campaigns: []*campaign{{ID: 1, Name: "Fair", StartsOn: ptr(date("2024-04-10")), EndsOn: ptr(date("2024-04-12"))}, {ID: 2, Name: "Ads"},
			{ID: 3, Name: "Radio", StartsOn: ptr(date("2024-04-30"))}},
		deals: []*deal{sold(1, 100, "2024-03-15 00:00"), sold(2, 30, "2024-05-15 00:00"), sold(3, 7000, "2024-06-15 00:00"), sold(4, 50, "2024-04-11 00:00")},
		touches: []*touch{
			{Deal: ptr(int64(1)), Campaign: one, OccurredAt: local("2024-03-01 00:00")}, {Deal: ptr(int64(2)), Campaign: one, OccurredAt: local("2024-03-01 00:00")},
			{Deal: ptr(int64(3)), Campaign: one, OccurredAt: local("2024-03-01 00:00")}, {Deal: ptr(int64(4)), Campaign: two, OccurredAt: local("2024-03-01 00:00")},
		},
		costs: []*cost{
			{Campaign: one, SpentOn: date("2024-02-01"), Amount: ptr(20.0)}, {Campaign: one, SpentOn: date("2024-05-31"), Amount: ptr(45.0)}, {Campaign: one, SpentOn: date("2024-06-02"), Amount: ptr(900.0)},
			{Campaign: two, SpentOn: date("2024-03-31"), Amount: ptr(25.0)}, {Campaign: three, SpentOn: date("2024-05-01"), Amount: ptr(10.0)}, {SpentOn: date("2024-04-11"), Amount: ptr(500.0)},
		},
	}
	q := query.Question{KPIs: []string{"campaign_roi"}, GroupBy: []string{"campaign"}}
	a := ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-06-01 12:00")
	require.Equal(t, map[string]any{"Fair": 2.0, "Radio": 0.0}, a.byLabel("campaign_roi"), "ads cost and ran nothing in April")
	q.GroupBy = nil
	a = ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-06-01 12:00")
	require.InDelta(t, 130.0/75, a.series("campaign_roi", 0)[0], 1e-9)
	a = ask(t, c, q, "2024-03-31 00:00", "2024-04-01 00:00", "2024-06-01 12:00")
	require.InDelta(t, 2.0, a.series("campaign_roi", 0)[0], 1e-9, "that day only ads had a cost: 50 for 25")
	a = ask(t, c, q, "2024-04-12 23:00", "2024-04-13 00:00", "2024-06-01 12:00")
	require.InDelta(t, 2.0, a.series("campaign_roi", 0)[0], 1e-9, "the fair lasted until midnight")
	a = ask(t, c, q, "2024-04-13 00:00", "2024-04-14 00:00", "2024-06-01 12:00")
	require.Equal(t, []any{nil}, a.series("campaign_roi", 0))
}
