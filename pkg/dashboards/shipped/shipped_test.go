package shipped_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/dashboards/shipped"
)

const project = "../../.."

func files(t *testing.T) map[string][]byte {
	t.Helper()
	all, err := shipped.Files()
	require.NoError(t, err)
	return all
}

func TestDashboardsAreUpToDate(t *testing.T) {
	want := files(t)
	folder := os.DirFS(filepath.Join(project, "dashboards"))
	require.NoError(t, fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(folder, name)
		require.NoError(t, err)
		require.Contains(t, want, name, "no dashboard is defined in pkg/dashboards/shipped for this file; remove it")
		require.True(t, string(want[name]) == string(text), "dashboards/%s is out of date: go generate ./pkg/dashboards", name)
		delete(want, name)
		return nil
	}))
	require.Empty(t, want, "these are not written: go generate ./pkg/dashboards")
}

func TestEveryTranslationIsUsed(t *testing.T) {
	unused, err := shipped.Translation()
	require.NoError(t, err)
	for name, text := range files(t) {
		if strings.HasPrefix(name, dashboards.Russian+"/") {
			continue
		}
		texts, err := dashboards.Texts(text)
		require.NoError(t, err)
		for _, english := range texts {
			delete(unused, english)
		}
	}
	require.Empty(t, unused, "nothing uses these; remove them from shipped/ru")
}

// Grafana offers the dashboards that the plugin includes, by the paths of their files.
func TestThePluginIncludesAllDashboards(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(project, "plugin.json"))
	require.NoError(t, err)
	var manifest struct {
		Includes []struct{ Type, Name, Path string }
	}
	require.NoError(t, json.Unmarshal(text, &manifest))
	missing := files(t)
	for _, included := range manifest.Includes {
		name := strings.TrimPrefix(included.Path, "dashboards/")
		require.Contains(t, missing, name, "plugin.json includes what is not there, or twice")
		d, err := dashboards.Parse(missing[name])
		require.NoError(t, err)
		require.Equal(t, d.Title, included.Name)
		delete(missing, name)
	}
	require.Empty(t, missing, "these are missing among the includes of plugin.json")
}

// Each department has a folder in Grafana, in each language.
func TestEveryDepartmentIsProvisioned(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(project, "provisioning", "dashboards", "crm.yaml"))
	require.NoError(t, err)
	var provisioned struct {
		Providers []struct {
			Name, Folder string
			Options      struct{ Path string }
		}
	}
	require.NoError(t, yaml.Unmarshal(text, &provisioned))
	folders, titles := map[string]bool{}, map[string]bool{}
	for _, p := range provisioned.Providers {
		require.False(t, titles[p.Folder], "two providers fill %s", p.Folder)
		titles[p.Folder] = true
		folders[strings.TrimPrefix(p.Options.Path, "$CRM_DASHBOARDS/")] = true
	}
	want := map[string]bool{}
	for name := range files(t) {
		if path.Base(path.Dir(name)) != dashboards.Admin { // not everybody has the Prometheus that it asks
			want[path.Dir(name)] = true
		}
	}
	require.Equal(t, want, folders)
}
