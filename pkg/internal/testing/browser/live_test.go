// Package browser tests the plugin in a real Grafana, as a browser shows it.
package browser

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	_ "github.com/lib/pq" // the driver
	"github.com/stretchr/testify/require"
)

const commits = 20

// dashboard has a panel of deals, which change, and one of tickets, which do not.
const dashboard = `{"overwrite": true, "dashboard": {"uid": "crmkpi-live-test", "title": "Live updates, a test", "schemaVersion": 41,
"time": {"from": "now-1h", "to": "now"}, "panels": [
{"id": 1, "type": "stat", "title": "Won", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8}, "fieldConfig": {"defaults": {"unit": "none", "decimals": 0}, "overrides": []},
 "datasource": {"type": "crmkpi-crm-datasource", "uid": "crm-kpis"},
 "targets": [{"refId": "A", "version": 1, "queryType": "kpi", "kpis": ["deals_won"], "grain": "none"}]},
{"id": 2, "type": "stat", "title": "Tickets", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8},
 "datasource": {"type": "crmkpi-crm-datasource", "uid": "crm-kpis"},
 "targets": [{"refId": "A", "version": 1, "queryType": "kpi", "kpis": ["tickets_created"], "grain": "none"}]}]}}`

// Commit in the database → new value in the panel, without a reload, and only in the panel that it is about.
//
//	GRAFANA_URL=http://admin:admin@localhost:3000 CRMKPI_DSN=postgres://owner:…@localhost:5432/crm go test -v ./pkg/internal/testing/browser
//
// Grafana has the plugin and a data source crm-kpis on the database, as `go tool mage demo` has; CHROMIUM names another browser
// than /usr/bin/chromium.
func TestLive(t *testing.T) {
	grafana, dsn := os.Getenv("GRAFANA_URL"), os.Getenv("CRMKPI_DSN")
	if grafana == "" || dsn == "" {
		t.Skip("GRAFANA_URL and CRMKPI_DSN name no Grafana with the plugin and no database that it shows")
	}
	owner, err := sql.Open("postgres", dsn)
	require.NoError(t, err)
	defer owner.Close()
	post(t, grafana+"/api/dashboards/db", dashboard)

	p := open(t, grafana+"/d/crmkpi-live-test", "Won")
	before := p.shown(t, func(int) bool { return true })
	defer func() {
		_, err := owner.Exec(`delete from crm.deals where name = 'live test'`)
		require.NoError(t, err)
	}()
	var took []time.Duration
	for i := range commits {
		time.Sleep(2*time.Second + time.Duration(i)*250*time.Millisecond) // at any time between two looks of the plugin
		tx, err := owner.Begin()
		require.NoError(t, err)
		_, err = tx.Exec(`insert into crm.deals (id, name, status, amount, currency, created_at, closed_at)
			select max(id) + 1, 'live test', 'won', 100, 'USD', now(), now() from crm.deals`)
		require.NoError(t, err)
		committed := time.Now()
		require.NoError(t, tx.Commit())
		p.shown(t, func(n int) bool { return n == before+i+1 })
		took = append(took, time.Since(committed))
	}
	slices.SortFunc(took, cmp.Compare)
	t.Logf("from the commit until the panel shows it, %d commits: p50 %v, p95 %v, longest %v", commits,
		took[(commits-1)*50/100].Round(time.Millisecond), took[(commits-1)*95/100].Round(time.Millisecond), took[commits-1].Round(time.Millisecond))
	require.Equal(t, 1+commits, p.asked["1"], "once for each commit, and at first")
	require.Equal(t, 1, p.asked["2"], "what is not affected is not asked again")
}

// marked has a chart that marks the deals that are won.
const marked = `{"overwrite": true, "dashboard": {"uid": "crmkpi-marks-test", "title": "Live annotations, a test", "schemaVersion": 41,
"time": {"from": "now-1h", "to": "now"}, "annotations": {"list": [{"name": "Won", "enable": true, "iconColor": "blue",
 "datasource": {"type": "crmkpi-crm-datasource", "uid": "crm-kpis"}, "target": {"version": 1, "queryType": "annotations", "events": ["won_deals"], "refId": "Anno"}}]},
"panels": [{"id": 1, "type": "timeseries", "title": "Won", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 8},
 "datasource": {"type": "crmkpi-crm-datasource", "uid": "crm-kpis"},
 "targets": [{"refId": "A", "version": 1, "queryType": "kpi", "kpis": ["tickets_created"], "grain": "hour"}]}]}}`

