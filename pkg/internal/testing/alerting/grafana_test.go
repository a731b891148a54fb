package alerting

import (
	"context"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

const pluginID = "crmkpi-crm-datasource"

// Times of the rules while Grafana is tested: seconds instead of minutes, in the same order as the shipped ones. Grafana evaluates no
// rule more often.
const (
	every      = "10s"
	waits      = "10s" // before an alert fires
	keeps      = "30s" // before it is over
	sourceWait = "2m"  // longer than the outage of 45 seconds, as the shipped 5 minutes are
)

// grafana is a running Grafana with the plugin and the rules.
type grafana struct {
	address string
}

// startGrafana starts the Grafana of GRAFANA_HOME on the database behind the line, which mails to the address.
func startGrafana(t *testing.T, home, dsn string, port int, mailTo string) *grafana {
	t.Helper()
	data := t.TempDir()
	installPlugin(t, filepath.Join(data, "plugins", pluginID))
	provision(t, filepath.Join(data, "provisioning"))
	database, err := url.Parse(dsn)
	require.NoError(t, err)
	password, _ := database.User.Password()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	own := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	require.NoError(t, listener.Close())

	ctx, cancel := context.WithCancel(t.Context())
	cmd := exec.CommandContext(ctx, filepath.Join(home, "bin", "grafana"), "server", "--homepath", home)
	cmd.Dir = home
	cmd.Env = append(os.Environ(),
		"GF_PATHS_DATA="+data, "GF_PATHS_LOGS="+filepath.Join(data, "log"), "GF_PATHS_PLUGINS="+filepath.Join(data, "plugins"),
		"GF_PATHS_PROVISIONING="+filepath.Join(data, "provisioning"),
		"GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS="+pluginID, "GF_PLUGINS_PREINSTALL_DISABLED=true",
		"GF_SERVER_HTTP_ADDR=127.0.0.1", "GF_SERVER_HTTP_PORT="+own, "GF_SERVER_ROOT_URL=http://grafana.example.com/",
		"GF_ANALYTICS_REPORTING_ENABLED=false", "GF_ANALYTICS_CHECK_FOR_UPDATES=false", "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false",
		"GF_NEWS_NEWS_FEED_ENABLED=false", "GF_LOG_MODE=file",
		"GF_EMAILS_CONTENT_TYPES=text/html,text/plain", "GF_SMTP_ENABLED=true", "GF_SMTP_HOST="+mailTo, "GF_SMTP_FROM_ADDRESS=grafana@example.com", "GF_SMTP_STARTTLS_POLICY=NoStartTLS",
		"GF_UNIFIED_ALERTING_MIN_INTERVAL="+every,
		"CRM_DB_HOST=127.0.0.1", "CRM_DB_PORT="+strconv.Itoa(port), "CRM_DB_NAME="+database.Path[1:], "CRM_DB_USER="+database.User.Username(),
		"CRM_DB_PASSWORD="+password, "CRM_DB_TLS_MODE=disable", "CRM_TIMEZONE="+zone, "CRM_CURRENCY=USD",
	)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was interrupted
		if log, err := os.ReadFile(filepath.Join(data, "log", "grafana.log")); t.Failed() && err == nil {
			t.Log(interesting(string(log)))
		}
	})
	g := &grafana{address: "http://admin:admin@127.0.0.1:" + own}
	until(t, "Grafana answers", func() bool {
		response, err := http.Get(g.address + "/api/health")
		if err != nil {
			return false
		}
		defer response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
	return g
}

// interesting are the lines of a log that tell of errors.
func interesting(log string) string {
	var kept []string
	for line := range strings.Lines(log) {
		if strings.Contains(line, "level=error") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept[max(0, len(kept)-40):], "")
}

// installPlugin builds what Grafana's backend needs of the plugin.
func installPlugin(t *testing.T, dir string) {
	t.Helper()
	const project = "../../../.."
	require.NoError(t, os.MkdirAll(dir, 0o755))
	about, err := os.ReadFile(filepath.Join(project, "plugin.json"))
	require.NoError(t, err)
	about = []byte(strings.NewReplacer("%VERSION%", "1.0.0", "%TODAY%", "2024-01-01").Replace(string(about)))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "plugin.json"), about, 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "module.js"), nil, 0o644))
	buildPlugin(t, dir)
}

