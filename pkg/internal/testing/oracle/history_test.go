package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// life makes one version of a deal after the other, each until the next.
func life(deal int64, versions ...*version) []*version {
	for i, v := range versions {
		v.Deal = &deal
		if i > 0 {
			versions[i-1].ValidTo = &v.ValidFrom
		}
	}
	return versions
}

func since(at, status string, stage int64, expected string, amount float64) *version {
	v := &version{ValidFrom: local(at), Status: status, Amount: &amount}
	if stage > 0 {
		v.Stage = &stage
	}
	if expected != "" {
		v.ExpectedCloseOn = ptr(date(expected))
	}
	return v
}

// byLabel are the values of a KPI by the label of the first dimension.
func (a *Answer) byLabel(id string) map[string]any {
	found := map[string]any{}
	for g := range a.Groups {
		found[a.Groups[g].Labels[0]] = a.series(id, g)[0]
	}
	return found
}

func TestStagesLeadOnOrAreLostFrom(t *testing.T) {
	c := &Company{
		stages: []*stage{{ID: 1, Pipeline: 1, Name: "A", Position: 1}, {ID: 2, Pipeline: 1, Name: "B", Position: 2}, {ID: 3, Pipeline: 2, Name: "C", Position: 3}},
		deals:  []*deal{{ID: 1}, {ID: 2}, {ID: 3}, {ID: 4}, {ID: 5}},
	}
	for _, versions := range [][]*version{
		// Lost from A, reopened in B, won: A led on and was lost from, B led on.
		life(1, since("2024-01-01 00:00", "open", 1, "", 0), since("2024-01-05 00:00", "lost", 1, "", 0),
			since("2024-01-10 00:00", "open", 2, "", 0), since("2024-01-20 00:00", "won", 2, "", 0)),
		// Back and forth: entered once each; B never led on.
		life(2, since("2024-01-01 00:00", "open", 1, "", 0), since("2024-01-02 00:00", "open", 2, "", 0), since("2024-01-03 00:00", "open", 1, "", 0),
			since("2024-01-04 00:00", "open", 2, "", 0), since("2024-01-05 00:00", "lost", 2, "", 0)),
		// A stage of another pipeline is no progress, and no stage is none.
		life(3, since("2024-01-01 00:00", "open", 1, "", 0), since("2024-01-02 00:00", "open", 3, "", 0), since("2024-01-03 00:00", "open", 0, "", 0)),
		// Too late by nothing: the window is half-open.
		life(4, since("2024-01-01 00:00", "open", 1, "", 0), since("2024-03-31 01:00", "open", 2, "", 0)),
	} {
		c.versions = append(c.versions, versions...)
	}
	q := query.Question{KPIs: []string{"stage_conversion", "stage_loss_share"}, GroupBy: []string{"stage"}}
	a := ask(t, c, q, "2024-01-01 00:00", "2024-02-01 00:00", "2024-09-01 00:00")
	require.Equal(t, map[string]any{"A": 0.5, "B": 0.5, "C": 0.0}, a.byLabel("stage_conversion"))
	require.Equal(t, map[string]any{"A": 0.25, "B": 0.5, "C": 0.0}, a.byLabel("stage_loss_share"))
	q.Parameters = map[string]string{"window": "52w"}
	a = ask(t, c, q, "2024-01-01 00:00", "2024-02-01 00:00", "2025-09-01 00:00")
	require.Equal(t, 0.75, a.byLabel("stage_conversion")["A"], "the fourth deal had time enough")
}

