package plugin_test

import (
	"io"
	"net"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/proxy"
	"github.com/grafana/grafana-plugin-sdk-go/config"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/plugin"
)

// Where Grafana has a secure socks proxy and the data source uses it, connections go there and nowhere else.
func TestSecureSocksProxy(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	version := make(chan byte, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		first := make([]byte, 1)
		if _, err := io.ReadFull(conn, first); err == nil {
			version <- first[0]
		}
	}()
	ctx := config.WithGrafanaConfig(t.Context(), config.NewGrafanaCfg(map[string]string{
		proxy.PluginSecureSocksProxyEnabled: "true", proxy.PluginSecureSocksProxyAllowInsecure: "true",
		proxy.PluginSecureSocksProxyProxyAddress: listener.Addr().String(),
	}))
	settings := settingsOf(t, "postgres://u:p@db.example.com:5432/db", changes{"enableSecureSocksProxy": true})
	made, err := plugin.NewDatasource(ctx, settings)
	require.NoError(t, err)
	d := made.(*plugin.Datasource)
	t.Cleanup(d.Dispose)
	health(t, d, backend.HealthStatusError, "cannot be reached", "socks")
	require.EqualValues(t, 5, <-version)
}
