package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
)

// What people copy from the reference of the KPIs works, and shows something.
func TestTheCommandsOfTheReferenceWork(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "kpis.md"))
	require.NoError(t, err)
	var all []string
	for line := range strings.Lines(string(text)) {
		if command, ok := strings.CutPrefix(strings.TrimSpace(line), "crmkpi "); ok {
			all = append(all, command)
		}
	}
	require.Len(t, all, 3+len(catalog.Default().KPIs()), "one of each KPI, and those of statistics and windows, of formulas and of order")
	for _, command := range share.Of(all, 5, 0) {
		t.Run(command, func(t *testing.T) {
			answer := ask(t, words(command)...)
			require.NotEmpty(t, answer.Rows)
		})
	}
}

// words are those that a shell makes of a command whose quotes stand around whole words.
func words(command string) []string {
	all := regexp.MustCompile(`'[^']*'|\S+`).FindAllString(command, -1)
	for i, word := range all {
		all[i] = strings.Trim(word, "'")
	}
	return all
}
