package showcase

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/built"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// Every panel of every dashboard has an answer: by the plugin's process, as the role of the README, over the demo company. In Russian, which
// is the same in other words, an ordinary run asks for a share.
func TestShippedDashboardsAreAnswered(t *testing.T) {
	now := time.Now().UTC()
	source := demoCompany(t)
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
	client, err := pluginclient.Start(t.Context(), built.Plugin(t))
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

// begun is when these tests began, and where the past of the demo company ends: the plugin's process goes by the clock.
var begun = time.Now().UTC()

// demoCompany returns a data source on a demo company.
func demoCompany(t *testing.T) backend.PluginContext {
	t.Helper()
	admin := pgtest.DB(t)
	role := "crm_reader_" + strings.ToLower(rand.Text())
	t.Cleanup(func() { // after the database with the role's rights has been dropped
		_, err := admin.Exec("drop role if exists " + role)
		require.NoError(t, err)
	})
	dsn := demotest.At(1, begun).Copy(t)
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
			UID: "crm-kpis", Type: dashboards.PluginID, Updated: begun,
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
