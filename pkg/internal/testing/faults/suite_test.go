package faults

import (
	"os"
	"sync"
	"testing"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/built"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// TestFaults lets each fault happen to the plugin's process, and compares what was seen with the pages. It waits for minutes, so that it runs
// at night.
func TestFaults(t *testing.T) {
	if os.Getenv("CRMKPI_FAULTS") == "" && !*update {
		t.Skip("waits for minutes: go tool mage faults, or CRMKPI_FAULTS=1")
	}
	binary, server := built.Plugin(t), startServer(t)
	original := server.newCompany(t)
	shared := original.copy(t, "company")
	clock, timed := startClock(t), original.copy(t, "timed")
	plugin, way := start(t, binary), startNetwork(t, server.running.Port())
	var mu sync.Mutex
	all := map[string]observed{}
	see := func(t *testing.T, id string, meet func(*testing.T) observed) {
		t.Run(id, func(t *testing.T) {
			seen := meet(t)
			mu.Lock()
			defer mu.Unlock()
			all[id] = seen
		})
	}
	for _, f := range restarts {
		see(t, f.id, func(t *testing.T) observed { return f.meet(t, shared, way, plugin) })
	}
	copies := map[string]company{}
	for _, f := range apart {
		if f.company != nil {
			copies[f.id] = f.company(t, server)
			continue
		}
		copies[f.id] = original.copy(t, f.id)
	}
	t.Run("side by side", func(t *testing.T) {
		for _, f := range apart {
			see(t, f.id, func(t *testing.T) observed {
				t.Parallel()
				return f.meet(t, copies[f.id], startNetwork(t, server.running.Port()), start(t, binary))
			})
		}
		t.Run("the clock", func(t *testing.T) {
			t.Parallel()
			way := startNetwork(t, server.running.Port())
			for _, f := range clock.jumps() {
				see(t, f.id, func(t *testing.T) observed { return f.meet(t, timed, way, clock.plugin) })
			}
			clock.requireChanges(t, timed, way)
			clock.requireTime(t, timed, way)
		})
		t.Run("one by one", func(t *testing.T) {
			t.Parallel()
			for _, f := range oneByOne {
				see(t, f.id, func(t *testing.T) observed { return f.meet(t, shared, way, plugin) })
			}
			see(t, "panels", func(t *testing.T) observed { return crowd(t, shared, way, plugin, 0) })
			see(t, "given_up", func(t *testing.T) observed { return crowd(t, shared, way, plugin, 0.9) })
			see(t, "killed", func(t *testing.T) observed { return killed(t, shared, way, binary) })
			see(t, "terminated", func(t *testing.T) observed { return terminated(t, shared, way, binary) })
		})
	})
	if !t.Failed() {
		compare(t, all)
	}
}
