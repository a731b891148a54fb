package plugin_test

import (
	"context"
	"io"
	"log"
	"net"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/armon/go-socks5"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/proxy"
	"github.com/grafana/grafana-plugin-sdk-go/config"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/plugin"
)

// hidden is the name of a server that only the proxy knows.
const hidden = "db.behind-the-proxy.example"

// resolver leads to this machine whatever is asked for, as the proxy's own network would.
type resolver struct{ asked atomic.Pointer[string] }

func (r *resolver) Resolve(ctx context.Context, name string) (context.Context, net.IP, error) {
	r.asked.Store(&name)
	return ctx, net.IPv4(127, 0, 0, 1), nil
}

// socksProxy starts a SOCKS5 proxy.
func socksProxy(t *testing.T) (address string, names *resolver) {
	t.Helper()
	names = &resolver{}
	server, err := socks5.New(&socks5.Config{Resolver: names, Logger: log.New(io.Discard, "", 0)})
	require.NoError(t, err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() { _ = server.Serve(listener) }()
	return listener.Addr().String(), names
}

// throughProxy is a data source in a Grafana that has the proxy.
func throughProxy(t *testing.T, address string, settings backend.DataSourceInstanceSettings) *plugin.Datasource {
	t.Helper()
	ctx := config.WithGrafanaConfig(t.Context(), config.NewGrafanaCfg(map[string]string{
		proxy.PluginSecureSocksProxyEnabled: "true", proxy.PluginSecureSocksProxyAllowInsecure: "true",
		proxy.PluginSecureSocksProxyProxyAddress: address,
	}))
	made, err := plugin.NewDatasource(ctx, settings)
	require.NoError(t, err)
	d := made.(*plugin.Datasource)
	t.Cleanup(d.Dispose)
	return d
}

// Where Grafana has a secure socks proxy and the data source uses it, connections go there and nowhere else.
func TestSecureSocksProxy(t *testing.T) {
	address, names := socksProxy(t)
	dsn := demotest.Empty().Shared(t)
	d := throughProxy(t, address, settingsOf(t, dsn, changes{"host": hidden, "enableSecureSocksProxy": true}))
	health(t, d, backend.HealthStatusOk, "Connected")
	require.Equal(t, hidden, *names.asked.Load(), "the proxy looks the name up")
}

// Of several servers the proxy reaches the first that answers.
func TestSeveralServersBehindTheProxy(t *testing.T) {
	address, names := socksProxy(t)
	u, err := url.Parse(demotest.Empty().Shared(t))
	require.NoError(t, err)
	hosts := hidden + ":1," + hidden + ":" + u.Port()
	d := throughProxy(t, address, settingsOf(t, u.String(), changes{"host": hosts, "targetSessionAttrs": "primary", "enableSecureSocksProxy": true}))
	health(t, d, backend.HealthStatusOk, "Connected")
	require.Equal(t, hidden, *names.asked.Load())
}

func TestSecureSocksProxyIsUsedOnRequestOnly(t *testing.T) {
	address, names := socksProxy(t)
	dsn := demotest.Empty().Shared(t)
	health(t, throughProxy(t, address, settingsOf(t, dsn, nil)), backend.HealthStatusOk, "Connected")
	require.Nil(t, names.asked.Load())
}

func TestSecureSocksProxyThatIsDown(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	dsn := demotest.Empty().Shared(t)
	d := throughProxy(t, listener.Addr().String(), settingsOf(t, dsn, changes{"enableSecureSocksProxy": true}))
	health(t, d, backend.HealthStatusError, "cannot be reached", "socks")
}
