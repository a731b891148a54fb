package schemas_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/docs/schemas"
)

// described are the English descriptions of all schemas, as they stand in the files.
func described(t *testing.T) []string {
	paths, err := filepath.Glob(filepath.Join(docs, "schemas", "*.schema.json"))
	require.NoError(t, err)
	require.Len(t, paths, 3)
	all := map[string]bool{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		var schema any
		require.NoError(t, json.Unmarshal(text, &schema))
		schemas.Describe(schema, func(description string) string {
			all[description] = true
			return description
		})
	}
	return slices.Sorted(maps.Keys(all))
}

var page = regexp.MustCompile(`docs/[a-z/-]+\.md`)

// Every description has a twin in each language that has a file, and no twin is without a description.
func TestDescriptionsAreTranslated(t *testing.T) {
	english := described(t)
	require.Greater(t, len(english), 150)
	require.Contains(t, english, "The entity whose rows count, as deals.", "below properties")
	require.Contains(t, english, "A condition: yes or no.", "below $defs")
	files, err := filepath.Glob(filepath.Join(docs, "schemas", "*.yaml"))
	require.NoError(t, err)
	require.Contains(t, files, filepath.Join(docs, "schemas", "ru.yaml"))
	for _, file := range files {
		language := strings.TrimSuffix(filepath.Base(file), ".yaml")
		texts, err := schemas.TranslationTo(language)
		require.NoError(t, err)
		require.Equal(t, english, slices.Sorted(maps.Keys(texts)), "the descriptions, and those that %s translates", file)
		for original, translated := range texts {
			require.NotEmpty(t, strings.TrimSpace(translated), original)
			for _, named := range page.FindAllString(translated, -1) {
				require.FileExists(t, filepath.Join(project, named), original)
			}
		}
	}
	russian, err := schemas.TranslationTo("ru")
	require.NoError(t, err)
	for original, translated := range russian {
		require.Regexp(t, "[а-я]", translated, original)
	}
}

// A translated schema says the same: only its descriptions are others, and those of a language without a file are English.
func TestSchemasAreReadInALanguage(t *testing.T) {
	for _, name := range []string{"kpis", "mapping", "policy"} {
		english, err := schemas.Read(name, "en")
		require.NoError(t, err)
		klingon, err := schemas.Read(name, "tlh")
		require.NoError(t, err)
		require.Equal(t, english, klingon)
		russian, err := schemas.Read(name, "ru")
		require.NoError(t, err)
		require.Regexp(t, "[а-я]", russian["description"])
		for _, s := range []map[string]any{english, russian} {
			schemas.Describe(s, func(string) string { return "" })
		}
		require.Equal(t, english, russian)
	}
	_, err := schemas.Read("password", "en")
	require.Error(t, err)
}
