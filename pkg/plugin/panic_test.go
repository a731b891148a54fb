package plugin_test

import (
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// garbling is the address of a server whose answers to statements make the driver panic: they lack their end.
func garbling(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	answer := func(conn net.Conn) {
		defer conn.Close()
		for _, message := range []string{"R\x00\x00\x00\x08\x00\x00\x00\x00Z\x00\x00\x00\x05I", "C\x00\x00\x00\x0aBEGIN!"} {
			if _, err := conn.Read(make([]byte, 4096)); err != nil {
				return
			}
			if _, err := conn.Write([]byte(message)); err != nil {
				return
			}
		}
		_, _ = conn.Read(make([]byte, 1)) // until the client closes it
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go answer(conn)
		}
	}()
	return listener.Addr().String()
}

// People read what to look at, operators the driver's stack, and every question is answered.
func TestPanicsOfTheDriverAreLogged(t *testing.T) {
	lines := logged(t)
	d := instance(t, settingsOf(t, fmt.Sprintf("postgres://u:p@%s/db", garbling(t)), changes{"maxOpenConns": 1}))
	for range 3 {
		answer := ask(t, d, map[string]string{"A": `{"kpis":["revenue"]}`})["A"]
		requireFault(t, answer, backend.StatusBadGateway, "not PostgreSQL's protocol", "proxy or pooler")
	}
	health, err := d.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: administrator})
	require.NoError(t, err)
	require.Contains(t, health.Message, "not PostgreSQL's protocol")
	stacks := 0
	for _, line := range lines() {
		if strings.Contains(line, "The database driver panicked") {
			require.Contains(t, line, "lib/pq")
			stacks++
		}
	}
	require.Equal(t, 4, stacks)
}
