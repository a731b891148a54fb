// Package pgtest gives tests PostgreSQL databases of their own.
//
// All tests of a process share one embedded server, started by the first that needs it; with
// CRMKPI_TEST_DSN set, the databases are made on that server instead, by a user who may create
// databases; with CRMKPI_TEST_SERVER set, on the one whose connection string is in that file, which
// the packages of one run of tests share and which is thrown away after them. A package that uses [Template] or [Shared] hands its TestMain to [Main].
package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
)

const (
	envDSN    = "CRMKPI_TEST_DSN"
	envServer = "CRMKPI_TEST_SERVER"

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
	dsn    func(database string) string
	admin  *sql.DB
	common bool // other packages use it, too, and nobody after them
	// byFiles has a database copied as files, which takes a fraction of the time of logging it, where PostgreSQL (15) can choose.
	byFiles string
}

func server(t testing.TB) shared {
	t.Helper()
	s, err := startShared()
	require.NoError(t, err)
	return s
}

var startShared = sync.OnceValues(func() (shared, error) {
	var s shared
	dsn := os.Getenv(envDSN)
	if file := os.Getenv(envServer); file != "" && dsn == "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return s, fmt.Errorf("%s names a file with the connection string of a server: %w", envServer, err)
		}
		dsn, s.common = string(text), true
	}
	if dsn != "" {
		s.dsn = func(database string) string { return withDatabase(dsn, database) }
		err := s.open(dsn)
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
	err = s.open(s.dsn("postgres"))
	return s, err
})

// open opens the pool of who makes databases.
func (s *shared) open(dsn string) (err error) {
	if s.admin, err = open(dsn); err != nil {
		return err
	}
	var version int
	if err := s.admin.QueryRow("SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		return err
	}
	if version >= 15_00_00 {
		s.byFiles = " STRATEGY FILE_COPY"
	}
	return nil
}

func open(dsn string) (*sql.DB, error) {
	connector, err := pq.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// AtExit has [Main] run a function after the tests.
func AtExit(fn func() error) {
	if !inMain {
		panic("pgtest: nobody runs what is for the end: " + needsMain)
	}
	atExit.add(fn)
}

const needsMain = "add func TestMain(m *testing.M) { pgtest.Main(m) } to the package"

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
