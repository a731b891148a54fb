package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/demodb"
)

const (
	folder   = ".demo"
	host     = "127.0.0.1"
	reader   = "crm_reader"
	zone     = "UTC"
	currency = "USD"
)

// company is the demo company's database, and the role that the data source uses.
type company struct {
	*demodb.Database
	password string
}

// openCompany starts the server and makes the company, which is kept for the rest of the day.
func openCompany(ctx context.Context) (*company, error) {
	fmt.Println("Starting PostgreSQL in " + folder + "/postgres …")
	options := demo.Options{Scale: "small", Seed: 1, Today: time.Now().UTC()}
	db, err := demodb.Open(ctx, folder+"/postgres", options, nil)
	if err != nil {
		return nil, err
	}
	c := &company{db, rand.Text()}
	if err := c.createReader(ctx); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return c, nil
}

// createReader gives the role the rights that the README recommends, and a new password.
func (c *company) createReader(ctx context.Context) error {
	var exists bool
	if err := c.DB.QueryRowContext(ctx, `select exists (select from pg_roles where rolname = $1)`, reader).Scan(&exists); err != nil {
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
		if _, err := c.DB.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("create the role %s: %w", reader, err)
		}
	}
	return nil
}

// source is a data source on the company's database, as Grafana describes it to the plugin.
func (c *company) source() (backend.PluginContext, error) {
	settings, err := json.Marshal(map[string]any{
		"host": host, "port": c.Port(), "database": demodb.Name, "user": reader, "tlsMode": "disable",
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
