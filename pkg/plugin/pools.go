package plugin

import (
	"database/sql"
	"maps"
	"slices"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// pools tells of the connections of all instances. It is one collector for all, registered once: Grafana makes an instance anew
// before it disposes of the old one, so that two of the same data source live side by side for a while, and are added up.
var pools = &poolCollector{live: map[*postgres.DB]string{}}

func init() { prometheus.MustRegister(pools) }

type poolCollector struct {
	mu   sync.Mutex
	live map[*postgres.DB]string // the UID of each one's data source
}

func (c *poolCollector) add(db *postgres.DB, uid string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live[db] = uid
}

func (c *poolCollector) remove(db *postgres.DB) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.live, db)
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
	value func(sql.DBStats) float64
}{
	{poolDesc("open_connections", "Connections that are open, in use or idle."), prometheus.GaugeValue, func(s sql.DBStats) float64 { return float64(s.OpenConnections) }},
	{poolDesc("in_use_connections", "Connections on which a question is answered."), prometheus.GaugeValue, func(s sql.DBStats) float64 { return float64(s.InUse) }},
	{poolDesc("idle_connections", "Connections that are kept for the next question."), prometheus.GaugeValue, func(s sql.DBStats) float64 { return float64(s.Idle) }},
	{poolDesc("max_open_connections", "The most connections that may be open."), prometheus.GaugeValue, func(s sql.DBStats) float64 { return float64(s.MaxOpenConnections) }},
	{poolDesc("waits_total", "Times that a question had to wait for a connection."), prometheus.CounterValue, func(s sql.DBStats) float64 { return float64(s.WaitCount) }},
	{poolDesc("wait_seconds_total", "How long questions waited for a connection."), prometheus.CounterValue, func(s sql.DBStats) float64 { return s.WaitDuration.Seconds() }},
}

func poolDesc(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("crmkpi_pool_"+name, help, []string{"datasource_uid"}, nil)
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
func (c *poolCollector) stats() map[string]sql.DBStats {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]sql.DBStats{}
	for db, uid := range c.live {
		sum, s := all[uid], db.Stats()
		sum.OpenConnections += s.OpenConnections
		sum.InUse += s.InUse
		sum.Idle += s.Idle
		sum.MaxOpenConnections += s.MaxOpenConnections
		sum.WaitCount += s.WaitCount
		sum.WaitDuration += s.WaitDuration
		all[uid] = sum
	}
	return all
}
