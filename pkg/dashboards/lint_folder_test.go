package dashboards_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

// folder writes the sound dashboard, and Russian ones.
func folder(t *testing.T, russian ...object) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "ru"), 0o700))
	write := func(path string, d object) {
		text, err := json.Marshal(d)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, path), text, 0o600))
	}
	write("x.json", sound())
	for _, d := range russian {
		write(filepath.Join("ru", d["uid"].(string)+".json"), d)
	}
	return dir
}

func lintFolder(t *testing.T, dir string) (texts []string) {
	t.Helper()
	problems, err := dashboards.LintFolder(dir, few{})
	require.NoError(t, err)
	for _, p := range problems {
		texts = append(texts, p.String())
	}
	return texts
}

func TestEachDashboardIsThereInBothLanguages(t *testing.T) {
	text, err := json.Marshal(sound())
	require.NoError(t, err)
	text, err = dashboards.Translate(text, dashboards.Translation{
		"X": "Икс", "For X.": "Для Икс.", "Revenue": "Выручка", "Why there is no target.": "Почему нет плана.", "Rows": "Строки", "More": "Ещё",
	})
	require.NoError(t, err)
	var russian object
	require.NoError(t, json.Unmarshal(text, &russian))
	require.Empty(t, lintFolder(t, folder(t, russian)))

	russian["description"] = "For X."
	require.Equal(t, []string{`crm-x-ru: "For X." is not Russian; translate it in pkg/dashboards/shipped/ru`}, lintFolder(t, folder(t, russian)))

	russian["description"], russian["uid"] = "Для Икс.", "crm-y-ru"
	found := lintFolder(t, folder(t, russian))
	require.Contains(t, found, "crm-x: there is no dashboard crm-x-ru in Russian; go generate ./pkg/dashboards")
	require.Contains(t, found, "crm-y-ru: there is no dashboard of which it is the Russian one")
}

func TestDashboardsOfOnesOwnNeedNoRussian(t *testing.T) {
	dir := folder(t)
	require.NoError(t, os.Remove(filepath.Join(dir, "ru")))
	require.Empty(t, lintFolder(t, dir))
}
