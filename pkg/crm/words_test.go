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
	model := crm.Reference().Model
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, table := range createTable.FindAllStringSubmatch(string(text), -1) {
			for _, column := range wordsCheck.FindAllStringSubmatch(table[2], -1) {
				name := table[1] + "." + column[1]
				constrained[name] = true
				f, err := model.Resolve(table[1], column[1])
				require.NoError(t, err, name)
				require.Equal(t, strings.Split(strings.ReplaceAll(column[3], "'", ""), ", "), f.Words.Allowed, name)
				require.Equal(t, column[2] != "", f.Words.Always, name)
			}
		}
	}
	for _, entity := range model.Entities() {
		e, err := model.Entity(entity)
		require.NoError(t, err)
		for _, name := range e.Fields() {
			if f, _ := e.Field(name); f.Words.Fixed() {
				require.True(t, constrained[entity+"."+name], "%s.%s", entity, name)
			}
		}
	}
	require.Len(t, constrained, 29)
}
