package upgrade

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/plugin"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// now is when the company's past ends and every question is asked.
var now = time.Date(2024, time.June, 14, 10, 0, 0, 0, time.UTC)

// saved is a question as 0.1.0 stored it.
type saved struct {
	settings string // the name of those that it is asked under
	json     json.RawMessage
	span     calendar.Range
}

// answered are the columns that came of a question, by their names and groups.
type answered map[string][]any

// What 0.1.0's dashboards, rules and users ask is answered as 0.1.0 did, but for what testdata/changed.yaml tells.
func TestSavedQuestionsAreAnsweredAsBefore(t *testing.T) {
	questions := readSaved(t)
	var before map[string]answered
	readJSON(t, filepath.Join("testdata", "answers.json"), &before)
	var changed map[string]string
	readYAML(t, filepath.Join("testdata", "changed.yaml"), &changed)
	require.Equal(t, slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(questions)), "a saved question is not found any more")
	for id := range changed {
		require.Contains(t, questions, id, "changed.yaml tells of no question")
	}
	ask := asker(t)
	for id, q := range questions {
		different := before[id].withoutKeys().within(q.span).lostIn(ask(q).withoutKeys().within(q.span))
		if why := changed[id]; why != "" {
			assert.NotEmpty(t, different, "%s is answered as before: changed.yaml says that it is not, since %s", id, why)
			continue
		}
		assert.Empty(t, different, "%s\n%s", id, q.json)
	}
}

// key is what tells apart rows of one name: 0.1.0 put it only behind names that one answer showed twice.
var key = regexp.MustCompile(` #\d+`)

// withoutKeys is an answer with names alone. Columns that have one name then are told apart by their order.
func (a answered) withoutKeys() answered {
	named := answered{}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		values := slices.Clone(a[name])
		for i, v := range values {
			if text, ok := v.(string); ok {
				values[i] = key.ReplaceAllString(text, "")
			}
		}
		short := key.ReplaceAllString(name, "")
		for named[short] != nil {
			short = strings.TrimSuffix(short, "}") + "'}"
		}
		named[short] = values
	}
	return named
}

// within is an answer whose times do not lie before a range: 0.1.0 stamped the first period where it began, before the range, where
// Grafana draws nothing.
func (a answered) within(span calendar.Range) answered {
	for _, values := range a {
		for i, v := range values {
			text, _ := v.(string)
			if at, err := time.Parse(time.RFC3339Nano, text); err == nil && at.Before(span.From) {
				values[i] = span.From.UTC().Format(time.RFC3339Nano)
			} else if err == nil {
				values[i] = at.UTC().Format(time.RFC3339Nano)
			}
		}
	}
	return a
}

// lostIn are the columns that an answer of today has no more, or with other values, and the groups that it has besides. Lists may have
// more columns, and lack those in which no row had a value.
func (before answered) lostIn(now answered) map[string][2][]any {
	different := map[string][2][]any{}
	for name, values := range before {
		empty := !slices.ContainsFunc(values, func(v any) bool { return v != nil })
		if _, ok := now[name]; !ok && empty {
			continue
		}
		if !assert.ObjectsAreEqual(values, now[name]) {
			different[name] = [2][]any{values, now[name]}
		}
	}
	for name, values := range now {
		if _, ok := before[name]; !ok && strings.HasSuffix(name, "}") {
			different[name] = [2][]any{nil, values}
		}
	}
	return different
}

// asker answers saved questions over 0.1.0's company, whose tables have been migrated since.
func asker(t *testing.T) func(saved) answered {
	db := pgtest.DSN(t)
	fill(t, db)
	pool, err := postgres.OpenDSN(db, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pool.Close()) })
	known := map[string]plugin.Settings{}
	return func(q saved) answered {
		settings, ok := known[q.settings]
		if !ok {
			settings = readSettings(t, q.settings)
			known[q.settings] = settings
		}
		return ask(t, pool, settings, q)
	}
}

func fill(t *testing.T, dsn string) {
	db := pgtest.Open(t, dsn)
	_, err := schema.Migrate(t.Context(), db)
	require.NoError(t, err)
	_, err = db.Exec(rows(t))
	require.NoError(t, err)
}

// rows are the demo company of 0.1.0, made smaller, as SQL.
func rows(t *testing.T) string {
	file, err := os.Open(filepath.Join("testdata", "company.sql.gz"))
	require.NoError(t, err)
	defer file.Close()
	in, err := gzip.NewReader(file)
	require.NoError(t, err)
	text, err := io.ReadAll(in)
	require.NoError(t, err)
	return string(text)
}

