package reference_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
	"github.com/crmkpi/crm-datasource/pkg/reference"
)

const docs = "../../docs"

func pages(t *testing.T) map[string][]byte {
	t.Helper()
	all, err := reference.Pages()
	require.NoError(t, err)
	return all
}

func over() *engine.Engine {
	return engine.New(catalog.Default(), crm.Reference(), plan.Settings{Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}}, nil)
}

func TestReferenceIsUpToDate(t *testing.T) {
	for name, page := range pages(t) {
		written, err := os.ReadFile(filepath.Join(docs, filepath.FromSlash(name)))
		require.NoError(t, err, "run `go generate ./pkg/reference`")
		is, should := strings.Split(string(written), "\n"), strings.Split(string(page), "\n")
		for i := range should {
			if i >= len(is) || is[i] != should[i] {
				t.Errorf("docs/%s does not fit the definitions from line %d on, which should be\n\t%s\nRun `go generate ./pkg/reference` and commit what it writes.",
					name, i+1, should[i])
				break
			}
		}
		require.LessOrEqual(t, len(is), len(should), "docs/%s has lines that are not generated; run `go generate ./pkg/reference`", name)
	}
}

// What people copy from a page must be a question that the engine takes. That the database answers it, the command line's tests show.
func TestExamplesAreValidQuestions(t *testing.T) {
	e := over()
	c := calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}
	now := time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)
	for _, k := range catalog.Default().KPIs() {
		example := reference.Example(k, e)
		panel, err := example.Panel()
		require.NoError(t, err)
		q, err := types.Parse([]byte(panel))
		require.NoError(t, err, panel)
		require.Equal(t, query.Entries{k.ID}, q.KPIs)
		r := plan.Request{Now: now}
		r.Range.From, err = c.ParseTime(example.From, now)
		require.NoError(t, err)
		r.Range.To, err = c.ParseTo(example.To, now)
		require.NoError(t, err)
		_, err = e.Plan(q, r)
		require.NoError(t, err, panel)
		require.NotEmpty(t, q.GroupBy, k.ID)
		for name, value := range q.Parameters {
			require.NotEqual(t, k.Parameters[name], value, "%s: show another value of %s than the default", k.ID, name)
		}
	}
	_, err := e.Plan(query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"priority"}}, plan.Request{Now: now,
		Range: calendar.Range{From: now.AddDate(0, -1, 0), To: now}})
	require.Error(t, err, "planning must see what is wrong")
}

func TestPagesTellOfEveryKPI(t *testing.T) {
	link := regexp.MustCompile(`\]\(#([a-z0-9_]+)\)`)
	for name, page := range pages(t) {
		text := string(page)
		anchors := map[string]bool{}
		for _, m := range regexp.MustCompile(`(?m)^(?:### |<a id=")([a-z0-9_]+)`).FindAllStringSubmatch(text, -1) {
			require.False(t, anchors[m[1]], "%s stands twice in %s", m[1], name)
			anchors[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`(?m)^## (\w+)$`).FindAllStringSubmatch(text, -1) {
			anchors[strings.ToLower(m[1])] = true
		}
		for _, k := range catalog.Default().KPIs() {
			require.True(t, anchors[k.ID], "%s does not tell of %s", name, k.ID)
		}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			require.True(t, anchors[m[1]], "%s: a link leads to #%s, which is not there", name, m[1])
		}
	}
}

// Everything that a definition can be has its words in both languages.
func TestNothingIsLeftWithoutWords(t *testing.T) {
	for name, page := range pages(t) {
		for _, wrong := range []string{`%!`, `<no value>`, `(?m)[ \t]$`, `(?m)^\n\n`, `\| +\| [^|\n]+ \|`, `\(\)`} {
			require.NotRegexp(t, wrong, string(page), name)
		}
	}
	for _, k := range catalog.Default().KPIs() {
		words := reference.Example(k, over()).Words(crm.Reference().Model, i18n.Russian)
		require.Regexp(t, `[а-я]`, words)
		require.NotRegexp(t, `\b(by|over|this|with|the)\b`, words)
	}
}
