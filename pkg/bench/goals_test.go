package bench_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/bench"
)

// costs are those of all ways, whose database takes so many milliseconds a refresh.
func costs(viewers, rounds int, statements map[string]int, database map[string]int, memory uint64) (all []bench.Cost) {
	for _, way := range []string{bench.ByHand, bench.EngineOnRows, bench.EngineOnSums, bench.PluginOnRows, bench.PluginOnSums} {
		all = append(all, bench.Cost{
			Way: way, Viewers: viewers, Rounds: rounds, Waits: []time.Duration{time.Second},
			Usage:    bench.Usage{Statements: statements[way] * rounds, Memory: memory},
			Database: time.Duration(database[way]*rounds) * time.Millisecond,
		})
	}
	return all
}

// measured is a report whose goals are reached, but for two.
func measured() bench.Report {
	times := map[string]int{bench.ByHand: 1000, bench.EngineOnRows: 600, bench.EngineOnSums: 31}
	return bench.Report{
		Panels: []bench.Measurement{
			{Panel: bench.Panels[0], Engine: 50 * time.Millisecond, SQL: 100 * time.Millisecond, Sums: time.Millisecond},
			{Panel: bench.Panels[1], Engine: 110 * time.Millisecond, SQL: 100 * time.Millisecond},
		},
		Costs: append(costs(1, 7, map[string]int{bench.PluginOnRows: 20, bench.PluginOnSums: 20}, times, 90e6),
			costs(100, 1, map[string]int{bench.PluginOnRows: 21, bench.PluginOnSums: 20}, times, 149e6)...),
		Outside: map[string][]time.Duration{bench.PluginOnRows: {500 * time.Microsecond, time.Millisecond, 9 * time.Millisecond}},
		Writes:  []bench.Writing{{Installed: bench.Nothing, PerSecond: 1000}, {Installed: bench.Sums, PerSecond: 800}, {Installed: bench.SumsAndAnnounced, PerSecond: 799}},
	}
}

func TestGoals(t *testing.T) {
	figures, reached := map[string]float64{}, map[string]bool{}
	for _, g := range measured().Goals() {
		reached[g.ID] = g.Reached()
		if g.Measured != nil {
			figures[g.ID] = *g.Measured
		}
	}
	require.InDeltaMapValues(t, map[string]float64{
		bench.DashboardOnRows: 0.6, bench.PanelOnRows: 1.1, bench.DashboardOnSums: 0.031, bench.StatementsShared: 1.05, bench.OutsideOnRows: 1,
		bench.WritesOfSums: 0.8, bench.WritesOfAnnounced: 0.799, bench.MemoryOfMany: 149,
	}, figures, 1e-9)
	require.Equal(t, map[string]bool{
		bench.DashboardOnRows: true, bench.PanelOnRows: true, bench.DashboardOnSums: false, bench.StatementsShared: true, bench.OutsideOnRows: true,
		bench.OutsideOnSums: false, bench.WritesOfSums: true, bench.WritesOfAnnounced: false, bench.MemoryOfMany: true,
	}, reached)
	for _, g := range (bench.Report{}).Goals() {
		require.Nil(t, g.Measured, g.ID)
		require.False(t, g.Reached(), g.ID)
	}
}

// The pages have a place for each table, and only there is anything written.
func TestPages(t *testing.T) {
	for _, scale := range []string{"medium", "large"} {
		for language, file := range bench.Pages(scale) {
			page, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(file)))
			require.NoError(t, err)
			filled, err := measured().Fill(string(page), language, "A company.")
			require.NoError(t, err, file)
			require.Contains(t, filled, "<!-- go tool mage bench -write: run -->\nA company.\n<!-- end -->\n")
			require.Contains(t, filled, map[string]string{"en": "| ≥ 0.8 | 0.799 | no |", "ru": "| ≥ 0.8 | 0.799 | нет |"}[language])
			again, err := measured().Fill(filled, language, "A company.")
			require.NoError(t, err)
			require.Equal(t, filled, again)
		}
	}
	require.Empty(t, bench.Pages("small"))
	_, err := measured().Fill("nothing", "en", "A company.")
	require.ErrorContains(t, err, "the page has no place for run")
}
