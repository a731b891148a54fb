package showcase

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// Every panel of every dashboard has an answer: by the plugin's process, as the role of the README, over the demo company. In Russian, which
// is the same in other words, an ordinary run asks for a share.
func TestShippedDashboardsAreAnswered(t *testing.T) {
	now := time.Now().UTC()
	source := demoCompany(t, now)
	plugin := startPlugin(t)
	for dir, part := range map[string]int{root(t, "dashboards"): 1, root(t, "dashboards", "ru"): 4} {
		all, err := dashboards.Load(dir)
		require.NoError(t, err)
		all = share.Of(all, part, 0)
		var out bytes.Buffer
		tally, err := Show{Plugin: plugin, Source: source, Now: now, Out: &out}.Run(t.Context(), all)
		require.NoError(t, err)
		require.Empty(t, tally.Failures)
		require.Len(t, all, tally.Dashboards)
		require.Greater(t, tally.Panels, 20)
	}
}

func startPlugin(t *testing.T) *pluginclient.Client {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "gpx_crm.exe")
	output, err := exec.Command("go", "build", "-o", binary, "github.com/crmkpi/crm-datasource/pkg").CombinedOutput()
	require.NoError(t, err, string(output))
	client, err := pluginclient.Start(t.Context(), binary)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

// demoCompany returns a data source on a demo company whose past ends now.
func demoCompany(t *testing.T, now time.Time) backend.PluginContext {
	t.Helper()
	admin := pgtest.DB(t)
	role := "crm_reader_" + strings.ToLower(rand.Text())
	t.Cleanup(func() { // after the database with the role's rights has been dropped
		_, err := admin.Exec("drop role if exists " + role)
		require.NoError(t, err)
	})
	dsn := pgtest.Template(t, "company", func(db *sql.DB) error {
		if _, err := schema.Migrate(context.Background(), db); err != nil {
			return err
		}
		_, err := demo.Seed(context.Background(), db, demo.Options{Scale: "small", Seed: 1, Today: now})
		return err
	})
	_, err := pgtest.Open(t, dsn).Exec(strings.ReplaceAll(readme(t, "sql"), "crm_reader", role))
	require.NoError(t, err)

	u, err := url.Parse(dsn)
	require.NoError(t, err)
	port, err := strconv.Atoi(u.Port())
	require.NoError(t, err)
	settings, err := json.Marshal(map[string]any{
		"host": u.Hostname(), "port": port, "database": strings.TrimPrefix(u.Path, "/"), "user": role, "tlsMode": "disable",
	})
	require.NoError(t, err)
	return backend.PluginContext{
		Namespace: "default", PluginID: dashboards.PluginID,
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			UID: "crm-kpis", Type: dashboards.PluginID, Updated: now,
			JSONData: settings, DecryptedSecureJSONData: map[string]string{"password": "choose one"},
		},
	}
}

// readme returns the first block of code in a language.
func readme(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile(root(t, "README.md"))
	require.NoError(t, err)
	found := regexp.MustCompile("(?s)```" + language + "\n(.*?)```").FindSubmatch(text)
	require.NotNil(t, found, language)
	return string(found[1])
}

func TestMappingOfTheReadmeIsValid(t *testing.T) {
	mapping, err := crm.ParseMapping(readme(t, "yaml"))
	require.NoError(t, err)
	require.Contains(t, mapping.Entities, "deals")
}
