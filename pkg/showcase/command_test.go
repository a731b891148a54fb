package showcase

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/built"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What panels show is what `crmkpi query` answers to the same question.
func TestPanelsShowWhatTheCommandAnswers(t *testing.T) {
	now := time.Now().UTC()
	show := Show{Plugin: startPlugin(t), Source: demoCompany(t), Now: now}
	command := queryOf(t, show.Source)
	all, err := dashboards.Load(root(t, "dashboards"))
	require.NoError(t, err)
	asked := map[string]bool{}
	var group errgroup.Group
	group.SetLimit(2)
	for _, d := range share.Of(all, 4, 0) {
		for _, v := range show.views(t, d) {
			for i, q := range v.questions {
				asks := v.answer.request.Queries[i]
				if q.Grain == query.Auto { // which goes by the width of the screen
					q.Grain = calendar.Month
					asks.JSON = bytes.Replace(asks.JSON, []byte(`"grain":"auto"`), []byte(`"grain":"month"`), 1)
				}
				arguments := argumentsOf(t, q, v.answer.span)
				if key := strings.Join(arguments, "\x00"); asked[key] {
					continue
				} else {
					asked[key] = true
				}
				name := fmt.Sprintf("%s, %q, query %s", d.UID, v.panel.Title, asks.RefID)
				group.Go(func() error {
					response, err := show.Plugin.QueryData(t.Context(), &backend.QueryDataRequest{PluginContext: show.Source, Queries: []backend.DataQuery{asks}})
					if err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
					rows, err := command(arguments)
					if err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
					part := response.Responses[asks.RefID]
					return cmp.Or(part.Error, differ(name, rows, rowsOf(part.Frames)))
				})
			}
		}
	}
	require.NoError(t, group.Wait())
	require.Greater(t, len(asked), 30)
}

// queryOf returns what runs `crmkpi query` on the company and gives its rows, without the time.
func queryOf(t *testing.T, source backend.PluginContext) func([]string) ([][]any, error) {
	t.Helper()
	binary := built.Command(t)
	var settings struct {
		Host, Database, User string
		Port                 int
	}
	require.NoError(t, json.Unmarshal(source.DataSourceInstanceSettings.JSONData, &settings))
	dsn := url.URL{
		Scheme: "postgres", Host: fmt.Sprintf("%s:%d", settings.Host, settings.Port), Path: settings.Database, RawQuery: "sslmode=disable",
		User: url.UserPassword(settings.User, source.DataSourceInstanceSettings.DecryptedSecureJSONData["password"]),
	}
	return func(arguments []string) ([][]any, error) {
		cmd := exec.CommandContext(t.Context(), binary, append([]string{"query", "--format", "json"}, arguments...)...)
		cmd.Env = append(os.Environ(), "CRMKPI_DSN="+dsn.String())
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		text, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("crmkpi %q: %w: %s", arguments, err, stderr.String())
		}
		var answer struct {
			Columns []string
			Rows    [][]any
		}
		if err := json.Unmarshal(text, &answer); err != nil {
			return nil, err
		}
		if at := slices.Index(answer.Columns, "time"); at >= 0 {
			for i, row := range answer.Rows {
				answer.Rows[i] = slices.Delete(row, at, at+1)
			}
		}
		return answer.Rows, nil
	}
}

// argumentsOf writes a question as the command takes it.
func argumentsOf(t *testing.T, q query.Question, r backend.TimeRange) []string {
	t.Helper()
	to := r.To
	if to.Nanosecond() == int((time.Second - time.Millisecond).Nanoseconds()) {
		to = to.Add(time.Millisecond) // Grafana rounds an end to the last millisecond before it
	}
	arguments := []string{"--from", r.From.Format(time.RFC3339Nano), "--to", to.Format(time.RFC3339Nano), "--grain", string(q.Grain)}
	add := func(flag string, values ...string) {
		for _, v := range values {
			if v != "" {
				arguments = append(arguments, "--"+flag+"="+v)
			}
		}
	}
	set := func(flag string, on bool) {
		if on {
			arguments = append(arguments, "--"+flag)
		}
	}
	add("kpi", q.KPIs...)
	add("group-by", strings.Join(q.GroupBy, ","))
	for _, f := range q.Filters {
		add("filter", filterOf(t, f))
	}
	for _, h := range q.Having {
		require.NotEqual(t, query.Between, h.Operator)
		add("having", h.KPI+string(h.Operator)+h.Values[0])
	}
	add("groups", string(q.Groups))
	add("compare", string(q.Compare))
	for _, as := range q.CompareAs {
		add("compare-as", string(as))
	}
	add("transform", q.Transform)
	for _, name := range slices.Sorted(maps.Keys(q.Parameters)) {
		add("param", name+"="+q.Parameters[name])
	}
	if l := q.Limit; l != nil {
		if l.Top > 0 {
			add("top", strconv.Itoa(l.Top))
		}
		add("by", l.By)
		add("then", l.Then)
		if l.ThenAscending != nil {
			add("then-ascending", strconv.FormatBool(*l.ThenAscending))
		}
		set("ascending", l.Ascending)
		set("rank", l.Rank)
		set("rest", l.Rest)
	}
	set("details", q.Details)
	return arguments
}

func filterOf(t *testing.T, f query.Filter) string {
	t.Helper()
	if f.Field != "" && len(f.Values) == 1 && f.Of == "" {
		return f.Field + string(f.Operator) + f.Values[0]
	}
	operators := map[query.Operator]string{query.In: "=", query.NotIn: "!=", query.Equals: "=", query.NotEquals: "!=", query.IsNone: "=", query.IsNotNone: "!="}
	operator, ok := operators[f.Operator]
	require.True(t, ok && f.Dimension != "" && f.Of == "", "this test does not know how the command is told the filter %v", f)
	quoted := make([]string, len(f.Values))
	for i, v := range f.Values {
		quoted[i] = strconv.Quote(v)
	}
	return f.Dimension + operator + strings.Join(quoted, ",")
}

// rowsOf are the rows of a table, without the time.
func rowsOf(frames data.Frames) (rows [][]any) {
	for _, f := range frames {
		for i := range f.Rows() {
			var row []any
			for _, field := range f.Fields {
				if field.Type().Time() {
					continue
				}
				value, ok := field.ConcreteAt(i)
				if !ok {
					value = nil
				}
				row = append(row, value)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// drift is by how much numbers may differ that depend on the time of day, as ages do: the two are asked one after the other.
const drift = 1e-3

func differ(name string, command, panel [][]any) error {
	if len(command) != len(panel) {
		return fmt.Errorf("%s: the command answers %d rows, the panel shows %d", name, len(command), len(panel))
	}
	for i := range command {
		if len(command[i]) != len(panel[i]) {
			return fmt.Errorf("%s, row %d: the command answers %v, the panel shows %v", name, i+1, command[i], panel[i])
		}
		for j := range command[i] {
			a, isNumber := command[i][j].(float64)
			b, shown := panel[i][j].(float64)
			if isNumber && shown && near(a, b) || !isNumber && command[i][j] == panel[i][j] {
				continue
			}
			return fmt.Errorf("%s, row %d: the command answers %v, the panel shows %v", name, i+1, command[i], panel[i])
		}
	}
	return nil
}

func near(a, b float64) bool { return a-b <= drift*max(1, a, -a) && b-a <= drift*max(1, a, -a) }
