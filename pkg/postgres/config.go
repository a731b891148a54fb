package postgres

import (
	"cmp"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Config says how to connect to one database.
type Config struct {
	Host     string // name, address, or folder of a Unix socket; several as [Servers] reads them
	Port     int    // 0 means 5432
	Target   Target // which of several servers; "" means any
	Database string
	User     string
	Password string
	TLS      TLSConfig

	// ApplicationName is shown in pg_stat_activity.
	ApplicationName string
	// Dial opens network connections; nil dials directly.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Watch is told of every statement that was run; nil when nobody watches. Several may call it at once.
	Watch func(Run)
	// Turns says whose turn it is to use a connection; nil lets everybody.
	Turns Turns

	Limits
}

// DefaultMaxOpenConns is how many connections a pool has at most.
const DefaultMaxOpenConns = 10

// Limits bound what the pool and its statements may use. Zero means the default for each.
type Limits struct {
	MaxOpenConns    int           // 0 means [DefaultMaxOpenConns]
	MaxIdleConns    int           // 0 means 5
	ConnMaxLifetime time.Duration // 0 means 30 minutes
	ConnectTimeout  time.Duration // 0 means 10 seconds
	QueryTimeout    time.Duration // of each statement; 0 means 30 seconds
	MaxRows         int           // of each statement; 0 means 1,000,000

	advice   func(time.Duration) i18n.Text // on what ran for too long, see [Hurry]; nil for that on the limits
	ofServer bool                          // QueryTimeout is that of the server, which is the stricter one
	since    time.Time                     // when the statement began; zero when that is not known
}

func (l Limits) withDefaults() (Limits, error) {
	for _, limit := range []struct {
		id    string
		value int64
	}{
		{"database.max_open_conns", int64(l.MaxOpenConns)},
		{"database.max_idle_conns", int64(l.MaxIdleConns)},
		{"database.conn_max_lifetime", int64(l.ConnMaxLifetime)},
		{"database.connect_timeout", int64(l.ConnectTimeout)},
		{"database.query_timeout", int64(l.QueryTimeout)},
		{"database.max_rows", int64(l.MaxRows)},
	} {
		if limit.value < 0 {
			return l, fault.New("database.negative_limit", "limit", i18n.T(limit.id))
		}
	}
	return Limits{
		MaxOpenConns:    cmp.Or(l.MaxOpenConns, DefaultMaxOpenConns),
		MaxIdleConns:    cmp.Or(l.MaxIdleConns, 5),
		ConnMaxLifetime: cmp.Or(l.ConnMaxLifetime, 30*time.Minute),
		ConnectTimeout:  cmp.Or(l.ConnectTimeout, 10*time.Second),
		QueryTimeout:    cmp.Or(l.QueryTimeout, 30*time.Second),
		MaxRows:         cmp.Or(l.MaxRows, 1_000_000),
	}, nil
}

// driver returns the driver's configuration. It is made by hand, since the driver's own parser
// would mix in the PG* variables of the host.
func (c Config) driver() (pq.Config, error) {
	var missing []error
	for _, field := range []struct{ name, value string }{{"host", c.Host}, {"database", c.Database}, {"user", c.User}} {
		if field.value == "" {
			missing = append(missing, fault.New("database.no_"+field.name).In(field.name))
		}
	}
	if c.Port < 0 || c.Port > 65535 {
		missing = append(missing, fault.New("database.port", "port", c.Port).In("port"))
	}
	servers, err := Servers(c.Host, c.Port)
	if err := cmp.Or(err, c.Target.Check()); err != nil {
		return pq.Config{}, errors.Join(append(missing, err)...)
	}
	return pq.Config{
		Host:  servers[0].Host,
		Port:  uint16(servers[0].Port), // #nosec G115 -- checked above
		Multi: multi(servers),
		// The driver tries them in their order, and asks each what it is.
		TargetSessionAttrs: pq.TargetSessionAttrs(c.Target),
		Database:           c.Database,
		User:               c.User,
		Password:           c.Password,
		ApplicationName:    c.ApplicationName,
		ClientEncoding:     "UTF8",
		Datestyle:          "ISO, MDY",
		// The dialer encrypts the connection: the driver would look for certificates in the host's
		// home directory. For the same reason it gets a password file that cannot exist.
		SSLMode:  pq.SSLModeDisable,
		Passfile: filepath.Join(os.DevNull, "none"),
	}, errors.Join(missing...)
}