// provision writes the shipped provisioning with the times of the test, without muting, and with everything told in Russian, too.
func provision(t *testing.T, dir string) {
	t.Helper()
	const shipped = Folder + "/.."
	for _, sub := range []string{"alerting", "datasources", "dashboards", "plugins"} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, sub), 0o755))
	}
	sources, err := os.ReadFile(filepath.Join(shipped, "datasources", "crm.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "datasources", "crm.yaml"), sources, 0o644))
	files, err := filepath.Glob(filepath.Join(Folder, "*.yaml"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var document map[string]any
		require.NoError(t, yaml.Unmarshal(text, &document))
		hurry(document)
		text, err = yaml.Marshal(document)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "alerting", filepath.Base(file)), text, 0o644))
	}
}

func hurry(document map[string]any) {
	groups, _ := document["groups"].([]any)
	for _, g := range groups {
		g := g.(map[string]any)
		g["interval"] = every
		for _, r := range g["rules"].([]any) {
			r := r.(map[string]any)
			r["for"], r["keepFiringFor"], r["missing_series_evals_to_resolve"] = waits, keeps, 3
			if r["uid"] == sourceRule {
				r["for"] = sourceWait
			}
		}
	}
	policies, _ := document["policies"].([]any)
	for _, p := range policies {
		p := p.(map[string]any)
		maps.Copy(p, map[string]any{"group_wait": "1s", "group_interval": "1s", "repeat_interval": "4h"})
		all := p["routes"].([]any)
		for _, route := range all {
			route := route.(map[string]any)
			delete(route, "mute_time_intervals")
			delete(route, "repeat_interval")
			route["group_by"] = []any{"..."} // each alert in a mail of its own
		}
		russian := map[string]any{"receiver": "CRM (по-русски)", "object_matchers": [][]string{{"source", "=", "crm"}}, "continue": true, "group_by": []any{"..."}}
		p["routes"] = append([]any{russian}, all...)
	}
}

// alert is an instance of a rule in Grafana.
type alert struct {
	Labels   map[string]string `json:"labels"`
	State    string            `json:"state"`
	ActiveAt time.Time         `json:"activeAt"`
}

// is reports whether the alert is in a state, whatever the reason that stands behind it.
func (a alert) is(state string) bool {
	return a.State == state || strings.HasPrefix(a.State, state+" (")
}

// ruleState is a rule in Grafana.
type ruleState struct {
	UID            string    `json:"uid"`
	State          string    `json:"state"` // firing, pending, recovering, inactive
	Health         string    `json:"health"`
	LastError      string    `json:"lastError"`
	LastEvaluation time.Time `json:"lastEvaluation"`
	Alerts         []alert   `json:"alerts"`
}

// rules asks Grafana for its rules, by uid; paused ones are left out.
func (g *grafana) rules(t *testing.T) map[string]ruleState {
	t.Helper()
	response, err := http.Get(g.address + "/api/prometheus/grafana/api/v1/rules")
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	var answer struct {
		Data struct {
			Groups []struct {
				Rules []struct {
					ruleState
					IsPaused bool `json:"isPaused"`
				} `json:"rules"`
			} `json:"groups"`
		} `json:"data"`
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	all := map[string]ruleState{}
	for _, group := range answer.Data.Groups {
		for _, r := range group.Rules {
			if !r.IsPaused {
				all[r.UID] = r.ruleState
			}
		}
	}
	return all
}

// evaluated waits until each rule has been evaluated so many times from now on.
func (g *grafana) evaluated(t *testing.T, times int) map[string]ruleState {
	t.Helper()
	for range times {
		began := time.Now()
		until(t, "each rule is evaluated", func() bool {
			all := g.rules(t)
			for _, r := range all {
				if !r.LastEvaluation.After(began) {
					return false
				}
			}
			return len(all) > 0
		})
	}
	return g.rules(t)
}

// until waits until something is so; the test's own deadline ends it.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	limit := time.NewTimer(5 * time.Minute)
	defer limit.Stop()
	again := time.NewTicker(500 * time.Millisecond)
	defer again.Stop()
	for !so() {
		select {
		case <-again.C:
		case <-limit.C:
			require.Fail(t, "it has not come to it that "+what)
		case <-t.Context().Done():
			require.Fail(t, "no time is left to wait until "+what)
		}
	}
}
