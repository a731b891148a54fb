package plugin

import (
	"database/sql"
	"maps"
	"slices"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/cache"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// pools tells of the connections of all instances, and of who waits for one. It is one collector for all, registered once: Grafana makes an instance anew
// before it disposes of the old one, so that two of the same data source live side by side for a while, and are added up.
var pools = &poolCollector{live: map[*postgres.DB]pool{}}

func init() { prometheus.MustRegister(pools) }

type poolCollector struct {
	mu   sync.Mutex
	live map[*postgres.DB]pool
}

// pool is that of an instance.
type pool struct {
	uid  string // of the data source
	gate *admission.Gate
	// answers are those that are kept; nil for none.
	answers *cache.Cache[*answer.Answer]
}

// poolStats are those of a data source.
type poolStats struct {
	sql.DBStats // but for the waiting, which is before the gate
	waiting     admission.Stats
	answers     cache.Stats
}

func (c *poolCollector) add(db *postgres.DB, p pool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live[db] = p
}

func (c *poolCollector) remove(db *postgres.DB) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.live, db)
}

// has reports whether there is a pool of a data source.
func (c *poolCollector) has(uid string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.live {
		if p.uid == uid {
			return true
		}
	}
	return false
}

// Stop ends what runs on the databases of all instances, for a process that is about to end.
func Stop() {
	pools.mu.Lock()
	live := slices.Collect(maps.Keys(pools.live))
	pools.mu.Unlock()
	var ending sync.WaitGroup
	for _, db := range live {
		ending.Go(func() { _ = db.Close() })
	}
	ending.Wait()
}

// poolMetrics are what is told of each data source.
var poolMetrics = []struct {
	desc  *prometheus.Desc
	kind  prometheus.ValueType
	value func(poolStats) float64
}{
	{answerDesc("kept_total", "Answers that were given again."), prometheus.CounterValue, func(s poolStats) float64 { return float64(s.answers.Hits) }},
	{answerDesc("joined_total", "Answers that were given to one more who asked while they were made."), prometheus.CounterValue, func(s poolStats) float64 { return float64(s.answers.Joined) }},
	{answerDesc("made_total", "Answers that were made, and may be given again."), prometheus.CounterValue, func(s poolStats) float64 { return float64(s.answers.Misses) }},
	{answerDesc("bytes", "Memory of the answers that are kept, as estimated."), prometheus.GaugeValue, func(s poolStats) float64 { return float64(s.answers.Bytes) }},
	{poolDesc("open_connections", "Connections that are open, in use or idle."), prometheus.GaugeValue, func(s poolStats) float64 { return float64(s.OpenConnections) }},
	{poolDesc("in_use_connections", "Connections on which a question is answered."), prometheus.GaugeValue, func(s poolStats) float64 { return float64(s.InUse) }},
	{poolDesc("idle_connections", "Connections that are kept for the next question."), prometheus.GaugeValue, func(s poolStats) float64 { return float64(s.Idle) }},
	{poolDesc("max_open_connections", "The most connections that may be open."), prometheus.GaugeValue, func(s poolStats) float64 { return float64(s.MaxOpenConnections) }},
	{poolDesc("waiting", "Questions that wait for their turn now."), prometheus.GaugeValue, func(s poolStats) float64 { return float64(s.waiting.Waiting) }},
	{poolDesc("waits_total", "Times that a question had to wait for its turn."), prometheus.CounterValue, func(s poolStats) float64 { return float64(s.waiting.Waits) }},
	{poolDesc("wait_seconds_total", "How long questions waited for their turn."), prometheus.CounterValue, func(s poolStats) float64 { return s.waiting.Waited.Seconds() }},
}

func poolDesc(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("crmkpi_pool_"+name, help, []string{"datasource_uid"}, nil)
}

func answerDesc(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("crmkpi_answers_"+name, help, []string{"datasource_uid"}, nil)
}

// Describe completes [prometheus.Collector].
func (c *poolCollector) Describe(descs chan<- *prometheus.Desc) {
	for _, m := range poolMetrics {
		descs <- m.desc
	}
}

// Collect completes [prometheus.Collector].
func (c *poolCollector) Collect(metrics chan<- prometheus.Metric) {
	for uid, stats := range c.stats() {
		for _, m := range poolMetrics {
			metrics <- prometheus.MustNewConstMetric(m.desc, m.kind, m.value(stats), uid)
		}
	}
}

// stats are those of each data source.
func (c *poolCollector) stats() map[string]poolStats {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]poolStats{}
	for db, p := range c.live {
		sum, s, w, a := all[p.uid], db.Stats(), p.gate.Stats(), p.answers.Stats()
		sum.OpenConnections += s.OpenConnections
		sum.InUse += s.InUse
		sum.Idle += s.Idle
		sum.MaxOpenConnections += s.MaxOpenConnections
		sum.waiting.Waiting += w.Waiting
		sum.waiting.Waits += w.Waits
		sum.waiting.Waited += w.Waited
		sum.answers.Hits += a.Hits
		sum.answers.Joined += a.Joined
		sum.answers.Misses += a.Misses
		sum.answers.Bytes += a.Bytes
		all[p.uid] = sum
	}
	return all
}
