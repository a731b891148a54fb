package browser

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

// view is a way to look at a dashboard.
type view struct {
	Path    string `json:"path"`
	Width   int    `json:"width"`
	Height  int    `json:"height"`
	Theme   string `json:"theme"`
	Locale  string `json:"locale"`
	Picture string `json:"picture,omitempty"`
}

func (v view) String() string {
	uid, _, _ := strings.Cut(strings.TrimPrefix(v.Path, "/d/"), "?")
	return fmt.Sprintf("%s, %d × %d, %s", uid, v.Width, v.Height, v.Theme)
}

// seen is what is wrong with what a browser shows: the texts of panels with an error or without data, and errors of the page.
type seen struct{ Errors, Empty, Console []string }

// Every dashboard, in both languages, on a desk and on a phone, dark and light: no error, no "No data".
//
//	GRAFANA_URL=http://admin:admin@localhost:3000 go tool mage screens
//
// Grafana shows the demo company, as `go tool mage demo` has it. CRMKPI_PICTURES names a folder for the pictures of the docs.
func TestScreens(t *testing.T) {
	grafana := os.Getenv("GRAFANA_URL")
	if grafana == "" {
		t.Skip("GRAFANA_URL names no Grafana with the dashboards")
	}
	browser := exec.CommandContext(t.Context(), "node", "screens.mjs", grafana, cmp.Or(os.Getenv("CHROMIUM"), "/usr/bin/chromium"))
	browser.Stderr = os.Stderr
	input, err := browser.StdinPipe()
	require.NoError(t, err)
	output, err := browser.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, browser.Start())
	lines := bufio.NewScanner(output)
	lines.Buffer(nil, 1<<20)
	for _, v := range views(t, busiest(t, grafana)) {
		t.Run(v.String(), func(t *testing.T) {
			require.NoError(t, json.NewEncoder(input).Encode(v))
			require.True(t, lines.Scan(), "the browser has ended")
			var found seen
			require.NoError(t, json.Unmarshal(lines.Bytes(), &found))
			require.Equal(t, seen{[]string{}, []string{}, []string{}}, found)
		})
	}
	require.NoError(t, input.Close())
	require.NoError(t, browser.Wait())
}

// busiest names the customer who has ordered most in the last year, of whom there is more to show than of the first in a list.
func busiest(t *testing.T, grafana string) string {
	t.Helper()
	const question = `{"from": "now-1y", "to": "now", "queries": [{"refId": "A", "datasource": {"uid": "crm-kpis"}, "version": 1, "queryType": "kpi",
		"kpis": ["order_value"], "groupBy": ["account"], "format": "table", "limit": {"top": 1}}]}`
	response, err := http.Post(grafana+"/api/ds/query", "application/json", strings.NewReader(question))
	require.NoError(t, err)
	defer response.Body.Close()
	var answer struct {
		Results map[string]struct {
			Frames []struct{ Data struct{ Values [][]any } }
		}
	}
	require.NoError(t, json.NewDecoder(response.Body).Decode(&answer))
	require.NotEmpty(t, answer.Results["A"].Frames)
	name, ok := answer.Results["A"].Frames[0].Data.Values[0][0].(string)
	require.True(t, ok, "%v", answer)
	return name
}

// views are those of all dashboards. Pictures are taken of the dark ones, on a phone in English alone.
func views(t *testing.T, customer string) []view {
	t.Helper()
	pictures := os.Getenv("CRMKPI_PICTURES")
	chosen := url.Values{"var-account": {customer}, "var-customer": {customer}}.Encode()
	var views []view
	for folder, locale := range map[string]string{"": "en-US", "ru": "ru-RU"} {
		all, err := dashboards.Load(filepath.Join("../../../../dashboards", folder))
		require.NoError(t, err)
		for _, d := range all {
			for size, name := range map[[2]int]string{{1920, 1080}: "", {390, 844}: "-phone"} {
				for _, theme := range []string{"dark", "light"} {
					v := view{Path: "/d/" + d.UID, Width: size[0], Height: size[1], Theme: theme, Locale: locale}
					if strings.HasPrefix(d.UID, "crm-customer") {
						v.Path += "?" + chosen
					}
					if pictures != "" && theme == "dark" && (name == "" || folder == "") {
						v.Picture = filepath.Join(pictures, strings.TrimPrefix(d.UID, "crm-")+name+".jpg")
					}
					views = append(views, v)
				}
			}
		}
	}
	return views
}
