package main

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/demodb"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
)

var folder = filepath.Join(".demo", "load")

// between is how long the server runs before it is started anew, at the least and at the most.
var between = [2]time.Duration{30 * time.Second, 90 * time.Second}

// company is the demo company on a server that keeps its port.
type company struct {
	server   *embedded.Server
	owner    *sql.DB
	restarts atomic.Int32
}

func openCompany(ctx context.Context) (*company, error) {
	made, err := demodb.Open(ctx, folder, demo.Options{Scale: "small", Seed: 1, Today: time.Now().UTC()}, nil)
	if err != nil {
		return nil, err
	}
	return &company{server: made.Server, owner: made.DB}, nil
}

func (c *company) close() error { return errors.Join(c.owner.Close(), c.server.Stop()) }

// source is a data source on the company, as Grafana describes it to the plugin.
func (c *company) source() (backend.PluginContext, error) {
	return pluginclient.Source("load", c.server.DSN(demodb.Name), nil)
}

// restartAgainAndAgain starts the server anew until ctx ends.
func (c *company) restartAgainAndAgain(ctx context.Context) error {
	for {
		pause := between[0] + rand.N(between[1]-between[0])
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
		port := c.server.Port()
		if err := c.server.Stop(); err != nil {
			return err
		}
		server, err := embedded.Start(context.WithoutCancel(ctx), embedded.Options{DataDir: folder, Port: port})
		if err != nil {
			return err
		}
		c.server = server
		c.restarts.Add(1)
	}
}

// connections counts those of the plugin; ok is false while the server is down.
func (c *company) connections(ctx context.Context) (n int, ok bool) {
	err := c.owner.QueryRowContext(ctx, `select count(*) from pg_stat_activity where application_name = 'Grafana CRM KPIs'`).Scan(&n)
	return n, err == nil
}
