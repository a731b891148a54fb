package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
)

// Options of [Seed]. The zero value seeds a small company that ends now.
type Options struct {
	Scale   string    // "small" (default), "medium" or "large"
	Seed    int64     // another seed is another company of the same size
	Today   time.Time // the instant at which the past ends, cut to the second; zero = now
	Replace bool      // delete the rows that are there, instead of refusing to seed

	// Progress is called now and then, from the goroutine of Seed, with the stage of the work and how much of it is
	// done, in units of the stage; nil = nobody is interested.
	Progress func(stage string, done, total int64)
}

// Summary says what Seed wrote.
type Summary struct {
	Tables   []TableRows // in the order of the model
	Rows     int64       // of all tables
	From, To time.Time   // the recorded past: from the first lead to Today
	Elapsed  time.Duration
}

// TableRows is the number of rows written to one table.
type TableRows struct {
	Table string
	Rows  int64
}

// ErrNotEmpty is returned by [Seed] when the schema holds rows and Options.Replace is false.
var ErrNotEmpty = errors.New("the schema crm already holds rows")

// Seed fills the reference schema with a demo company, in one transaction: on an error or a cancelled ctx the database
// stays as it was. The schema must be migrated to the newest version, and db must use lib/pq and own the tables. Equal
// Scale, Seed and Today give equal rows.
func Seed(ctx context.Context, db *sql.DB, options Options) (Summary, error) {
	began := time.Now()
	size, err := sizeOf(options.Scale)
	if err != nil {
		return Summary{}, err
	}
	if options.Today.IsZero() {
		options.Today = began
	}
	if options.Progress == nil {
		options.Progress = func(string, int64, int64) {}
	}
	if err := checkVersion(ctx, db); err != nil {
		return Summary{}, err
	}

	load, err := beginLoad(ctx, db, options.Replace)
	if err != nil {
		return Summary{}, fmt.Errorf("seed: %w", err)
	}
	defer load.rollback()
	if err := load.dropIndexes(); err != nil {
		return Summary{}, fmt.Errorf("seed: %w", err)
	}
	company := newCompany(load, size, options)
	if err := company.generate(); err != nil {
		return Summary{}, fmt.Errorf("seed: %w", err)
	}
	if err := load.finish(options.Progress); err != nil {
		return Summary{}, fmt.Errorf("seed: %w", err)
	}

	summary := Summary{From: company.time(int64(company.start) * daySeconds), To: company.time(company.now)}
	for _, table := range load.tables {
		summary.Tables = append(summary.Tables, TableRows{table.name, table.rows})
		summary.Rows += table.rows
	}
	summary.Elapsed = time.Since(began)
	return summary, nil
}

func checkVersion(ctx context.Context, db *sql.DB) error {
	current, latest, err := schema.Version(ctx, db)
	switch {
	case err != nil:
		return fmt.Errorf("seed: %w", err)
	case current == 0:
		return errors.New("seed: the database has no schema crm; create it with `crmkpi migrate`")
	case current != latest:
		return fmt.Errorf("seed: the schema crm has version %d, needed is %d; update it with `crmkpi migrate`", current, latest)
	}
	return nil
}
