package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

func TestCatalogJSON(t *testing.T) {
	var kpis []map[string]any
	require.NoError(t, json.Unmarshal([]byte(succeed(t, "catalog", "--format", "json").stdout), &kpis))
	require.Len(t, kpis, len(catalog.Default().KPIs()))
	for _, k := range kpis {
		require.Equal(t, []string{"better", "department", "description", "dimensions", "goals", "horizon", "id", "kind", "parameters", "statistics", "title", "unit"},
			slices.Sorted(maps.Keys(k)))
	}
	i := slices.IndexFunc(kpis, func(k map[string]any) bool { return k["id"] == "sales_cycle" })
	cycle := kpis[i]
	require.Equal(t, "Sales cycle", cycle["title"])
	require.Equal(t, []any{"sales", "duration", "days", "lower", "past"}, []any{cycle["department"], cycle["kind"], cycle["unit"], cycle["better"], cycle["horizon"]})
	require.Equal(t, []any{"sales_cycle.target", "sales_cycle.attainment", "sales_cycle.pace"}, cycle["goals"])
	require.Contains(t, cycle["dimensions"], "team")
	require.NotContains(t, cycle["dimensions"], "priority")
	statistics := make([]any, len(measure.Statistics()))
	for i, name := range measure.Statistics() {
		statistics[i] = name
	}
	require.Equal(t, []any{map[string]any{"name": "statistic", "default": "median", "options": statistics}}, cycle["parameters"])
}

func TestCatalogSaysWhatAParameterCanBe(t *testing.T) {
	table := succeed(t, "catalog", "--department", "sales").stdout
	require.Contains(t, table, "--param win_rate=… (computed unless given)")
	words := strings.Join(strings.Fields(table), " ")
	require.Contains(t, words, "--param window=90d (a time, as 24h or 2w, or ever for no end)")
	require.Contains(t, words, "--param window=24h (a time, as 24h or 2w)")
	require.Contains(t, words, "--param count_pipeline=yes (yes, no)")
}

func TestCatalogOfADepartment(t *testing.T) {
	table := succeed(t, "catalog", "--department", "support", "--lang", "ru").stdout
	require.Contains(t, table, "open_tickets")
	require.Contains(t, table, "Открытые обращения")
	require.NotContains(t, table, "marketing_cost")
	require.Contains(t, table, "+ .target, .attainment, .pace")
	require.Contains(t, table, "--param statistic=median (median, ")
	require.Contains(t, table, "--param horizon=4h (время, как 30m или 7d)")
	for line := range strings.Lines(table) {
		require.Less(t, len([]rune(line)), 180)
	}
}

// KPIs are listed with the dimensions that a mapping adds.
func TestCatalogOfAMappingWithOwnWords(t *testing.T) {
	file := filepath.Join(t.TempDir(), "company.yaml")
	require.NoError(t, os.WriteFile(file, []byte(`
base: reference
entities: {accounts: {extra: {tier: {text: x_tier}}}}
dimensions: {deal_size: {entity: deals, buckets: amount, at: [1000]}}
`), 0o600))
	var kpis []struct {
		ID         string
		Dimensions []string
	}
	require.NoError(t, json.Unmarshal([]byte(succeed(t, "catalog", "--mapping", file, "--format", "json").stdout), &kpis))
	found := map[string][]string{}
	for _, k := range kpis {
		found[k.ID] = k.Dimensions
	}
	require.Subset(t, found["revenue"], []string{"tier", "deal_size", "region"})
	require.Contains(t, found["tickets_created"], "tier")
	require.NotContains(t, found["tickets_created"], "deal_size")
}
