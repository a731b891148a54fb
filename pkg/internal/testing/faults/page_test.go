package faults

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var update = flag.Bool("update", false, "write what was seen into the pages")

// Where a page has the table.
const (
	begin = "<!-- What the tests saw: go test ./pkg/internal/testing/faults -update -->\n"
	end   = "<!-- end -->\n"
)

var pages = map[i18n.Language]string{i18n.English: "docs/operations.md", i18n.Russian: "docs/ru/operations.md"}

// told are the words of the pages for what the tests see.
type told struct {
	Head                       []string
	Answered, Noticed, Grafana string
	Faults                     []struct{ ID, What, Then string }
}

// compare compares the pages with what was seen, or writes them.
func compare(t *testing.T, all map[string]observed) {
	t.Helper()
	if os.Getenv("CRMKPI_POSTGRES_VERSION") != "" {
		return // whose server has words of its own
	}
	for language, page := range pages {
		file := filepath.Join("..", "..", "..", "..", filepath.FromSlash(page))
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		before, rest, ok := strings.Cut(string(text), begin)
		require.True(t, ok, page)
		_, after, ok := strings.Cut(rest, end)
		require.True(t, ok, page)
		want := before + begin + table(t, language, all) + end + after
		if *update {
			require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
			continue
		}
		require.Equal(t, want, string(text), "%s differs from what was seen: go test ./pkg/internal/testing/faults -update", page)
	}
}

func table(t *testing.T, language i18n.Language, all map[string]observed) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", string(language)+".yaml"))
	require.NoError(t, err)
	var words told
	require.NoError(t, yaml.Unmarshal(text, &words))
	require.Len(t, words.Faults, len(all), "the words are those of other faults")
	var out strings.Builder
	row := func(cells ...string) { fmt.Fprintf(&out, "| %s |\n", strings.Join(cells, " | ")) }
	row(words.Head...)
	row(strings.Split(strings.Repeat("-", len(words.Head)), "")...)
	for _, f := range words.Faults {
		seen, ok := all[f.ID]
		require.True(t, ok, f.ID)
		row(f.What, words.viewer(seen, language), words.alert(seen), words.administrator(seen), f.Then)
	}
	return out.String()
}

// queryID is that of one question, behind the words of every language for it.
var queryID = regexp.MustCompile(`\b[a-z2-7]{10}\b( \((code|код) )`)

func (w told) viewer(seen observed, language i18n.Language) string {
	sentence := queryID.ReplaceAllString(strings.ReplaceAll(seen.sentence[language], "|", `\|`), "…$1")
	switch {
	case seen.source == byGrafana:
		return w.Grafana
	case seen.answered && sentence != "":
		return fmt.Sprintf(w.Noticed, sentence)
	case seen.answered:
		return w.Answered
	}
	return sentence
}

func (told) alert(seen observed) string {
	switch {
	case seen.source == byGrafana:
		return "—"
	case seen.answered:
		return fmt.Sprintf("%d", seen.status)
	}
	return fmt.Sprintf("%d, %s", seen.status, seen.source)
}

func (told) administrator(seen observed) string {
	if len(seen.outcomes) == 0 {
		return "—"
	}
	return "`" + strings.Join(seen.outcomes, "`, `") + "`"
}

// byGrafana is the source of what Grafana says when there is no plugin to ask.
const byGrafana = backend.ErrorSource("Grafana")