func readSettings(t *testing.T, name string) plugin.Settings {
	text, err := os.ReadFile(filepath.Join("testdata", "settings", name+".json"))
	require.NoError(t, err)
	s, err := plugin.ParseSettings(backend.DataSourceInstanceSettings{JSONData: text})
	require.NoError(t, err)
	return s
}

func ask(t *testing.T, db *postgres.DB, s plugin.Settings, asked saved) answered {
	m, err := s.Setup.Mapping(nil)
	require.NoError(t, err)
	e, err := engine.Open(t.Context(), s.Catalog, m, s.Business, db)
	require.NoError(t, err)
	q, err := types.Parse(asked.json)
	require.NoError(t, err, "%s", asked.json)
	found, err := e.Ask(t.Context(), q, plan.Request{Range: asked.span, Now: now, Interval: asked.span.To.Sub(asked.span.From) / 1000, MaxPoints: 1000})
	require.NoError(t, err, "%s", asked.json)
	options := frames.Options{Language: i18n.English, Currency: s.Business.ReportingCurrency, Format: q.Format, AsOf: now}
	if found.Result != nil {
		return columnsOf(t, frames.Of(found.Result, options))
	}
	var all data.Frames
	for _, table := range found.Tables {
		all = append(all, frames.OfTable(table, options)...)
	}
	return columnsOf(t, all)
}

func columnsOf(t *testing.T, all data.Frames) answered {
	columns := answered{}
	for _, frame := range all {
		for _, field := range frame.Fields {
			name := field.Name
			if len(field.Labels) > 0 {
				name += " {" + field.Labels.String() + "}"
			}
			values := []any{}
			for i := range field.Len() {
				value, known := field.ConcreteAt(i)
				if !known {
					value = nil
				}
				values = append(values, plain(value))
			}
			columns[name] = values
		}
	}
	text, err := json.Marshal(columns) // as what is read from answers.json
	require.NoError(t, err)
	var again answered
	require.NoError(t, json.Unmarshal(text, &again))
	return again
}

// plain is a value without the last digits of sums, which may be added up in another order.
func plain(value any) any {
	if n, ok := value.(float64); ok {
		return strconv.FormatFloat(n, 'g', 10, 64)
	}
	return value
}

// readSaved returns the questions of the dashboards, the alert rules and the list, by where they stand.
func readSaved(t *testing.T) map[string]saved {
	all := map[string]saved{}
	shown, err := dashboards.Load(filepath.Join("testdata", "dashboards"))
	require.NoError(t, err)
	for _, d := range shown {
		for _, p := range d.All() {
			for _, target := range p.Targets {
				if target.Datasource.Type != dashboards.PluginID {
					continue
				}
				q, err := d.Asked(target)
				require.NoError(t, err)
				from, to := d.Range(p)
				all[fmt.Sprintf("%s, panel %d, %s", filepath.Base(d.File), p.ID, target.RefID)] = saved{"plain", q, span(t, from, to)}
			}
		}
	}
	var rules struct {
		Groups []struct {
			Rules []struct {
				UID  string
				Data []struct {
					RefID             string                   `yaml:"refId"`
					DatasourceUID     string                   `yaml:"datasourceUid"`
					RelativeTimeRange struct{ From, To int64 } `yaml:"relativeTimeRange"`
					Model             map[string]any
				}
			}
		}
	}
	readYAML(t, filepath.Join("testdata", "rules.yaml"), &rules)
	for _, g := range rules.Groups {
		for _, r := range g.Rules {
			for _, d := range r.Data {
				if d.DatasourceUID == "__expr__" {
					continue
				}
				q, err := json.Marshal(d.Model)
				require.NoError(t, err)
				ago := func(seconds int64) time.Time { return now.Add(-time.Duration(seconds) * time.Second) }
				all["rule "+r.UID+", "+d.RefID] = saved{"plain", q, calendar.Range{From: ago(d.RelativeTimeRange.From), To: ago(d.RelativeTimeRange.To)}}
			}
		}
	}
	var written map[string]map[string]map[string]any
	readYAML(t, filepath.Join("testdata", "questions.yaml"), &written)
	for settings, questions := range written {
		for name, question := range questions {
			q, err := json.Marshal(question)
			require.NoError(t, err)
			all[name] = saved{settings, q, span(t, "2023-04-01", "2024-04-01")}
		}
	}
	return all
}

// span is a range of time as dashboards write it.
func span(t *testing.T, from, to string) calendar.Range {
	c := calendar.Calendar{Location: time.UTC}
	begin, err := c.ParseTime(from, now)
	require.NoError(t, err)
	end, err := c.ParseTo(to, now)
	require.NoError(t, err)
	return calendar.Range{From: begin, To: end}
}

func readJSON(t *testing.T, path string, into any) {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, into))
}

func readYAML(t *testing.T, path string, into any) {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, into))
}
