package plugin_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// statement stands for the spans of statements, which are named by their first word.
const statement = "statement"

var (
	spanRow   = regexp.MustCompile("(?m)^\\| ([^|]+) \\| `([a-z_.]+)` \\| [^|]+ \\|$")
	firstWord = regexp.MustCompile(`^[A-Z]+$`)
)

// The pages on spans tell what real questions leave in a trace, answered ones and failed ones, and nothing else.
func TestEverySpanIsDocumented(t *testing.T) {
	dsn := company(t)
	recorder().Reset()
	for _, change := range []changes{nil, {"mapping": `entities: {deals: {from: nowhere, fields: {id: id, status: status, closed_at: closed_at}}}`}} {
		d := instance(t, settingsOf(t, dsn, change))
		ask(t, d, map[string]string{
			"A": `{"kpis":["deals_won"],"groupBy":["region"],"grain":"month"}`, "B": `{"kpis":["deals_one"]}`, "C": `{"queryType":"values","dimension":"region"}`, "D": `{"queryType":"records","kpis":["deals_won"]}`,
			"E": `{"queryType":"check"}`, "F": `{"queryType":"explain","kpis":["deals_won"]}`, "G": `{"queryType":"timeline","filters":[{"dimension":"account","operator":"equals","values":["x"]}]}`, "H": `what?`,
		})
		_, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: administrator})
		require.NoError(t, err)
		get(t, d, "values?dimension=region")
	}
	var seen []string
	for _, span := range recorder().Ended() {
		name := span.Name()
		if firstWord.MatchString(name) {
			name = statement
		}
		for key := range attributes(span) {
			seen = append(seen, name+" "+string(key))
		}
		require.Empty(t, span.Events(), "a message may quote values")
	}
	slices.Sort(seen)
	seen = slices.Compact(seen)
	for _, page := range []string{"../../docs/metrics.md", "../../docs/ru/metrics.md"} {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		var told []string
		for _, row := range spanRow.FindAllStringSubmatch(string(text), -1) {
			name := statement
			if row[1][0] == '`' {
				name = row[1][1 : len(row[1])-1]
			}
			told = append(told, name+" "+row[2])
		}
		slices.Sort(told)
		require.Equal(t, seen, told, page)
	}
}
