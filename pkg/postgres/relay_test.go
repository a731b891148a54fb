package postgres_test

import (
	"encoding/binary"
	"io"
	"net"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// relay stands between client and server as a proxy does, and understands where messages begin.
type relay struct {
	config postgres.Config // leads through it

	mu sync.Mutex
	// answered is called for each message of the server, from its type and length on, and returns what the client gets: nil is the
	// end of the connection.
	answered func(message []byte) []byte
	// asked is called for each message of a client that has introduced itself, before the server gets it.
	asked func(message []byte)
	// cancelled is called when the server has dealt with a request to cancel.
	cancelled func()
}

func newRelay(t *testing.T, config postgres.Config) *relay {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := net.JoinHostPort(config.Host, strconv.Itoa(config.Port))
	config.Port = listener.Addr().(*net.TCPAddr).Port
	r := &relay{config: config}
	var running sync.WaitGroup
	t.Cleanup(running.Wait) // the pools, opened later, are closed by then
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	running.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() { r.pass(client, server) })
		}
	})
	return r
}

// on changes what the relay does.
func (r *relay) on(change func(*relay)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(r)
}

func (r *relay) hooks() (answered func([]byte) []byte, asked func([]byte), cancelled func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.answered, r.asked, r.cancelled
}

func (r *relay) pass(client net.Conn, address string) {
	defer client.Close()
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	length := make([]byte, 4)
	if _, err := io.ReadFull(client, length); err != nil {
		return
	}
	packet := make([]byte, binary.BigEndian.Uint32(length)-4)
	if _, err := io.ReadFull(client, packet); err != nil {
		return
	}
	if _, err := server.Write(append(length, packet...)); err != nil {
		return
	}
	if binary.BigEndian.Uint32(packet) == 80877102 { // CancelRequest
		_, _ = io.Copy(io.Discard, server)
		if _, _, cancelled := r.hooks(); cancelled != nil {
			cancelled()
		}
		return
	}
	go func() { // ends with the server's connection
		defer server.Close()
		for {
			message, err := read(client)
			if err != nil {
				return
			}
			if _, asked, _ := r.hooks(); asked != nil {
				asked(message)
			}
			if _, err := server.Write(message); err != nil {
				return
			}
		}
	}()
	for {
		message, err := read(server)
		if err != nil {
			return
		}
		if answered, _, _ := r.hooks(); answered != nil {
			if message = answered(message); message == nil {
				return
			}
		}
		if _, err := client.Write(message); err != nil {
			return
		}
	}
}

// read returns the next message, with its type and its length.
func read(conn net.Conn) ([]byte, error) {
	header := make([]byte, 5)
	if _, err := io.ReadFull(conn, header); err != nil {
		return nil, err
	}
	body := make([]byte, binary.BigEndian.Uint32(header[1:])-4)
	_, err := io.ReadFull(conn, body)
	return append(header, body...), err
}
