package main

import (
	"cmp"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// connection are the flags of the commands that use a database.
type connection struct {
	dsn     string
	timeout time.Duration
}

// addDSN adds the flag that every command with a database has. The environment is read when the command runs, so that the
// help does not print it.
func (c *connection) addDSN(flags *pflag.FlagSet) {
	flags.StringVar(&c.dsn, "dsn", "", "database, as postgres://user:password@host:5432/database?sslmode=require, or with several servers, as …@host1:5432,host2:5432/database?target_session_attrs=prefer-standby (default $CRMKPI_DSN)")
}

func (c *connection) addTimeout(flags *pflag.FlagSet) {
	flags.DurationVar(&c.timeout, "timeout", 30*time.Second, "how long each statement may take")
}

// open returns a pool that has connected to nothing yet.
func (c *connection) open() (*postgres.DB, error) {
	dsn := cmp.Or(c.dsn, os.Getenv("CRMKPI_DSN"))
	if strings.TrimSpace(dsn) == "" {
		return nil, usage("cli.dsn_missing")
	}
	if c.timeout < 0 {
		return nil, usage("cli.timeout", "timeout", c.timeout)
	}
	db, err := postgres.OpenDSN(dsn, postgres.Limits{QueryTimeout: c.timeout})
	if wrong, ok := errors.AsType[*fault.Error](err); ok && wrong.Field == "host" {
		return nil, usageAt("--dsn", err)
	}
	if err != nil {
		// The cause is left out: it quotes the string, and with it the password.
		return nil, usage("cli.connection_string")
	}
	return db, nil
}

// writing returns a pool for a command that creates or fills tables, whose statements may take as long as they need.
func (c *connection) writing() (*postgres.DB, error) {
	c.timeout = 24 * time.Hour
	return c.open()
}
