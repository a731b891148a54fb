// Package postgres gives read-only access to a company's database: a pool with TLS, timeouts and
// cancellation down to the server, and errors that say what to do.
package postgres

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// How much longer than the statement timeout a server may take to report it.
const grace = 15 * time.Second

// DB is a pool of connections to one database. It is safe for concurrent use.
type DB struct {
	pool      *sql.DB
	connector *connector
	limits    Limits
	watch     func(Run)
	life      *life
	turns     Turns // nil for none
}

// Open returns a pool; the first use connects. What the host says in its environment, its home
// directory or a password file is left aside.
func Open(config Config) (*DB, error) {
	limits, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	driver, err := config.driver()
	if err != nil {
		return nil, err
	}
	encryption, err := config.TLS.client()
	if err != nil {
		return nil, err
	}
	db, err := open(driver, dialer{dial: config.Dial, tls: encryption}, limits)
	if err != nil {
		return nil, err
	}
	db.watch, db.turns = config.Watch, config.Turns
	return db, nil
}

// OpenDSN returns a pool for a connection string, in either of libpq's forms, with libpq's reading
// of the environment. It is meant for commands; a server uses [Open].
func OpenDSN(dsn string, limits Limits) (*DB, error) {
	driver, err := pq.NewConfig(strings.TrimSpace(dsn))
	if err != nil {
		return nil, fault.New("database.connection_string", "reason", err)
	}
	if err := readHosts(&driver); err != nil {
		return nil, err
	}
	if limits.ConnectTimeout == 0 {
		limits.ConnectTimeout = driver.ConnectTimeout
	}
	driver.ConnectTimeout = 0
	if limits, err = limits.withDefaults(); err != nil {
		return nil, err
	}
	encryption, err := ownTLS(&driver)
	if err != nil {
		return nil, err
	}
	return open(driver, dialer{tls: encryption}, limits)
}

// readHosts reads the hosts of a connection string as people write them. Of a URL with several, the driver leaves the ports to us.
func readHosts(driver *pq.Config) (err error) {
	if len(driver.Multi) == 0 {
		driver.Host, err = Host(driver.Host)
		return err
	}
	servers := serversOf(*driver)
	for i, s := range servers {
		if s.Host == "" { // there is an address instead
			continue
		}
		if servers[i], err = oneOf(s.Host, s.Port); err != nil {
			return err
		}
	}
	driver.Host, driver.Port = servers[0].Host, uint16(servers[0].Port) // #nosec G115 -- checked before
	for i, m := range multi(servers) {
		driver.Multi[i].Host, driver.Multi[i].Port = m.Host, m.Port
	}
	return nil
}

func open(config pq.Config, d dialer, limits Limits) (*DB, error) {
	config.BinaryParameters = true // statement and arguments in one round trip, as a connection pooler needs
	if d.dial == nil {
		d.dial = directly.DialContext
	}
	d.silence = limits.QueryTimeout + grace
	connector, err := newConnector(config, d, limits.ConnectTimeout)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(limits.MaxOpenConns)
	pool.SetMaxIdleConns(limits.MaxIdleConns)
	pool.SetConnMaxLifetime(limits.ConnMaxLifetime)
	return &DB{pool: pool, connector: connector, limits: limits, life: newLife()}, nil
}

// Close ends the statements that run, on the server too, and closes the pool.
func (db *DB) Close() error {
	db.life.end()
	return db.pool.Close()
}

// Ping connects. Its error is an [*Error].
func (db *DB) Ping(ctx context.Context) error {
	return explain(ctx, db.pool.PingContext(ctx), db.limits)
}

// Stats counts the pool's connections.
func (db *DB) Stats() sql.DBStats { return db.pool.Stats() }

// MaxOpenConns is how many statements can run at once.
func (db *DB) MaxOpenConns() int { return db.limits.MaxOpenConns }

// Pool is the pool itself, for the commands that write.
func (db *DB) Pool() *sql.DB { return db.pool }

// ServerVersion returns the version as a number, such as 180004, and as text, such as "18.4".
func (db *DB) ServerVersion(ctx context.Context) (number int, text string, err error) {
	err = db.Snapshot(ctx, func(s *Snapshot) error {
		return s.Read(ctx, Statement{SQL: `SELECT current_setting('server_version_num')::int, current_setting('server_version')`},
			func(row Row) error { return row.Scan(&number, &text) })
	})
	return number, text, err
}
