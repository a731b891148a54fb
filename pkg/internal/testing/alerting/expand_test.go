package alerting

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"text/template"

	"github.com/stretchr/testify/require"
)

// expand writes an annotation as Grafana does, with those of Prometheus's functions that the rules use.
func expand(t testing.TB, text string, i Instance) string {
	t.Helper()
	type value struct{ Value float64 }
	values := map[string]value{}
	for refID, v := range i.Values {
		values[refID] = value{v}
	}
	parsed, err := template.New("annotation").Option("missingkey=error").Funcs(template.FuncMap{
		"humanize": humanize, "humanizePercentage": func(v float64) string { return fmt.Sprintf("%.4g%%", v*100) },
		"externalURL": func() string { return "http://localhost:3000/" },
	}).Parse("{{ $labels := .Labels }}{{ $values := .Values }}" + text)
	require.NoError(t, err)
	var said strings.Builder
	require.NoError(t, parsed.Execute(&said, map[string]any{"Labels": map[string]string(i.Labels), "Values": values}))
	require.NotContains(t, said.String(), "NaN")
	return said.String()
}

func humanize(v float64) string {
	prefix := ""
	for _, p := range []string{"k", "M", "G"} {
		if math.Abs(v) < 1000 {
			break
		}
		prefix, v = p, v/1000
	}
	return fmt.Sprintf("%.4g%s", v, prefix)
}
