package plugin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// expressions are those that the dashboard of administrators asks Prometheus, with the choices of its variables, and the labels that it chooses by.
func expressions(t *testing.T) (asked []string, chosen map[string][]string) {
	t.Helper()
	all, err := dashboards.Load(filepath.Join("..", "..", "dashboards", dashboards.Admin))
	require.NoError(t, err)
	require.Len(t, all, 1)
	written := strings.NewReplacer("$__rate_interval", "1m", "$server", ".*", "$source", ".*")
	for _, p := range all[0].All() {
		require.NotEmpty(t, p.Targets, p.Title)
		for _, target := range p.Targets {
			var of struct{ Expr string }
			require.NoError(t, json.Unmarshal(target.JSON, &of))
			require.NotEmpty(t, of.Expr, p.Title)
			asked = append(asked, written.Replace(of.Expr))
			require.NotContains(t, asked[len(asked)-1], "$")
		}
	}
	chosen = map[string][]string{}
	for _, v := range all[0].Templating.List {
		if found := regexp.MustCompile(`label_values\((\w+), (\w+)\)`).FindSubmatch(v.Query); found != nil {
			chosen[string(found[1])] = append(chosen[string(found[1])], string(found[2]))
		}
	}
	require.Len(t, chosen, 2)
	return asked, chosen
}

// beBusy has the plugin's process do some of everything that it counts.
func beBusy(t *testing.T, client *pluginclient.Client, dsn string) {
	t.Helper()
	for name, change := range map[string]changes{"crm": nil, "bounded": {"maxGroups": 1}} {
		settings := settingsOf(t, dsn, change)
		settings.UID, settings.ID = name, int64(len(name))
		_, err := client.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: contextOf(settings)})
		require.NoError(t, err)
		_, err = client.QueryData(t.Context(), requestOf(contextOf(settings), map[string]string{
			"A": `{"kpis":["deals_won"],"groupBy":["region"],"grain":"month"}`, "B": `{"queryType":"values","dimension":"region"}`, "C": `{"kpis":["deals_one"]}`,
		}))
		require.NoError(t, err)
	}
}

var (
	sample    = regexp.MustCompile(`(?m)^([a-z_]+)(?:\{(.*)\})? \S+$`)
	labelled  = regexp.MustCompile(`(\w+)="`)
	metric    = regexp.MustCompile(`\b((?:crmkpi|go|process)_\w+)(?:\{([^}]*)\})?`)
	grouped   = regexp.MustCompile(`\bby \(([^)]*)\)`)
	matched   = regexp.MustCompile(`(\w+)=~?"`)
	scrapings = []string{"job", "instance"} // labels that Prometheus adds
)

// dashboardOfThePlugin checks that what the dashboard of administrators asks for is what the plugin's process tells, and that Prometheus itself has
// an answer to it.
func dashboardOfThePlugin(t *testing.T, client *pluginclient.Client, dsn string) {
	beBusy(t, client, dsn)
	t.Run("asks for its metrics", func(t *testing.T) { requireMetrics(t, client) })
	t.Run("is answered by Prometheus", func(t *testing.T) { requireAnswers(t, client) })
}

// requireMetrics checks that each metric of the dashboard is there, with the labels that are named, and each metric of the plugin on the dashboard.
func requireMetrics(t *testing.T, client *pluginclient.Client) {
	text, err := client.CollectMetrics(t.Context())
	require.NoError(t, err)
	told := map[string][]string{} // labels
	for _, found := range sample.FindAllStringSubmatch(text, -1) {
		labels := []string{}
		for _, l := range labelled.FindAllStringSubmatch(found[2], -1) {
			labels = append(labels, l[1])
		}
		told[found[1]] = labels
	}
	asked, chosen := expressions(t)
	used := map[string]bool{}
	for _, expression := range asked {
		names := metric.FindAllStringSubmatch(expression, -1)
		require.NotEmpty(t, names, expression)
		for _, name := range names {
			require.Contains(t, told, name[1], expression)
			used[name[1]] = true
			labels := matched.FindAllStringSubmatch(name[2], -1)
			for _, by := range grouped.FindAllStringSubmatch(expression, -1) {
				for label := range strings.SplitSeq(by[1], ",") {
					labels = append(labels, []string{"", strings.TrimSpace(label)})
				}
			}
			for _, l := range labels {
				require.Contains(t, slices.Concat(told[name[1]], scrapings), l[1], expression)
			}
		}
	}
	for name, labels := range chosen {
		require.Subset(t, slices.Concat(told[name], scrapings), labels, name)
	}
	for name := range told { // nothing that the plugin counts is left out
		if family := strings.TrimSuffix(name, "_bucket"); strings.HasPrefix(name, "crmkpi_") && !strings.HasSuffix(name, "_created") {
			family = strings.TrimSuffix(strings.TrimSuffix(family, "_sum"), "_count")
			require.True(t, used[name] || used[family+"_bucket"] || used[family+"_count"] || name == "crmkpi_pool_open_connections", "%s is on no panel", name)
		}
	}
}

// requireAnswers checks that every expression has series in a Prometheus.
func requireAnswers(t *testing.T, client *pluginclient.Client) {
	binary, err := exec.LookPath("prometheus")
	if err != nil {
		t.Skip("there is no prometheus on this machine, as of Debian's package of that name")
	}
	scraped := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := client.CollectMetrics(r.Context())
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		_, _ = io.WriteString(w, text)
	}))
	defer scraped.Close()
	address := startPrometheus(t, binary, scraped.Listener.Addr().String())
	asked, _ := expressions(t)
	for _, expression := range asked {
		require.Eventually(t, func() bool { return answers(t, address, expression) }, time.Minute, 100*time.Millisecond, expression)
	}
}

// startPrometheus has a Prometheus scrape an address every second, and returns its own.
func startPrometheus(t *testing.T, binary, target string) string {
	t.Helper()
	folder := t.TempDir()
	config := filepath.Join(folder, "prometheus.yml")
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, "global: {scrape_interval: 1s}\nscrape_configs: [{job_name: crm, static_configs: [{targets: [%q]}]}]\n", target), 0o600))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	ctx, stop := context.WithCancel(context.Background())
	server := exec.CommandContext(ctx, binary, "--config.file="+config, "--storage.tsdb.path="+filepath.Join(folder, "data"), "--web.listen-address="+address)
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) }
	require.NoError(t, server.Start())
	t.Cleanup(func() {
		stop()
		_ = server.Wait() // it was told to end
	})
	return address
}

// answers reports whether Prometheus has series for an expression, which has to be one.
func answers(t *testing.T, address, expression string) bool {
	response, err := http.PostForm("http://"+address+"/api/v1/query", url.Values{"query": {expression}})
	if err != nil || response.StatusCode == http.StatusServiceUnavailable {
		return false // it starts
	}
	defer response.Body.Close()
	var answer struct {
		Status, Error string
		Data          struct{ Result []json.RawMessage }
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	require.Equal(t, "success", answer.Status, "%s: %s", expression, answer.Error)
	return len(answer.Data.Result) > 0
}
