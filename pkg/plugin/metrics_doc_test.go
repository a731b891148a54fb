package plugin_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The pages on metrics name those of the code, and no others.
func TestEveryMetricIsDocumented(t *testing.T) {
	read := func(path string) string {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		return string(text)
	}
	var names []string
	for _, found := range regexp.MustCompile(`"(crmkpi_\w*[a-z])"|(pool|answer)Desc\("(\w+)"`).FindAllStringSubmatch(read("metrics.go")+read("pools.go"), -1) {
		switch found[2] {
		case "pool":
			found[1] = "crmkpi_pool_" + found[3]
		case "answer":
			found[1] = "crmkpi_answers_" + found[3]
		}
		names = append(names, found[1])
	}
	slices.Sort(names)
	require.Greater(t, len(names), 5)
	for _, page := range []string{"../../docs/metrics.md", "../../docs/ru/metrics.md"} {
		var told []string
		for _, found := range regexp.MustCompile("(?m)^\\| `(crmkpi_\\w+)` \\|").FindAllStringSubmatch(read(page), -1) {
			told = append(told, found[1])
		}
		slices.Sort(told)
		require.Equal(t, names, told, page)
		for _, used := range regexp.MustCompile(`crmkpi_\w+`).FindAllString(read(page), -1) {
			used = strings.TrimSuffix(strings.TrimSuffix(used, "_bucket"), "_count")
			require.Contains(t, names, used, page)
		}
	}
}
