package faults

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/Shopify/toxiproxy/v2/toxics"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"github.com/stretchr/testify/require"
)

// network is what lies between plugin and server.
type network struct{ *toxiproxy.Proxy }

func startNetwork(t *testing.T, port int) network {
	t.Helper()
	api := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(prometheus.NewRegistry()), zerolog.Nop())
	n := network{toxiproxy.NewProxy(api, "network", "127.0.0.1:0", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))}
	require.NoError(t, n.Start())
	t.Cleanup(n.Stop)
	return n
}

func (n network) port(t *testing.T) int {
	t.Helper()
	_, port, err := net.SplitHostPort(n.Listen)
	require.NoError(t, err)
	number, err := strconv.Atoi(port)
	require.NoError(t, err)
	return number
}

// suffer has all that the server sends, on connections old and new, go through a toxic until heal is called.
func (n network) suffer(t *testing.T, kind, attributes string) (heal func()) {
	t.Helper()
	toxic, err := n.Toxics.AddToxicJson(strings.NewReader(fmt.Sprintf(`{"type": %q, "attributes": {%s}}`, kind, attributes)))
	require.NoError(t, err)
	return func() { require.NoError(t, n.Toxics.RemoveToxic(t.Context(), toxic.Name)) }
}

func init() { toxics.Register("garble", new(garble)) }

// garble overwrites what ends the texts and numbers of messages.
type garble struct{}

// Pipe completes [toxics.Toxic].
func (*garble) Pipe(stub *toxics.ToxicStub) {
	for {
		select {
		case <-stub.Interrupt:
			return
		case chunk := <-stub.Input:
			if chunk == nil {
				stub.Close()
				return
			}
			damaged := []byte(strings.ReplaceAll(string(chunk.Data), "\x00", "\x7f"))
			stub.Output <- &stream.StreamChunk{Data: damaged, Timestamp: chunk.Timestamp}
		}
	}
}
