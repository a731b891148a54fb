// Package companies gives tests the databases of real companies, whose data stays beside the project.
package companies

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var copied = regexp.MustCompile(`(?m)^\\copy (\S+) from '(\S+)' csv header$`)

// Missing says why a test is skipped where [Folder] finds nothing.
const Missing = "skipped: the companies' data is not at ../shared/companies beside the project"

// Folder returns the folder of all companies' data, "" where it is not at hand.
func Folder() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; folder = filepath.Dir(folder) {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(folder) == folder {
			return "", errors.New("this does not run inside the project")
		}
	}
	data := filepath.Join(filepath.Dir(folder), "shared", "companies")
	if _, err := os.Stat(data); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	} else if err != nil {
		return "", err
	}
	return data, nil
}

// Load makes the tables of schema.sql and fills them as load.sql says, whose \copy only psql understands.
func Load(ctx context.Context, db *sql.DB, folder string) error {
	schema, err := os.ReadFile(filepath.Join(folder, "schema.sql"))
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, string(schema)); err != nil {
		return fmt.Errorf("schema.sql: %w", err)
	}
	files, err := os.ReadFile(filepath.Join(folder, "load.sql"))
	if err != nil {
		return err
	}
	tables := copied.FindAllStringSubmatch(string(files), -1)
	if len(tables) == 0 {
		return errors.New("load.sql copies no table")
	}
	for _, table := range tables {
		text, err := os.ReadFile(filepath.Join(folder, table[2]))
		if err != nil {
			return err
		}
		if err := copyIn(ctx, db, table[1], string(text)); err != nil {
			return fmt.Errorf("%s: %w", table[2], err)
		}
	}
	_, err = db.ExecContext(ctx, "analyze")
	return err
}

// copyIn sends a CSV as it is, so that PostgreSQL tells an empty text from null.
func copyIn(ctx context.Context, db *sql.DB, table, csv string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	err = conn.Raw(func(connection any) error {
		statement, err := connection.(driver.Conn).Prepare("copy " + table + " from stdin with (format csv, header)")
		if err != nil {
			return err
		}
		raw, ok := statement.(interface {
			CopyData(ctx context.Context, line string) (driver.Result, error)
		})
		if !ok {
			return errors.Join(errors.New("the driver cannot copy"), statement.Close())
		}
		_, sent := raw.CopyData(ctx, strings.TrimSuffix(csv, "\n"))
		//lint:ignore SA1019 the driver's way to end a copy
		_, synced := statement.Exec(nil)
		return errors.Join(sent, synced)
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}
