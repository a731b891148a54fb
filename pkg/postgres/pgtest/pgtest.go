// Package pgtest gives tests PostgreSQL databases of their own.
//
// All tests of a process share one embedded server, started by the first that needs it; with
// CRMKPI_TEST_DSN set, the databases are made on that server instead, by a user who may create
// databases. A package that uses [Template] or [Shared] hands its TestMain to [Main].
package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
)

const (
	envDSN = "CRMKPI_TEST_DSN"

	startTimeout = 2 * time.Minute
)

// Main runs the tests of a package, then removes what they shared: the templates and the server.
// It does not return.
func Main(m *testing.M) {
	inMain = true
	code := m.Run()
	if err := atExit.run(); err != nil {
		println("pgtest:", err.Error())
		code = max(code, 1)
	}
	os.Exit(code)
}

// DSN returns the connection string of a new empty database, dropped when the test ends.
func DSN(t testing.TB) string {
	t.Helper()
	name := randomName()
	createForTest(t, name, "")
	return server(t).dsn(name)
}

// DB returns a pool on a new empty database, both gone when the test ends.
func DB(t testing.TB) *sql.DB {
	t.Helper()
	return Open(t, DSN(t))
}

// Open returns a pool that is closed when the test ends.
func Open(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	db, err := open(dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// Server starts a server for this test alone, for tests that need settings of their own or that
// stop the server. It is stopped when the test ends, unless the test did so.
func Server(t testing.TB, options embedded.Options) *embedded.Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), startTimeout)
	defer cancel()
	s, err := embedded.Start(ctx, options)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Stop()) })
	return s
}

// shared is the server on which the databases are made.
type shared struct {
	dsn   func(database string) string
	admin *sql.DB
}

func server(t testing.TB) shared {
	t.Helper()
	s, err := startShared()
	require.NoError(t, err)
	return s
}

var startShared = sync.OnceValues(func() (shared, error) {
	var s shared
	if dsn := os.Getenv(envDSN); dsn != "" {
		s.dsn = func(database string) string { return withDatabase(dsn, database) }
		db, err := open(dsn)
		s.admin = db
		return s, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	embeddedServer, err := embedded.Start(ctx, embedded.Options{})
	if err != nil {
		return s, err
	}
	s.dsn = embeddedServer.DSN
	atExit.add(embeddedServer.Stop)
	s.admin, err = open(s.dsn("postgres"))
	return s, err
})

func open(dsn string) (*sql.DB, error) {
	connector, err := pq.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// inMain says that what is registered with atExit will be run.
var inMain bool

var atExit cleanup

// cleanup runs functions in reverse order of their registration.
type cleanup struct {
	mu        sync.Mutex
	functions []func() error
}

func (c *cleanup) add(fn func() error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.functions = append(c.functions, fn)
}

func (c *cleanup) run() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var errs []error
	for len(c.functions) > 0 {
		last := len(c.functions) - 1
		errs = append(errs, c.functions[last]())
		c.functions = c.functions[:last]
	}
	return errors.Join(errs...)
}
