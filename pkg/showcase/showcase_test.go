package showcase

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fatih/color"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) {
	color.NoColor = true
	pgtest.Main(m)
}

var now = time.Date(2026, 3, 18, 14, 25, 0, 0, time.UTC)

// canned answers the queries of each refId with the same frames.
type canned struct {
	frames map[string]data.Frames
	err    map[string]error
	asked  []backend.DataQuery
}

func (c *canned) QueryData(_ context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()
	for _, q := range request.Queries {
		c.asked = append(c.asked, q)
		response.Responses[q.RefID] = backend.DataResponse{Frames: c.frames[q.RefID], Error: c.err[q.RefID]}
	}
	return response, nil
}

const oneDashboard = `{"title": "Sales", "description": "What is sold.", "time": {"from": "now/M", "to": "now/M"}, "panels": [{
	"id": 1, "type": "table", "title": "Revenue, ${__to:date:YYYY-MM-DD}", "targets": [
		{"refId": "A", "datasource": {"type": "crmkpi-crm-datasource"}, "kpis": ["revenue"],
			"filters": [{"dimension": "team", "operator": "in", "values": ["$team"]}, {"dimension": "region", "operator": "in", "values": ["EMEA"]}]},
		{"refId": "B", "datasource": {"type": "crmkpi-crm-datasource"}, "kpis": ["revenue_target"]}
	]}]}`

// shown runs a dashboard with one panel.
func shown(t *testing.T, plugin Plugin) (string, Tally) {
	t.Helper()
	return run(t, plugin, oneDashboard)
}

func run(t *testing.T, plugin Plugin, dashboard string) (string, Tally) {
	t.Helper()
	d, err := dashboards.Parse([]byte(dashboard))
	require.NoError(t, err)
	var out bytes.Buffer
	tally, err := Show{Plugin: plugin, Now: now, Out: &out}.Run(t.Context(), []dashboards.Dashboard{d})
	require.NoError(t, err)
	return out.String(), tally
}

func field(name, unit string, values any) *data.Field {
	return data.NewField(name, nil, values).SetConfig(&data.FieldConfig{DisplayNameFromDS: name, Unit: unit})
}

func frame(kind data.FrameType, fields ...*data.Field) data.Frames {
	f := data.NewFrame("", fields...)
	f.Meta = &data.FrameMeta{Type: kind, Notices: []data.Notice{{Text: "Only a part."}}}
	return data.Frames{f}
}

func pointers(values ...float64) []*float64 {
	all := make([]*float64, len(values))
	for i, v := range values {
		all[i] = &v
	}
	return all
}

const header = `
SALES  1 Mar 2026 00:00 – 31 Mar 2026 23:59
What is sold.

Revenue, 2026-03-31 23:59
`

