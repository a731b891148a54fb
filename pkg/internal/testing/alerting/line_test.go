package alerting

import (
	"io"
	"net"
	"strconv"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// line is the network between Grafana and the database, which can be cut.
type line struct {
	to       string
	port     int
	mu       sync.Mutex
	listener net.Listener
	open     map[net.Conn]bool
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	l := &line{to: to, open: map[net.Conn]bool{}}
	l.mend(t)
	t.Cleanup(l.cut)
	return l
}

// mend lets connections through, always at the same port.
func (l *line) mend(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(l.port)))
	require.NoError(t, err)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listener, l.port = listener, listener.Addr().(*net.TCPAddr).Port
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return // it was cut
			}
			go l.carry(conn)
		}
	}()
}

// cut refuses connections and ends those that there are.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.listener.Close() // it may be cut already
	for conn := range l.open {
		_ = conn.Close()
	}
	clear(l.open)
}

func (l *line) carry(conn net.Conn) {
	database, err := net.Dial("tcp", l.to)
	if err != nil {
		_ = conn.Close()
		return
	}
	l.mu.Lock()
	l.open[conn], l.open[database] = true, true
	l.mu.Unlock()
	done := make(chan struct{}, 2)
	copying := func(to, from net.Conn) {
		_, _ = io.Copy(to, from) // however it ends, the connection is over
		done <- struct{}{}
	}
	go copying(conn, database)
	go copying(database, conn)
	<-done
	_, _ = conn.Close(), database.Close()
	<-done
	l.mu.Lock()
	delete(l.open, conn)
	delete(l.open, database)
	l.mu.Unlock()
}
