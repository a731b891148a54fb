package pgtest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
)

// Source is a database that tests get copies of, which is much faster than filling one for each.
type Source struct {
	// Name tells it from the others of the process; of a common one, from those of all packages.
	Name string
	// From is what Fill begins with; nil is an empty database.
	From *Source
	// Fill may be nil where From is not.
	Fill func(db *sql.DB) error
	// Common has the packages of a run fill it once, not each of them; From must be common then, too.
	Common bool
}

// Template returns the connection string of a fresh copy of a database that fill made, dropped when
// the test ends. fill runs once per process and name.
func Template(t testing.TB, name string, fill func(db *sql.DB) error) string {
	t.Helper()
	return Source{Name: name, Fill: fill}.Copy(t)
}

// Shared returns the connection string of one copy of the database that fill made, the same for all
// tests of the process. Sessions in it are read-only.
func Shared(t testing.TB, name string, fill func(db *sql.DB) error) string {
	t.Helper()
	return Source{Name: name, Fill: fill}.Shared(t)
}

// Copy returns the connection string of a fresh copy, dropped when the test ends.
func (s Source) Copy(t testing.TB) string {
	t.Helper()
	source := s.made(t)
	database := randomName()
	createForTest(t, database, source)
	return server(t).dsn(database)
}

// Shared returns the connection string of one copy, the same for all tests of the process. Sessions in it are read-only.
func (s Source) Shared(t testing.TB) string {
	t.Helper()
	source := s.made(t)
	database, err := sharedCopies.get(s.Name, func() (string, error) {
		on := server(t)
		database := randomName()
		atExit.add(func() error { return drop(on.admin, database) })
		if err := create(context.Background(), on, database, source); err != nil {
			return "", err
		}
		_, err := on.admin.Exec("ALTER DATABASE " + pq.QuoteIdentifier(database) + " SET default_transaction_read_only = on")
		return database, err
	})
	require.NoError(t, err)
	return server(t).dsn(database)
}

// On fills an empty database that is elsewhere, as a copy is filled.
func (s Source) On(db *sql.DB) error {
	if s.From != nil {
		if err := s.From.On(db); err != nil {
			return err
		}
	}
	if s.Fill == nil {
		return nil
	}
	return s.Fill(db)
}

// made returns the name of the database that is copied. Nobody connects to it afterwards:
// PostgreSQL only copies databases that are not in use.
func (s Source) made(t testing.TB) string {
	t.Helper()
	if !inMain {
		t.Fatal("pgtest: templates are dropped at the end of the process: " + needsMain)
	}
	database, err := templates.get(s.Name, func() (string, error) {
		from := ""
		if s.From != nil {
			from = s.From.made(t)
		}
		on := server(t)
		if on.common && s.Common {
			return s.common(on, from)
		}
		database := randomName()
		atExit.add(func() error { return drop(on.admin, database) })
		return database, s.fill(on, database, from)
	})
	require.NoError(t, err)
	return database
}

// fill makes the database.
func (s Source) fill(on shared, database, from string) error {
	if err := create(context.Background(), on, database, from); err != nil || s.Fill == nil {
		return err
	}
	db, err := open(on.dsn(database))
	if err != nil {
		return err
	}
	if err := errors.Join(s.Fill(db), db.Close()); err != nil {
		return fmt.Errorf("fill template database %q: %w", s.Name, err)
	}
	return nil
}

// common returns the name of the database that the packages share, and makes it if no other process has. It gets its name when it is whole.
func (s Source) common(on shared, from string) (name string, err error) {
	ctx := context.Background()
	sum := sha256.Sum256([]byte(s.Name))
	name = "crmkpi_common_" + hex.EncodeToString(sum[:16])
	alone, err := on.admin.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, alone.Close()) }()
	if _, err := alone.ExecContext(ctx, "SELECT pg_advisory_lock(hashtextextended($1, 0))", name); err != nil {
		return "", err
	}
	defer func() {
		_, unlocked := alone.ExecContext(ctx, "SELECT pg_advisory_unlock_all()")
		err = errors.Join(err, unlocked)
	}()
	var exists bool
	if err := alone.QueryRowContext(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil || exists {
		return name, err
	}
	unfinished := randomName()
	if err := s.fill(on, unfinished, from); err != nil {
		return "", errors.Join(err, drop(on.admin, unfinished))
	}
	_, err = alone.ExecContext(ctx, "ALTER DATABASE "+pq.QuoteIdentifier(unfinished)+" RENAME TO "+pq.QuoteIdentifier(name))
	return name, err
}

// byName keeps one database per name, made by the first who asks.
type byName struct{ entries sync.Map }

func (b *byName) get(name string, create func() (string, error)) (string, error) {
	once, _ := b.entries.LoadOrStore(name, sync.OnceValues(create))
	return once.(func() (string, error))()
}

var templates, sharedCopies byName
