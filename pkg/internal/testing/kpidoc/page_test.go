package kpidoc_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/mappingdoc"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// pages are the pages by language.
func pages() map[string]string {
	docs := filepath.Join("..", "..", "..", "..", "docs")
	return map[string]string{"en": filepath.Join(docs, "custom-kpis.md"), "ru": filepath.Join(docs, "ru", "custom-kpis.md")}
}

// examples are the YAML texts of a page.
func examples(t testing.TB, language string) []string {
	blocks, err := mappingdoc.Read(pages()[language])
	require.NoError(t, err)
	var all []string
	for _, b := range mappingdoc.Of(blocks, "yaml") {
		all = append(all, b.Text)
	}
	require.NotEmpty(t, all)
	return all
}

func instant(t testing.TB, text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at
}

// company is the small demo company.
func company(t testing.TB) string {
	return demotest.Company().Shared(t)
}

func TestEveryExampleHasTheValueOfAStatement(t *testing.T) {
	dsn := company(t)
	plain := pgtest.Open(t, dsn)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	settings := plan.Settings{Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD"}
	request := plan.Request{Now: instant(t, now), Range: calendar.Range{From: instant(t, "2026-01-01T00:00:00Z"), To: instant(t, "2026-04-01T00:00:00Z")}}
	tried := map[string]bool{}
	for _, text := range examples(t, "en") {
		c, err := catalog.Default().With("page", text)
		require.NoError(t, err, text)
		e, err := engine.Open(t.Context(), c, crm.Reference(), settings, db)
		require.NoError(t, err)
		value := func(kpi string) *float64 {
			r, err := take.Figures(e.Ask(t.Context(), query.Question{Version: query.CurrentVersion, Type: query.KPI, KPIs: []string{kpi}, Grain: calendar.None}, request))
			require.NoError(t, err, kpi)
			return r.Values[0][0][0]
		}
		for _, k := range c.Of(catalog.Custom) {
			tried[k.ID] = true
			var want *float64
			if same, ok := builtIn[k.ID]; ok {
				want = value(same)
			} else {
				require.Contains(t, values, k.ID)
				assert.NoError(t, plain.QueryRow("select ("+values[k.ID]+")::float8").Scan(&want), k.ID)
			}
			got := value(k.ID)
			switch {
			case want == nil || *want == 0:
				assert.Equal(t, want, got, k.ID)
			case got == nil:
				t.Errorf("%s is null instead of %v", k.ID, *want)
			default:
				assert.InEpsilon(t, *want, *got, 1e-9, k.ID)
			}
		}
	}
	require.Len(t, tried, len(values)+len(builtIn), "statements without a KPI")
}

// The pages differ in words only.
func TestThePagesShowTheSame(t *testing.T) {
	require.Equal(t, examples(t, "en"), examples(t, "ru"))
}

var (
	key    = regexp.MustCompile(`[a-z_0-9]+`)
	quoted = regexp.MustCompile("`[^`\n]+`")
)

// Whatever a definition can say stands on both pages, and what has fields is shown.
func TestThePagesHaveEveryWord(t *testing.T) {
	shown := map[string]bool{}
	for _, word := range key.FindAllString(strings.Join(examples(t, "en"), "\n"), -1) {
		shown[word] = true
	}
	for _, word := range append(measure.Keys(), catalog.MeasureFields()...) {
		if word != "time_type" && word != "report" {
			require.True(t, shown[word], "no example has %s", word)
		}
	}
	words := append(catalog.ParameterNames(), measure.Statistics()...)
	words = append(words, catalog.KPIFields()...)
	words = append(words, catalog.MeasureFields()...)
	for _, u := range catalog.Units() {
		words = append(words, string(u))
	}
	for _, g := range catalog.Goals() {
		words = append(words, string(g))
	}
	for language, path := range pages() {
		page, err := os.ReadFile(path)
		require.NoError(t, err)
		said := map[string]bool{}
		for _, code := range quoted.FindAllString(string(page), -1) {
			for _, word := range key.FindAllString(code, -1) {
				said[word] = true
			}
		}
		for _, word := range words {
			require.True(t, said[word], "%s: the page does not tell of %s", language, word)
		}
		for _, function := range catalog.Functions() {
			require.Contains(t, string(page), function+"(", language)
		}
	}
}

// What an instant is on a clock is refused without a zone, as the page says.
func TestADayOfAnInstantNamesItsZone(t *testing.T) {
	_, err := catalog.Default().With("page", `measures: {x: {entity: leads, time: created_at, count: id, where: "created_at::date < :today"}}`)
	require.ErrorContains(t, err, "timezone")
}