// Commit in the database → new mark on the chart, though the panel asks for something else.
func TestLiveAnnotations(t *testing.T) {
	grafana, dsn := os.Getenv("GRAFANA_URL"), os.Getenv("CRMKPI_DSN")
	if grafana == "" || dsn == "" {
		t.Skip("GRAFANA_URL and CRMKPI_DSN name no Grafana with the plugin and no database that it shows")
	}
	owner, err := sql.Open("postgres", dsn)
	require.NoError(t, err)
	defer owner.Close()
	post(t, grafana+"/api/dashboards/db", marked)
	defer func() {
		_, err := owner.Exec(`delete from crm.deals where name = 'live test'`)
		require.NoError(t, err)
	}()
	win := func(minutes int) { // ago, so that marks lie apart
		t.Helper()
		_, err := owner.Exec(`insert into crm.deals (id, name, status, amount, currency, created_at, closed_at)
			select max(id) + 1, 'live test', 'won', 100, 'USD', now() - interval '2 hours', now() - interval '1 minute' * $1 from crm.deals`, minutes)
		require.NoError(t, err)
	}
	win(10) // so that there is a mark to wait for
	p := open(t, grafana+"/d/crmkpi-marks-test", "Won")
	before := p.marks(t, 1)
	for i := range 3 {
		win(20 + 10*i)
		require.Equal(t, before+i+1, p.marks(t, before+i+1))
	}
	require.Equal(t, 1, p.asked["1"], "the panel itself has nothing new")
}

func post(t *testing.T, address, body string) {
	t.Helper()
	response, err := http.Post(address, "application/json", bytes.NewReader([]byte(body)))
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode, string(text))
}

// panel is a panel in a browser.
type panel struct {
	lines chan string
	asked map[string]int // by the id of the panel
}

func open(t *testing.T, address, title string) *panel {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	browser := cmp.Or(os.Getenv("CHROMIUM"), "/usr/bin/chromium")
	cmd := exec.CommandContext(ctx, "node", "watch.mjs", address, title, browser)
	cmd.Stderr = os.Stderr
	input, err := cmd.StdinPipe()
	require.NoError(t, err)
	output, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	p := &panel{lines: make(chan string, 1000), asked: map[string]int{}}
	go func() {
		defer close(p.lines)
		for lines := bufio.NewScanner(output); lines.Scan(); {
			p.lines <- lines.Text()
		}
	}()
	t.Cleanup(func() {
		_ = input.Close() // which ends it
		time.AfterFunc(10*time.Second, cancel)
		_ = cmd.Wait()
		cancel()
	})
	return p
}

// marks waits until the panel marks at least so many annotations, and returns how many.
func (p *panel) marks(t *testing.T, least int) int {
	t.Helper()
	for deadline := time.After(5 * time.Minute); ; {
		select {
		case text, ok := <-p.lines:
			require.True(t, ok, "the browser has ended")
			var line struct {
				Asks  string
				Marks int
			}
			require.NoError(t, json.Unmarshal([]byte(text), &line), text)
			if line.Asks != "" {
				p.asked[line.Asks]++
			}
			if line.Marks >= least {
				return line.Marks
			}
		case <-deadline:
			require.Fail(t, fmt.Sprintf("the panel does not mark %d annotations", least))
		}
	}
}

// shown waits until the panel shows a number that is the right one, and returns it.
func (p *panel) shown(t *testing.T, right func(int) bool) int {
	t.Helper()
	last := "nothing"
	for deadline := time.After(5 * time.Minute); ; {
		select {
		case text, ok := <-p.lines:
			require.True(t, ok, "the browser has ended")
			var line struct{ Asks, Shows string }
			require.NoError(t, json.Unmarshal([]byte(text), &line), text)
			if line.Asks != "" {
				p.asked[line.Asks]++
			}
			if line.Shows != "" {
				last = line.Shows
			}
			if n, err := strconv.Atoi(line.Shows); err == nil && right(n) {
				return n
			}
		case <-deadline:
			require.Fail(t, fmt.Sprintf("the panel shows %s", last))
		}
	}
}
