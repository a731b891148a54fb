package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/lib/pq"
	"github.com/schollz/progressbar/v3"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
)

const (
	folder   = ".demo"
	host     = "127.0.0.1"
	database = "crm"
	reader   = "crm_reader"
	zone     = "UTC"
	currency = "USD"
)

// company is the demo company's database, on a server that runs until it is closed.
type company struct {
	server   *embedded.Server
	db       *sql.DB
	password string // of the reader
}

// openCompany starts the server and makes the company, which is kept for the rest of the day.
func openCompany(ctx context.Context) (_ *company, err error) {
	fmt.Println("Starting PostgreSQL in " + folder + "/postgres …")
	c := &company{password: rand.Text()}
	c.server, err = embedded.Start(ctx, embedded.Options{
		DataDir: folder + "/postgres",
		// The rows can be made again: what matters is that they are made fast.
		Settings: map[string]string{"wal_level": "minimal", "max_wal_senders": "0", "synchronous_commit": "off"},
	})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.close())
		}
	}()
	if err = c.server.CreateDatabase(ctx, database); err != nil {
		return nil, err
	}
	if c.db, err = sql.Open("postgres", c.server.DSN(database)); err != nil {
		return nil, err
	}
	if _, err = schema.Migrate(ctx, c.db); err != nil {
		return nil, err
	}
	if err = c.seed(ctx); err != nil {
		return nil, err
	}
	return c, c.createReader(ctx)
}

func (c *company) close() error {
	var err error
	if c.db != nil {
		err = c.db.Close()
	}
	return errors.Join(err, c.server.Stop())
}

// seed fills the tables unless it did so today. The comment of the database remembers that.
func (c *company) seed(ctx context.Context) error {
	now := time.Now().UTC()
	label := "Demo company, small, seed 1, " + now.Format(time.DateOnly)
	var found sql.NullString
	const comment = `select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()`
	if err := c.db.QueryRowContext(ctx, comment).Scan(&found); err != nil {
		return err
	}
	if found.String == label {
		return nil
	}
	summary, err := demo.Seed(ctx, c.db, demo.Options{Scale: "small", Seed: 1, Today: now, Replace: true, Progress: progress()})
	if err != nil {
		return err
	}
	fmt.Printf("Made a demo company: %d rows in %s\n", summary.Rows, summary.Elapsed.Round(100*time.Millisecond))
	_, err = c.db.ExecContext(ctx, "comment on database "+pq.QuoteIdentifier(database)+" is "+pq.QuoteLiteral(label))
	return err
}

// progress draws a bar for each stage of the work.
func progress() func(stage string, done, total int64) {
	var current string
	var bar *progressbar.ProgressBar
	return func(stage string, done, total int64) {
		if stage != current {
			current = stage
			bar = progressbar.NewOptions64(total, progressbar.OptionSetDescription(fmt.Sprintf("%-12s", stage)),
				progressbar.OptionSetWriter(os.Stderr), progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionSetWidth(40), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set64(done) // a bar that cannot be drawn is no reason to stop
	}
}

// createReader creates the role that the data source uses, with the rights that the README recommends.
func (c *company) createReader(ctx context.Context) error {
	var exists bool
	if err := c.db.QueryRowContext(ctx, `select exists (select from pg_roles where rolname = $1)`, reader).Scan(&exists); err != nil {
		return err
	}
	role := pq.QuoteIdentifier(reader)
	statements := []string{
		"alter role " + role + " login password " + pq.QuoteLiteral(c.password),
		"alter role " + role + " set default_transaction_read_only = on",
		"alter role " + role + " set statement_timeout = '30s'",
		"grant usage on schema crm to " + role,
		"grant select on all tables in schema crm to " + role,
	}
	if !exists {
		statements = append([]string{"create role " + role}, statements...)
	}
	for _, statement := range statements {
		if _, err := c.db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("create the role %s: %w", reader, err)
		}
	}
	return nil
}

// source is a data source on the company's database, as Grafana describes it to the plugin.
func (c *company) source() (backend.PluginContext, error) {
	settings, err := json.Marshal(map[string]any{
		"host": host, "port": c.server.Port(), "database": database, "user": reader, "tlsMode": "disable",
		"timezone": zone, "reportingCurrency": currency,
	})
	return backend.PluginContext{
		Namespace: "default", PluginID: dashboards.PluginID,
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			ID: 1, UID: "crm-kpis", Type: dashboards.PluginID, Name: "CRM KPIs", Updated: time.Now(),
			JSONData: settings, DecryptedSecureJSONData: map[string]string{"password": c.password},
		},
	}, err
}
