package crm_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

var (
	createTable = regexp.MustCompile(`(?is)create table crm\.(\w+) \((.*?)\n\);`)
	wordsCheck  = regexp.MustCompile(`(?m)^\s+(\w+)\s+text( not null)? check \(\w+ in \(([^)]*)\)\)`)
)

// The reference schema refuses exactly the words that the check of a mapping finds.
func TestWordsAreThoseOfTheReferenceSchema(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("schema", "migrations", "*.sql"))
	require.NoError(t, err)
	constrained := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, table := range createTable.FindAllStringSubmatch(string(text), -1) {
			for _, column := range wordsCheck.FindAllStringSubmatch(table[2], -1) {
				name := table[1] + "." + column[1]
				constrained[name] = true
				words, ok := crm.WordsOf(table[1], column[1])
				require.True(t, ok, name)
				require.Equal(t, strings.Split(strings.ReplaceAll(column[3], "'", ""), ", "), words.Allowed, name)
				require.Equal(t, column[2] != "", words.Always, name)
			}
		}
	}
	for _, entity := range crm.Canonical().Entities() {
		e, err := crm.Canonical().Entity(entity)
		require.NoError(t, err)
		for _, field := range e.Fields() {
			if _, ok := crm.WordsOf(entity, field); ok {
				require.True(t, constrained[entity+"."+field], "%s.%s", entity, field)
			}
		}
	}
	require.Len(t, constrained, 29)
}
