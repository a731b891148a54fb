package pluginclient

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

// Source is a data source on the database of a connection string that names one server, which is reached without encryption, as Grafana describes it to
// the plugin. Settings are further ones of its jsonData; nil is none.
func Source(uid, dsn string, settings map[string]any) (backend.PluginContext, error) {
	server, err := pq.NewConfig(dsn)
	if err != nil {
		return backend.PluginContext{}, fmt.Errorf("the connection string of the data source %s: %w", uid, err)
	}
	all := map[string]any{"host": server.Host, "port": server.Port, "database": server.Database, "user": server.User, "tlsMode": "disable"}
	maps.Copy(all, settings)
	text, err := json.Marshal(all)
	return backend.PluginContext{
		Namespace: "default", PluginID: dashboards.PluginID,
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			UID: uid, Type: dashboards.PluginID, Updated: time.Now(), JSONData: text,
			DecryptedSecureJSONData: map[string]string{"password": server.Password},
		},
	}, err
}
