// Package demodb keeps a demo company in a PostgreSQL of its own, for the demo and the benchmark.
package demodb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/lib/pq"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
)

// Name is the name of the database.
const Name = "crm"

// Database is a running server with the company in it.
type Database struct {
	*embedded.Server
	DB *sql.DB // the owner's
}

// Open starts the server of a folder, which is made when missing, and seeds the company unless the one asked for is there: one
// of the same scale, seed and day. Progress goes to stderr. Settings are server parameters.
func Open(ctx context.Context, dir string, options demo.Options, settings map[string]string) (_ *Database, err error) {
	server, err := embedded.Start(ctx, embedded.Options{DataDir: dir, Settings: withFastWrites(settings)})
	if err != nil {
		return nil, err
	}
	d := &Database{Server: server}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	if err = server.CreateDatabase(ctx, Name); err != nil {
		return nil, err
	}
	if d.DB, err = sql.Open("postgres", server.DSN(Name)); err != nil {
		return nil, err
	}
	if _, err = schema.Migrate(ctx, d.DB); err != nil {
		return nil, err
	}
	return d, d.seed(ctx, options)
}

// withFastWrites adds settings for rows that can be made again: what matters is that they are made fast.
func withFastWrites(settings map[string]string) map[string]string {
	all := map[string]string{"wal_level": "minimal", "max_wal_senders": "0", "synchronous_commit": "off", "max_wal_size": "4GB"}
	for name, value := range settings {
		all[name] = value
	}
	return all
}

// Close closes the connections and stops the server.
func (d *Database) Close() error {
	var err error
	if d.DB != nil {
		err = d.DB.Close()
	}
	return errors.Join(err, d.Stop())
}

// seed fills the tables unless they hold the company asked for. The comment of the database remembers which one they hold.
func (d *Database) seed(ctx context.Context, options demo.Options) error {
	label := fmt.Sprintf("Demo company, %s, seed %d, %s", options.Scale, options.Seed, options.Today.Format(time.DateOnly))
	var found sql.NullString
	const comment = `select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()`
	if err := d.DB.QueryRowContext(ctx, comment).Scan(&found); err != nil {
		return err
	}
	if found.String == label {
		return nil
	}
	options.Replace, options.Progress = true, progress()
	summary, err := demo.Seed(ctx, d.DB, options)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d rows in %s\n", label, summary.Rows, summary.Elapsed.Round(100*time.Millisecond))
	// The planner's statistics would otherwise come when the server finds the time.
	for _, statement := range []string{"analyze", "comment on database " + pq.QuoteIdentifier(Name) + " is " + pq.QuoteLiteral(label)} {
		if _, err := d.DB.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// progress draws a bar for each stage of the work on a terminal, and names the stages elsewhere.
func progress() func(stage string, done, total int64) {
	terminal := term.IsTerminal(int(os.Stderr.Fd()))
	var current string
	var bar *progressbar.ProgressBar
	return func(stage string, done, total int64) {
		switch {
		case stage == current:
		case terminal:
			bar = progressbar.NewOptions64(total, progressbar.OptionSetDescription(fmt.Sprintf("%-12s", stage)),
				progressbar.OptionSetWriter(os.Stderr), progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionSetWidth(40), progressbar.OptionClearOnFinish())
		default:
			fmt.Fprintln(os.Stderr, "Making", stage, "…")
		}
		current = stage
		if bar != nil {
			_ = bar.Set64(done) // a bar that cannot be drawn is no reason to stop
		}
	}
}
