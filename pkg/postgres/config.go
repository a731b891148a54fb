package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/lib/pq"
)

// Config says how to connect to one database.
type Config struct {
	Host     string // name, address, or folder of a Unix socket
	Port     int    // 0 means 5432
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

	Limits
}

// Limits bound what the pool and its statements may use. Zero means the default for each.
type Limits struct {
	MaxOpenConns    int           // 0 means 10
	MaxIdleConns    int           // 0 means 5
	ConnMaxLifetime time.Duration // 0 means 30 minutes
	ConnectTimeout  time.Duration // 0 means 10 seconds
	QueryTimeout    time.Duration // of each statement; 0 means 30 seconds
	MaxRows         int           // of each statement; 0 means 1,000,000
}

func (l Limits) withDefaults() (Limits, error) {
	for name, value := range map[string]int64{
		"maximum of open connections": int64(l.MaxOpenConns),
		"maximum of idle connections": int64(l.MaxIdleConns),
		"connection lifetime":         int64(l.ConnMaxLifetime),
		"connect timeout":             int64(l.ConnectTimeout),
		"query timeout":               int64(l.QueryTimeout),
		"row limit":                   int64(l.MaxRows),
	} {
		if value < 0 {
			return l, fmt.Errorf("the %s in the connection settings is negative: give 0 for the default, or more", name)
		}
	}
	return Limits{
		MaxOpenConns:    cmp.Or(l.MaxOpenConns, 10),
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
			missing = append(missing, fmt.Errorf("the connection settings name no %s", field.name))
		}
	}
	if c.Port < 0 || c.Port > 65535 {
		missing = append(missing, fmt.Errorf("the port %d in the connection settings is not one: ports go from 1 to 65535, PostgreSQL's is 5432", c.Port))
	}
	return pq.Config{
		Host:            c.Host,
		Port:            uint16(cmp.Or(c.Port, 5432)),
		Database:        c.Database,
		User:            c.User,
		Password:        c.Password,
		ApplicationName: c.ApplicationName,
		ClientEncoding:  "UTF8",
		Datestyle:       "ISO, MDY",
		// The dialer encrypts the connection: the driver would look for certificates in the host's
		// home directory. For the same reason it gets a password file that cannot exist.
		SSLMode:  pq.SSLModeDisable,
		Passfile: filepath.Join(os.DevNull, "none"),
	}, errors.Join(missing...)
}