func TestPanels(t *testing.T) {
	days := []time.Time{now.AddDate(0, 0, -1).Truncate(24 * time.Hour), now.Truncate(24 * time.Hour), now.AddDate(0, 0, 1).Truncate(24 * time.Hour)}
	for name, test := range map[string]struct {
		a, b data.Frames
		want string
	}{
		"figures": {
			a: frame(data.FrameTypeNumericWide, field("Revenue", "currencyUSD", pointers(1234.5)), field("Share", "percentunit", pointers(0.25))),
			b: frame(data.FrameTypeNumericWide, field("Cycle", "d", pointers(12.34))),
			want: `  Revenue  1,234.50 USD
  Share    25.0%
  Cycle    12.3 d
  Only a part.
`,
		},
		// The value is that of the period that has begun last, not of the future.
		"series": {
			a: frame(data.FrameTypeTimeSeriesMulti, data.NewField("time", nil, days), field("Leads", "locale", pointers(1, 2, 4))),
			b: frame(data.FrameTypeTimeSeriesMulti, data.NewField("time", nil, days), field("Target", "locale", []*float64{nil, nil, pointers(3)[0]})),
			want: `  Leads   ▃▅█  2 from 2026-03-18
  Target    █  –
  Only a part.
`,
		},
		// Rows of the same group stand in one line, whichever query they come from.
		"tables of the same groups": {
			a: frame(data.FrameTypeNumericLong, field("Team", "", []string{"North", "South"}), field("Revenue", "locale", pointers(10, 20))),
			b: frame(data.FrameTypeNumericLong, field("Team", "", []string{"South", "West"}), field("Target", "locale", pointers(30, 40))),
			want: `  Team   Revenue  Target
  North       10       –
  South       20      30
  West         –      40
  Only a part.
`,
		},
		"tables that differ": {
			a: frame(data.FrameTypeNumericLong, field("Team", "", []string{"North\x1b[2J"}), field("Revenue", "locale", pointers(10))),
			b: frame(data.FrameTypeTable, field("Deal", "", []string{"Rollout"}), field("Closed", "", days[:1])),
			want: `  Team       Revenue
  North [2J       10
  Deal     Closed
  Rollout  2026-03-17 00:00
  Only a part.
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, tally := shown(t, &canned{frames: map[string]data.Frames{"A": test.a, "B": test.b}})
			require.Equal(t, header+test.want, out)
			require.Equal(t, "1 dashboards, 1 panels, 0 failures", tally.String())
		})
	}
}

func TestWideAndLongTablesAreCut(t *testing.T) {
	var names []string
	for range mostRows + 3 {
		names = append(names, "a name that is longer than a column may be wide")
	}
	f := data.NewFrame("")
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		f.Fields = append(f.Fields, field(name, "", names))
	}
	f.Meta = &data.FrameMeta{Type: data.FrameTypeTable}
	out, _ := shown(t, &canned{frames: map[string]data.Frames{"A": {f}, "B": {f}}})
	require.Contains(t, out, "  a name that is longer than a column…  a name")
	require.Contains(t, out, "  and 3 more rows, 2 more columns\n")
}

func TestFailures(t *testing.T) {
	well := frame(data.FrameTypeNumericWide, field("Revenue", "", pointers(1)))
	for name, test := range map[string]struct {
		plugin Plugin
		want   string
	}{
		"an error":    {&canned{frames: map[string]data.Frames{"A": well}, err: map[string]error{"B": errors.New("no such KPI")}}, "query B: no such KPI"},
		"no frames":   {&canned{frames: map[string]data.Frames{"A": well}}, "query B: the answer holds no value"},
		"only nulls":  {&canned{frames: map[string]data.Frames{"A": well, "B": frame(data.FrameTypeNumericWide, field("x", "", []*float64{nil}))}}, "query B: the answer holds no value"},
		"no rows":     {&canned{frames: map[string]data.Frames{"A": well, "B": frame(data.FrameTypeTable, field("x", "", []string{}))}}, "query B: the answer holds no value"},
		"dead plugin": {dead{}, "the process has ended"},
	} {
		t.Run(name, func(t *testing.T) {
			out, tally := shown(t, test.plugin)
			require.Equal(t, "1 dashboards, 1 panels, 1 failures", tally.String())
			require.Equal(t, []string{`Sales, "Revenue, 2026-03-31 23:59": ` + test.want}, tally.Failures)
			require.Contains(t, out, "FAILED: "+test.want)
		})
	}
}

// A question that only says how others look is not shown and may have no value, but its error is one.
func TestQuestionsThatOnlySayHowOthersLook(t *testing.T) {
	dashboard := strings.Replace(oneDashboard, `"targets"`, `"transformations": [{"id": "configFromData", "options": {"configRefId": "B"}}], "targets"`, 1)
	well := frame(data.FrameTypeNumericWide, field("Revenue", "", pointers(1)))
	limits := frame(data.FrameTypeNumericWide, field("limit 1", "", []*float64{nil}))

	out, tally := run(t, &canned{frames: map[string]data.Frames{"A": well, "B": limits}}, dashboard)
	require.Empty(t, tally.Failures)
	require.Contains(t, out, "Revenue")
	require.NotContains(t, out, "limit 1")

	_, tally = run(t, &canned{frames: map[string]data.Frames{"A": well}, err: map[string]error{"B": errors.New("no such KPI")}}, dashboard)
	require.Len(t, tally.Failures, 1)
	require.Contains(t, tally.Failures[0], "query B: no such KPI")
}

type dead struct{}

func (dead) QueryData(context.Context, *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	return nil, errors.New("the process has ended")
}

// What is asked is what Grafana's front end sends with every variable set to "All".
func TestQuestionsAreThoseOfTheFrontEnd(t *testing.T) {
	c := &canned{}
	shown(t, c)
	require.Len(t, c.asked, 2)
	q := c.asked[0]
	require.JSONEq(t, `{"refId": "A", "datasource": {"type": "crmkpi-crm-datasource"}, "kpis": ["revenue"],
		"filters": [{"dimension": "region", "operator": "in", "values": ["EMEA"]}]}`, string(q.JSON))
	require.Equal(t, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), q.TimeRange.From)
	require.Equal(t, time.Date(2026, 3, 31, 23, 59, 59, 999e6, time.UTC), q.TimeRange.To)
	require.EqualValues(t, 1000, q.MaxDataPoints)
	require.InDelta(t, (31 * 24 * time.Hour / 1000).Seconds(), q.Interval.Seconds(), 1)
}

func TestYoungPeriodIsShownWithTheOneBefore(t *testing.T) {
	for at, from := range map[string]string{"2026-01-03": "2025-01-01", "2026-01-15": "2026-01-01"} {
		clock, err := time.Parse(time.DateOnly, at)
		require.NoError(t, err)
		r, err := Show{Now: clock}.timeRange("now/y", "now/y")
		require.NoError(t, err)
		require.Equal(t, from, r.From.Format(time.DateOnly))
		require.Equal(t, "2026-12-31", r.To.Format(time.DateOnly))
	}
	r, err := Show{Now: now}.timeRange("now", "now+7d")
	require.NoError(t, err)
	require.Equal(t, now, r.From)
}

func TestColours(t *testing.T) {
	for _, test := range []struct {
		column string
		value  float64
		want   *color.Color
	}{
		{"revenue_attainment", 1.1, good}, {"revenue_attainment", 0.9, fair}, {"revenue_pace", 0.5, bad},
		{"revenue_previous_year_ratio", 0.1, good}, {"revenue_previous_year_difference", -5, bad},
		{"cac_previous_period_ratio", 0.1, bad}, {"cac_previous_period_ratio", -0.1, good}, {"cac_previous_period_ratio", 0, nil},
		{"revenue", 5, nil}, {"unknown_previous_year_ratio", 5, nil},
	} {
		require.Same(t, test.want, colour(test.column, &test.value), "%s %v", test.column, test.value)
	}
	require.Nil(t, colour("revenue_pace", nil))
}

func root(t *testing.T, elements ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{"..", ".."}, elements...)...)
	_, err := os.Stat(path)
	require.NoError(t, err)
	return path
}
