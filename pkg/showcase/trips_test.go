package showcase

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var update = flag.Bool("update", false, "write what was counted into the pages")

// counter is a relay to a server that counts what clients ask it.
type counter struct {
	port int // of the relay

	mu         sync.Mutex
	statements int // that were parsed
	trips      int // messages that a client has waited for: not those that end a transaction
}

// counting returns a relay to the server of a database.
func counting(t *testing.T, dsn string) *counter {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	c := &counter{port: listener.Addr().(*net.TCPAddr).Port}
	var running sync.WaitGroup
	t.Cleanup(running.Wait)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	running.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() { c.pass(client, u.Host) })
		}
	})
	return c
}

// pass is between a client and the server until one of them ends.
func (c *counter) pass(client net.Conn, address string) {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(client, server) // ends with either
		_ = client.Close()
	}()
	for kind := 0; ; kind = 1 { // the first packet has no type
		header := make([]byte, kind+4)
		if _, err := io.ReadFull(client, header); err != nil {
			return
		}
		body := make([]byte, binary.BigEndian.Uint32(header[kind:])-4)
		if _, err := io.ReadFull(client, body); err != nil {
			return
		}
		if kind == 1 {
			c.asked(header[0], body)
		}
		if _, err := server.Write(append(header, body...)); err != nil {
			return
		}
	}
}

func (c *counter) asked(kind byte, body []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch kind {
	case 'P': // Parse
		c.statements++
	case 'Q', 'S': // Query and Sync, each of which the server answers by being ready
		if !bytes.HasPrefix(body, []byte("ROLLBACK\x00")) {
			c.trips++
		}
	}
}

// counted are the questions of a dashboard, and what these cost.
type counted struct{ panels, questions, statements, trips int }

// refresh asks all panels of a dashboard, those of folded rows too, by a data source that has only just found out what it reads. Checks are left
// out: they try out every KPI there is.
func refresh(t *testing.T, dsn string, d dashboards.Dashboard) (seen counted) {
	t.Helper()
	c := counting(t, dsn)
	show := showOf(t, at(t, "2026-03-18 14:25"), dsn, map[string]any{"port": c.port, "liveUpdates": false})
	warm := backend.DataQuery{RefID: "A", JSON: json.RawMessage(`{"queryType": "values", "dimension": "lost_reason"}`)}
	_, err := show.Plugin.QueryData(t.Context(), &backend.QueryDataRequest{PluginContext: show.Source, Queries: []backend.DataQuery{warm}})
	require.NoError(t, err)
	c.mu.Lock()
	c.statements, c.trips = 0, 0
	c.mu.Unlock()
	var requests []*backend.QueryDataRequest
	for _, p := range d.All() {
		a, err := show.prepare(d, p)
		require.NoError(t, err)
		a.request.Queries = slices.DeleteFunc(a.request.Queries, func(q backend.DataQuery) bool {
			return bytes.Contains(q.JSON, []byte(query.Check))
		})
		if len(a.request.Queries) > 0 {
			require.NoError(t, show.ofOne(t.Context(), a.request))
			requests = append(requests, a.request)
		}
	}
	var asking sync.WaitGroup
	for _, r := range requests {
		seen.panels++
		seen.questions += len(r.Queries)
		asking.Go(func() {
			_, err := show.Plugin.QueryData(t.Context(), r)
			if err != nil {
				t.Error(err)
			}
		})
	}
	asking.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	seen.statements, seen.trips = c.statements, c.trips
	return seen
}

// most is how many statements and trips a refresh may take, by dashboard.
var most = map[string]counted{"crm-sales": {statements: 20, trips: 40}}

// Where a page has the table.
const (
	beginTrips = "<!-- What the tests count: go test ./pkg/showcase -run Trips -update -->\n"
	endTrips   = "<!-- end -->\n"
)

// What a refresh of each dashboard costs stands in the pages, and has a bound.
func TestTripsOfDashboards(t *testing.T) {
	dsn := demotest.Thin(demotest.Company(), 12).Copy(t)
	seen := map[string]counted{}
	for _, page := range []struct{ dashboards, file, head string }{
		{"dashboards", "docs/performance.md", "| Dashboard | Panels | Questions | Statements | Trips |"},
		{"dashboards/ru", "docs/ru/performance.md", "| Дашборд | Панелей | Вопросов | Запросов SQL | Обращений |"},
	} {
		all, err := dashboards.Load(root(t, strings.Split(page.dashboards, "/")...))
		require.NoError(t, err)
		table := []string{page.head, "|---|---:|---:|---:|---:|"}
		for _, d := range all {
			uid := strings.TrimSuffix(d.UID, "-ru")
			if _, known := seen[uid]; !known {
				seen[uid] = refresh(t, dsn, d)
			}
			if c := seen[uid]; c.questions > 0 {
				table = append(table, fmt.Sprintf("| %s | %d | %d | %d | %d |", d.Title, c.panels, c.questions, c.statements, c.trips))
			}
		}
		comparePage(t, page.file, strings.Join(table, "\n")+"\n")
	}
	for uid, bound := range most {
		require.Contains(t, seen, uid)
		require.LessOrEqual(t, seen[uid].statements, bound.statements, "statements of %s", uid)
		require.LessOrEqual(t, seen[uid].trips, bound.trips, "trips of %s", uid)
	}
}

// comparePage compares the table of a page with what was counted, or writes it.
func comparePage(t *testing.T, page, table string) {
	t.Helper()
	file := root(t, strings.Split(page, "/")...)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(text), beginTrips)
	require.True(t, ok, page)
	_, after, ok := strings.Cut(rest, endTrips)
	require.True(t, ok, page)
	want := before + beginTrips + table + endTrips + after
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
		return
	}
	require.Equal(t, want, string(text), "%s is not what was counted: go test ./pkg/showcase -run Trips -update", page)
}
