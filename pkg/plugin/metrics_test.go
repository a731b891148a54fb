package plugin_test

import (
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestQuestionsAreCounted(t *testing.T) {
	dsn := company(t)
	const questions, statements, rows = "crmkpi_question_duration_seconds", "crmkpi_statement_duration_seconds", "crmkpi_statement_rows_total"
	const errors, cells, bytes = "crmkpi_errors_total", "crmkpi_answer_cells_total", "crmkpi_answer_bytes_total"
	for _, test := range []struct {
		change       changes
		question     string
		moved, still []string
	}{
		{question: `{"kpis":["deals_won"],"grain":"none"}`,
			moved: []string{questions + ` ok kpi`, statements + ` ok`, rows, cells, bytes}, still: []string{questions + ` asker kpi`, statements + ` auth`}},
		{question: `{"queryType":"values","dimension":"region"}`, moved: []string{questions + ` ok values`, rows}, still: []string{questions + ` ok kpi`}},
		{question: `{"kpis":["deals_one"]}`, moved: []string{questions + ` asker kpi`, errors + ` catalog.unknown_kpi`}, still: []string{questions + ` ok kpi`, cells, bytes}},
		{question: `{"queryType":"secret"}`, moved: []string{questions + ` asker unreadable`}, still: []string{statements + ` ok`}},
		{change: changes{"timezone": "Mars"}, question: `{"kpis":["deals_won"]}`, moved: []string{questions + ` asker kpi`}, still: []string{statements + ` ok`}},
		{change: changes{"mapping": `entities: {deals: {from: nowhere, fields: {id: id, status: status, closed_at: closed_at}}}`}, question: `{"kpis":["deals_won"]}`,
			moved: []string{questions + ` database kpi`, statements + ` missing_object`, errors + ` missing_object`}, still: []string{questions + ` ok kpi`, rows}},
		{change: changes{"password": "wrong"}, question: `{"kpis":["deals_won"]}`, moved: []string{questions + ` database kpi`}, still: []string{questions + ` ok kpi`}},
		{change: changes{"mapping": slow, "queryTimeout": 0.05}, question: `{"kpis":["deals_won"]}`,
			moved: []string{questions + ` timeout kpi`, statements + ` timeout`}, still: []string{questions + ` database kpi`}},
	} {
		d := instance(t, settingsOf(t, dsn, test.change))
		before := metrics(t)
		ask(t, d, map[string]string{"A": test.question})
		after := metrics(t)
		for _, name := range test.moved {
			require.Greater(t, after[name], before[name], "%s after %s", name, test.question)
		}
		for _, name := range test.still {
			require.Equal(t, before[name], after[name], "%s after %s", name, test.question)
		}
		for name := range after {
			require.NotContains(t, name, "secret")
		}
	}
}

// Grafana makes an instance anew when the settings change, and disposes of the old one a minute later.
func TestPoolsOfInstances(t *testing.T) {
	dsn := company(t)
	settings := func(uid string) backend.DataSourceInstanceSettings {
		s := settingsOf(t, dsn, changes{"maxOpenConns": 3})
		s.UID = uid
		return s
	}
	most := func(uid string) float64 { return metrics(t)["crmkpi_pool_max_open_connections "+uid] }
	first, other := instance(t, settings("first")), instance(t, settings("other"))
	require.EqualValues(t, 3, most("first"))
	require.EqualValues(t, 3, most("other"))
	require.Zero(t, metrics(t)["crmkpi_pool_open_connections first"])
	require.NoError(t, ask(t, first, map[string]string{"A": `{"kpis":["deals_won"]}`})["A"].Error)
	require.EqualValues(t, 1, metrics(t)["crmkpi_pool_open_connections first"])
	require.EqualValues(t, 1, metrics(t)["crmkpi_pool_idle_connections first"])
	require.Zero(t, metrics(t)["crmkpi_pool_in_use_connections first"])

	again := instance(t, settings("first"))
	require.EqualValues(t, 6, most("first"))
	first.Dispose()
	first.Dispose()
	require.EqualValues(t, 3, most("first"))
	again.Dispose()
	other.Dispose()
	for name := range metrics(t) {
		require.NotRegexp(t, `^crmkpi_pool_.* (first|other)$`, name)
	}
}

func TestHealthIsAMetric(t *testing.T) {
	const of = "crmkpi_health_state checked"
	settings := settingsOf(t, company(t), nil)
	settings.UID = "checked"
	first := instance(t, settings)
	require.NotContains(t, metrics(t), of, "nobody has asked yet")
	health(t, first, backend.HealthStatusOk, "Connected")
	require.EqualValues(t, 2, metrics(t)[of])
	settings = settingsOf(t, pgtest.DSN(t), nil)
	settings.UID = "checked"
	again := instance(t, settings)
	health(t, again, backend.HealthStatusError, "crmkpi migrate")
	require.Contains(t, metrics(t), of)
	require.Zero(t, metrics(t)[of])
	first.Dispose()
	require.Contains(t, metrics(t), of, "there is another instance")
	again.Dispose()
	require.NotContains(t, metrics(t), of)
}

// Cells are counted as Grafana gets them.
func TestCellsAreCounted(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	before := metrics(t)["crmkpi_answer_cells_total"]
	answer := ask(t, d, map[string]string{"A": `{"kpis":["deals_won","revenue"],"groupBy":["region"],"grain":"none","format":"table"}`})["A"]
	require.NoError(t, answer.Error)
	require.Equal(t, float64(3*answer.Frames[0].Rows()), metrics(t)["crmkpi_answer_cells_total"]-before)
}

// metrics are the plugin's, by name and values of the labels: numbers, and how often histograms were told of something.
func metrics(t *testing.T) map[string]float64 {
	t.Helper()
	families, err := prometheus.DefaultGatherer.Gather()
	require.NoError(t, err)
	all := map[string]float64{}
	for _, family := range families {
		if !strings.HasPrefix(family.GetName(), "crmkpi_") {
			continue
		}
		require.NotEmpty(t, family.GetHelp(), family.GetName())
		for _, m := range family.GetMetric() {
			name := family.GetName()
			for _, label := range m.GetLabel() {
				name += " " + label.GetValue()
			}
			all[name] = m.GetGauge().GetValue() + m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return all
}
