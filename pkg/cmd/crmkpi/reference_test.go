package main

import (
	"os"
	"path/filepath"
	"regexp"
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
			answer := ask(t, words(command)...)
			require.NotEmpty(t, answer.Rows)
		})
	}
	require.Equal(t, 3+len(catalog.Default().KPIs()), tried, "one of each KPI, and those of statistics and windows, of formulas and of order")
}

// words are those that a shell makes of a command whose quotes stand around whole words.
func words(command string) []string {
	all := regexp.MustCompile(`'[^']*'|\S+`).FindAllString(command, -1)
	for i, word := range all {
		all[i] = strings.Trim(word, "'")
	}
	return all
}
