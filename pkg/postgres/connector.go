package postgres

import (
	"context"
	"crypto/tls"
	"database/sql/driver"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var errNoAnswer = &noConnection{i18n.T("database.no_answer")}

// connector opens connections for the pool. Unlike the driver's, it gives up when the context ends
// even if the server accepted the connection and then says nothing.
type connector struct {
	*pq.Connector
	timeout time.Duration
}

func newConnector(config pq.Config, d dialer, timeout time.Duration) (*connector, error) {
	inner, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, err
	}
	inner.Dialer(d)
	return &connector{Connector: inner, timeout: timeout}, nil
}

func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, errNoAnswer)
	defer cancel()
	var opening openConn
	stop := context.AfterFunc(ctx, opening.close)
	conn, err := c.Connector.Connect(context.WithValue(ctx, openKey{}, &opening))
	if stop() {
		return conn, err
	}
	if err == nil {
		err = conn.Close()
	}
	return nil, errors.Join(context.Cause(ctx), err)
}

// openKey is the context key under which the dialer finds the connection being opened.
type openKey struct{}

// openConn is the network connection of a connection being opened, to be closed from outside.
type openConn struct {
	mu     sync.Mutex
	conn   net.Conn
	closed bool
}

func (o *openConn) set(conn net.Conn) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.conn = conn
	if o.closed {
		_ = conn.Close() // whoever reads it learns
	}
}

func (o *openConn) close() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = true
	if o.conn != nil {
		_ = o.conn.Close() // whoever reads it learns
	}
}

// dialer opens network connections for the driver.
type dialer struct {
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	tls     *tls.Config   // nil when the connection is not encrypted, or the driver sees to it
	silence time.Duration // after which a server that owes an answer counts as gone
}

// DialContext is what the driver calls.
func (d dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if opening, ok := ctx.Value(openKey{}).(*openConn); ok {
		opening.set(conn)
	}
	if d.tls != nil {
		encrypted, err := startTLS(ctx, conn, d.tls)
		if err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		conn = encrypted
	}
	return &answeringConn{Conn: conn, silence: d.silence}, nil
}

// Dial completes [pq.Dialer].
func (d dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialTimeout completes [pq.Dialer].
func (d dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

// answeringConn ends a read that no server keeps waiting for: past the statement timeout there
// would have been at least an error. Without it, a network that swallows packets hangs the panel.
type answeringConn struct {
	net.Conn
	silence time.Duration
}

func (c *answeringConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.silence)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}
