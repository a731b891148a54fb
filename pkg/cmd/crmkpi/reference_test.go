package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// What people copy from the reference of the KPIs works, and shows something.
func TestTheCommandsOfTheReferenceWork(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "kpis.md"))
	require.NoError(t, err)
	tried := 0
	for line := range strings.Lines(string(text)) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "crmkpi ")
		if !ok {
			continue
		}
		tried++
		t.Run(command, func(t *testing.T) {
			answer := ask(t, strings.Fields(strings.ReplaceAll(command, "'", ""))...)
			require.NotEmpty(t, answer.Rows)
		})
	}
	require.Equal(t, 2+len(catalog.Default().KPIs()), tried, "one of each KPI, and those of statistics and windows and of order")
}
