// Package schema holds the reference schema "crm": one table per entity of the canonical model, with exactly its
// field names. The migrations are embedded and versioned, so that a database can be brought up to date at any time.
package schema

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// Name is the PostgreSQL schema that the migrations create and that holds their version table.
const Name = "crm"

const versionTable = Name + ".schema_version"

//go:embed migrations/*.sql
var files embed.FS

// Migrate brings the schema up to the newest version and returns the file names of the migrations it applied, in
// order; none when the schema was up to date. Two calls may run at once: an advisory lock makes one wait for the
// other. Every migration runs in its own transaction, so after an error the schema is at the last one that succeeded.
func Migrate(ctx context.Context, db *sql.DB) ([]string, error) {
	provider, err := newProvider(db)
	if err != nil {
		return nil, err
	}
	if err := ensureSchema(ctx, db); err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate schema %s: %w", Name, err)
	}
	applied := make([]string, 0, len(results))
	for _, result := range results {
		applied = append(applied, result.Source.Path)
	}
	return applied, nil
}

// ErrHidden says that who asks may not read which version the schema has. A role that only reads the entities need not.
var ErrHidden = errors.New("the role may not read " + versionTable)

// Version returns the version of the schema in db, 0 when it was never migrated, and the newest version this program
// knows. It does not write. The error is [ErrHidden] where the role may not know.
func Version(ctx context.Context, db *sql.DB) (current, latest int64, err error) {
	provider, err := newProvider(db)
	if err != nil {
		return 0, 0, err
	}
	sources := provider.ListSources()
	latest = sources[len(sources)-1].Version

	var exists, readable bool
	if err := db.QueryRowContext(ctx, `select to_regclass($1) is not null, coalesce(has_table_privilege(to_regclass($1), 'select'), false)`, versionTable).Scan(&exists, &readable); err != nil {
		return 0, latest, fmt.Errorf("read the version of schema %s: %w", Name, err)
	}
	switch {
	case !exists:
		return 0, latest, nil
	case !readable:
		return 0, latest, ErrHidden
	}
	current, err = provider.GetDBVersion(ctx)
	if err != nil {
		return 0, latest, fmt.Errorf("read the version of schema %s: %w", Name, err)
	}
	return current, latest, nil
}

func newProvider(db *sql.DB) (*goose.Provider, error) {
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	// Try once a second, for five minutes: an index on a large table may take that long in the other session.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, migrations,
		goose.WithTableName(versionTable), goose.WithSessionLocker(locker))
}

// ensureSchema creates the schema, which must be there before the version table. "if not exists" alone can collide
// with another session that creates it at the same moment, so it runs under a lock of its own.
func ensureSchema(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("create schema %s: %w", Name, err)
	}
	defer func() { _ = tx.Rollback() }()

	var exists bool
	const check = `select pg_advisory_xact_lock(hashtext('create schema ' || $1)), to_regnamespace($1) is not null`
	if err := tx.QueryRowContext(ctx, check, Name).Scan(new(any), &exists); err != nil {
		return fmt.Errorf("create schema %s: %w", Name, err)
	}
	if exists {
		return nil
	}
	for _, statement := range []string{
		`create schema crm`,
		`comment on schema crm is 'The canonical CRM model: one table per entity'`,
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("create schema %s (the user needs the CREATE privilege on the database): %w", Name, err)
		}
	}
	return tx.Commit()
}
