package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
)

// Template returns the connection string of a fresh copy of a database that fill made, dropped when
// the test ends. fill runs once per process and name; copying is much faster than filling again.
func Template(t testing.TB, name string, fill func(db *sql.DB) error) string {
	t.Helper()
	source := template(t, name, fill)
	database := randomName()
	createForTest(t, database, source)
	return server(t).dsn(database)
}

// Shared returns the connection string of one copy of the database that fill made, the same for all
// tests of the process. Sessions in it are read-only.
func Shared(t testing.TB, name string, fill func(db *sql.DB) error) string {
	t.Helper()
	source := template(t, name, fill)
	database, err := sharedCopies.get(name, func() (string, error) {
		s := server(t)
		database := randomName()
		atExit.add(func() error { return drop(s.admin, database) })
		if err := create(context.Background(), s.admin, database, source); err != nil {
			return "", err
		}
		_, err := s.admin.Exec("ALTER DATABASE " + pq.QuoteIdentifier(database) + " SET default_transaction_read_only = on")
		return database, err
	})
	require.NoError(t, err)
	return server(t).dsn(database)
}

// template returns the name of the database that fill made. Nobody connects to it afterwards:
// PostgreSQL only copies databases that are not in use.
func template(t testing.TB, name string, fill func(db *sql.DB) error) string {
	t.Helper()
	if !inMain {
		t.Fatal("pgtest: templates are dropped at the end of the process: add func TestMain(m *testing.M) { pgtest.Main(m) } to the package")
	}
	database, err := templates.get(name, func() (string, error) {
		s := server(t)
		database := randomName()
		atExit.add(func() error { return drop(s.admin, database) })
		if err := create(context.Background(), s.admin, database, ""); err != nil {
			return "", err
		}
		db, err := open(s.dsn(database))
		if err != nil {
			return "", err
		}
		if err := errors.Join(fill(db), db.Close()); err != nil {
			return "", fmt.Errorf("fill template database %q: %w", name, err)
		}
		return database, nil
	})
	require.NoError(t, err)
	return database
}

// byName keeps one database per name, made by the first who asks.
type byName struct{ entries sync.Map }

func (b *byName) get(name string, create func() (string, error)) (string, error) {
	once, _ := b.entries.LoadOrStore(name, sync.OnceValues(create))
	return once.(func() (string, error))()
}

var templates, sharedCopies byName
