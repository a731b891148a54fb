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
		"last":     {"Three": 100, "(none)": 10},
		"first":    {"One": 100, "(none)": 10},
		"linear":   {"One": 25, "Two": 50, "Three": 25, "(none)": 10},
		"position": {"One": 40, "Two": 20, "Three": 40, "(none)": 10},
		// One week before the last is a half, two weeks a quarter: 1/4 + 1/2 + 1/2 + 1 is 9/4.
		"time_decay": {"One": 100.0 / 9, "Two": 400.0 / 9, "Three": 400.0 / 9, "(none)": 10},
	} {
		q := query.Question{KPIs: []string{"attributed_revenue"}, GroupBy: []string{"campaign"}, Parameters: map[string]string{"attribution": model}}
		a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
		found, sum := a.byLabel("attributed_revenue"), 0.0
		require.Len(t, found, len(expected), model)
		for label, v := range found {
			require.InDelta(t, expected[label], v, 1e-9, "%s of %s", model, label)
			sum += v.(float64)
		}
		require.InDelta(t, 110, sum, 1e-9, "the credits of a deal add up to 1")
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
