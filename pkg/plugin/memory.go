package plugin

import (
	"os"
	"runtime/debug"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// process is the memory of the process, which all instances share: what each of them may take, and what is there anyway. Above it, the
// garbage collector works harder. Whoever starts the process with GOMEMLIMIT has said how much it is.
var process = &memory{live: map[*postgres.DB]int64{}}

// base is what the process takes without any question, in bytes.
const base = 256 << 20

type memory struct {
	mu   sync.Mutex
	live map[*postgres.DB]int64 // bytes of each instance, by its pool
}

func (m *memory) add(db *postgres.DB, bytes int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.live[db] = bytes
	m.limit()
}

func (m *memory) remove(db *postgres.DB) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.live, db)
	m.limit()
}

func (m *memory) limit() {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	most := int64(base)
	for _, bytes := range m.live {
		most += bytes
	}
	debug.SetMemoryLimit(most)
}