func TestSlips(t *testing.T) {
	c := &Company{deals: []*deal{{ID: 1}, {ID: 2}, {ID: 3}}}
	for _, versions := range [][]*version{
		life(1, since("2024-01-01 00:00", "open", 0, "2024-01-31", 0), since("2024-01-10 00:00", "open", 0, "2024-02-01", 0), // a slip
			since("2024-01-20 00:00", "open", 0, "2025-01-01", 0),  // another one
			since("2024-01-25 00:00", "open", 0, "2024-12-31", 0)), // earlier
		life(2, since("2024-01-01 00:00", "open", 0, "2024-01-05", 0), since("2024-01-10 00:00", "open", 0, "2024-01-31", 0), // the same month
			since("2024-01-11 00:00", "open", 0, "", 0), since("2024-01-12 00:00", "open", 0, "2024-06-01", 0)), // not known meanwhile
		life(3, since("2024-01-01 00:00", "open", 0, "2024-01-05", 0), since("2024-01-10 00:00", "lost", 0, "2024-01-05", 0),
			since("2024-01-11 00:00", "open", 0, "2024-06-01", 0), since("2024-01-12 00:00", "open", 0, "2024-07-01", 0)), // reopened, then a slip
	} {
		c.versions = append(c.versions, versions...)
	}
	a := ask(t, c, query.Question{KPIs: []string{"slipped_deals"}, Grain: calendar.Week}, "2024-01-08 00:00", "2024-01-29 00:00", "2024-03-01 00:00")
	require.Equal(t, []any{2.0, 1.0, 0.0}, a.series("slipped_deals", 0))
	a = ask(t, c, query.Question{KPIs: []string{"slipped_deals"}}, "2024-01-01 00:00", "2024-02-01 00:00", "2024-03-01 00:00")
	require.Equal(t, []any{2.0}, a.series("slipped_deals", 0), "a deal that slipped twice is one")
}

func TestWaterfall(t *testing.T) {
	c := &Company{deals: []*deal{{ID: 1}, {ID: 2}, {ID: 3}, {ID: 4}, {ID: 5}}, rates: []*rate{{"EUR", firstDay{date("2023-01-01")}, 2}, {"EUR", firstDay{date("2024-03-10")}, 3}}}
	for _, versions := range [][]*version{
		life(1, since("2024-02-01 00:00", "open", 0, "2024-03-05", 100), since("2024-03-02 00:00", "open", 0, "2024-03-05", 150),
			since("2024-03-05 00:00", "won", 0, "2024-03-05", 150)),
		life(2, since("2024-02-01 00:00", "open", 0, "2024-03-31", 10), since("2024-03-03 00:00", "open", 0, "2024-04-01", 10)), // pushed out
		life(3, since("2024-02-01 00:00", "open", 0, "2024-05-31", 7), since("2024-03-04 00:00", "open", 0, "2024-03-31", 7), // pushed in
			since("2024-03-05 00:00", "lost", 0, "2024-03-31", 7), since("2024-03-06 00:00", "open", 0, "2024-03-31", 8)), // lost and reopened: new
		life(4, since("2024-03-20 00:00", "open", 0, "2024-03-31", 1000), since("2024-03-21 00:00", "open", 0, "", 1000)), // a date no longer
	} {
		c.versions = append(c.versions, versions...)
	}
	// In euros the version is worth what it was at its beginning, when it leaves, too.
	euros := life(5, since("2024-03-01 00:00", "open", 0, "2024-03-31", 1), since("2024-03-11 00:00", "open", 0, "2024-03-31", 2))
	for _, v := range euros {
		v.Currency = ptr("EUR")
	}
	c.versions = append(c.versions, euros...)

	q := query.Question{KPIs: []string{"pipeline_opening", "pipeline_change", "pipeline_closing"}}
	a := ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{110.0}, a.series("pipeline_opening", 0))
	require.Equal(t, []any{-96.0}, a.series("pipeline_change", 0))
	require.Equal(t, []any{14.0}, a.series("pipeline_closing", 0))

	q.KPIs, q.GroupBy = []string{"pipeline_change"}, []string{"pipeline_move"}
	a = ask(t, c, q, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, map[string]any{"new": 8.0 + 1000 + 2, "pushed_in": 7.0, "resized": 50.0 + 6 - 2, "won": -150.0, "lost": -7.0, "pushed_out": -1010.0},
		a.byLabel("pipeline_change"))

	q.KPIs, q.GroupBy, q.Grain = []string{"pipeline_opening", "pipeline_change", "pipeline_closing"}, nil, calendar.Day
	a = ask(t, c, q, "2024-03-01 00:00", "2024-03-12 00:00", "2024-03-11 00:00")
	opening, change, closing := a.series("pipeline_opening", 0), a.series("pipeline_change", 0), a.series("pipeline_closing", 0)
	for i := range 11 {
		if opening[i] == nil {
			require.Equal(t, 10, i, "the last day has not begun")
			continue
		}
		require.InDelta(t, closing[i].(float64), opening[i].(float64)+change[i].(float64), 1e-9, "%s", a.Buckets[i].Start)
	}
}
