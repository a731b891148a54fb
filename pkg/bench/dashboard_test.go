package bench_test

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/bench"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/built"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// A refresh is each panel once for each viewer, six at once at the most.
func TestRefresh(t *testing.T) {
	const viewers = 5
	var mu sync.Mutex
	asked, now := map[int]map[string]int{}, map[int]int{}
	waits, err := bench.Refresh(t.Context(), viewers, func(_ context.Context, viewer int, p bench.Panel) error {
		mu.Lock()
		if asked[viewer] == nil {
			asked[viewer] = map[string]int{}
		}
		asked[viewer][p.Name]++
		now[viewer]++
		most := now[viewer]
		mu.Unlock()
		runtime.Gosched()
		mu.Lock()
		defer mu.Unlock()
		now[viewer]--
		if most > 6 {
			t.Errorf("viewer %d asks %d panels at once", viewer, most)
		}
		return nil
	})
	require.NoError(t, err)
	require.Len(t, waits, viewers)
	require.Len(t, asked, viewers)
	for viewer := range viewers {
		require.Len(t, asked[viewer], len(bench.Panels))
		for name, times := range asked[viewer] {
			require.Equal(t, 1, times, name)
		}
	}
}

// All that is measured of reading, for one viewer and for three: who shares nothing has three times the statements, and who asks the plugin has those of one.
func TestRun(t *testing.T) {
	if !share.IsWhole() {
		t.Skip("a run of the benchmark takes a minute: it is for the night, or for " + share.Variable + "=1")
	}
	dsn := company.Copy(t)
	const runs, many = 2, 3
	r, err := bench.Run(t.Context(), bench.Options{DSN: dsn, Binary: built.Plugin(t), Runs: runs, Viewers: []int{1, many}, Progress: func(string) {}})
	require.NoError(t, err)

	require.Len(t, r.Panels, len(bench.Panels))
	costs := map[string]map[int]bench.Cost{}
	for _, c := range r.Costs {
		if costs[c.Way] == nil {
			costs[c.Way] = map[int]bench.Cost{}
		}
		costs[c.Way][c.Viewers] = c
		require.Len(t, c.Waits, c.Viewers*c.Rounds, c.Way)
		require.Positive(t, c.Database, c.Way)
		require.LessOrEqual(t, c.P50(), c.P95(), c.Way)
	}
	for _, way := range []string{bench.ByHand, bench.EngineOnRows, bench.EngineOnSums} {
		one, all := costs[way][1], costs[way][many]
		require.Equal(t, runs, one.Rounds, way)
		require.Equal(t, 1, all.Rounds, way)
		require.Equal(t, many*one.StatementsOfRound(), all.StatementsOfRound(), way) //nolint:testifylint // whole numbers
		require.Zero(t, one.Memory, way)
	}
	require.Equal(t, float64(len(bench.Panels)), costs[bench.ByHand][1].StatementsOfRound())
	for engine, plugin := range map[string]string{bench.EngineOnRows: bench.PluginOnRows, bench.EngineOnSums: bench.PluginOnSums} {
		one, all := costs[plugin][1], costs[plugin][many]
		require.Equal(t, costs[engine][1].StatementsOfRound(), one.StatementsOfRound(), plugin)
		require.Equal(t, one.StatementsOfRound(), all.StatementsOfRound(), plugin)
		require.Positive(t, all.CPU, plugin)
		if runtime.GOOS == "linux" {
			require.Positive(t, all.Memory, plugin)
		}
		require.Len(t, r.Outside[plugin], runs*len(bench.Panels))
		for _, beside := range r.Outside[plugin] {
			require.Positive(t, beside, plugin)
		}
	}
	require.NotEmpty(t, r.Rollups.Rollups)
	var left bool
	require.NoError(t, pgtest.Open(t, dsn).QueryRow(`select to_regnamespace('crmkpi_rollup') is not null`).Scan(&left))
	require.False(t, left, "sums are removed")
}
