package postgres

import (
	"context"
	"crypto/tls"
	"database/sql/driver"
	"errors"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var errNoAnswer = &noConnection{i18n.T("database.no_answer")}

// connector opens connections for the pool. Unlike the driver's, it gives up when the context ends
// even if the server accepted the connection and then says nothing.
type connector struct {
	asGiven, prepared *pq.Connector // by the form of the password; the same one where the forms are
	plain             atomic.Bool   // the server takes the password as it is given
	blank             bool          // the password begins or ends with one
	dialer            dialer
	servers           []Server
	timeout           time.Duration // for all of them
}

// newConnector returns a connector to a server that has so long to take a connection, or to the first that does of several, each of which has so long.
func newConnector(config pq.Config, d dialer, timeout time.Duration) (*connector, error) {
	servers := serversOf(config)
	if len(servers) > 1 {
		d.each = timeout
		timeout *= time.Duration(len(servers))
	}
	if config.TargetSessionAttrs == pq.TargetSessionAttrsPreferStandby {
		timeout *= 2 // all of them once more, where none is a standby
	}
	c := &connector{dialer: d, servers: servers, timeout: timeout, blank: strings.TrimSpace(config.Password) != config.Password}
	var err error
	if c.asGiven, err = pq.NewConnectorConfig(config); err != nil {
		return nil, err
	}
	c.asGiven.Dialer(d)
	c.prepared = c.asGiven
	if password := prepared(config.Password); password != config.Password {
		config.Password = password
		if c.prepared, err = pq.NewConnectorConfig(config); err != nil {
			return nil, err
		}
		c.prepared.Dialer(d)
	}
	return c, nil
}

// Driver completes [driver.Connector].
func (c *connector) Driver() driver.Driver { return c.asGiven.Driver() }

// Connect opens a connection.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.login(ctx)
	if c.blank && pq.As(err, "28P01") != nil {
		err = &blankPassword{err}
	}
	return conn, err
}

// login opens a connection with the form of the password that the server wants. SCRAM takes a prepared password, all else the one that was given; which of them it is
// is known once the server asks.
func (c *connector) login(ctx context.Context) (driver.Conn, error) {
	plain := c.plain.Load()
	conn, err := c.connect(ctx, plain)
	if c.prepared == c.asGiven || !errors.Is(err, errOtherPassword) && pq.As(err, "28P01") == nil {
		return conn, err
	}
	other, failed := c.connect(ctx, !plain)
	if failed != nil {
		if errors.Is(err, errOtherPassword) {
			return nil, failed
		}
		return nil, err
	}
	c.plain.Store(!plain)
	return other, nil
}

func (c *connector) connect(ctx context.Context, plain bool) (driver.Conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeout, errNoAnswer)
	defer cancel()
	opening := &openConn{silence: c.dialer.silence}
	inner := c.asGiven
	if c.prepared != c.asGiven {
		opening.choosy, opening.plain = true, plain
		if !plain {
			inner = c.prepared
		}
	}
	stop := context.AfterFunc(ctx, opening.close)
	var conn driver.Conn
	err := recovered(func() (err error) {
		conn, err = inner.Connect(context.WithValue(ctx, openKey{}, opening))
		return err
	})
	opening.opened()
	if !stop() {
		if err == nil {
			err = conn.Close()
		}
		return nil, errors.Join(context.Cause(ctx), err)
	}
	if err != nil {
		if _, ok := errors.AsType[*Panic](err); ok {
			opening.close()
		}
		if w := opening.wire; w != nil && w.last != nil && pq.As(err) == nil && len(c.servers) == 1 {
			return nil, w.last
		}
		return nil, apart(c.servers, err)
	}
	known, ok := conn.(driverConn)
	if !ok {
		return nil, errors.Join(errors.New("the driver's connections lack a method"), conn.Close())
	}
	return &session{driverConn: known, wire: opening.wire, cancel: c.dialer.cancel}, nil
}

// openKey is the context key under which the dialer finds the connection being opened.
type openKey struct{}

// openConn is the network connection of a connection being opened, to be closed from outside.
type openConn struct {
	network, address string
	silence          time.Duration
	choosy, plain    bool  // the password has two forms, and this one is the one that was given
	wire             *wire // as the driver sees it

	mu     sync.Mutex
	conn   net.Conn
	end    *time.Timer // gives the server up
	closed bool
}

// set notes the connection to the server that is tried now, which has so long to take it; 0 is as long as all have together.
func (o *openConn) set(conn net.Conn, within time.Duration) {
	o.opened()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.conn = conn
	if o.closed {
		_ = conn.Close() // whoever reads it learns
	}
	if within > 0 {
		o.end = time.AfterFunc(within, func() { _ = conn.Close() }) // whoever reads it learns
	}
}

// opened ends the time that a server has.
func (o *openConn) opened() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.end != nil {
		o.end.Stop()
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

// wants compares how the server asks for the password with the form that the driver has.
func (o *openConn) wants(code uint32) error {
	switch code {
	case asksForPassword, asksForMD5:
		if o.choosy && !o.plain {
			return errOtherPassword
		}
	case asksForSASL:
		if o.choosy && o.plain {
			return errOtherPassword
		}
	}
	return nil
}

// dialer opens network connections for the driver.
type dialer struct {
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
	tls     *tls.Config   // nil when the connection is not encrypted, or the driver sees to it
	each    time.Duration // that each of several servers has to take a connection; 0 for one server alone
	silence time.Duration // after which a server that owes an answer counts as gone
}

// DialContext is what the driver calls.
func (d dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	if d.each > 0 {
		within, cancel := context.WithTimeoutCause(ctx, d.each, errNoAnswer)
		defer cancel()
		ctx = within
	}
	conn, err := d.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	opening, _ := ctx.Value(openKey{}).(*openConn)
	if opening != nil {
		opening.set(conn, d.each)
	}
	if d.tls != nil {
		encrypted, err := startTLS(ctx, conn, d.encryption(address))
		if err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		conn = encrypted
	}
	w := &wire{Conn: &answeringConn{Conn: conn, silence: d.silence}, opening: opening}
	if opening != nil {
		opening.network, opening.address, opening.wire = network, address, w
	}
	return w, nil
}

// encryption is how the connection to a server is encrypted, whose certificate has to be made out to its host where nothing else is said.
func (d dialer) encryption(address string) *tls.Config {
	if d.tls.ServerName != "" {
		return d.tls
	}
	config := d.tls.Clone()
	if host, _, err := net.SplitHostPort(address); err == nil {
		config.ServerName = host
	}
	return config
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
