package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// usageError is a fault of the command line.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// describe returns the text and the exit status of an error. The packages say what is wrong and what would be right; here it
// is added where a terminal's user changes it.
func describe(err error, command *cobra.Command) (string, int) {
	var wrong *usageError
	if errors.As(err, &wrong) {
		return fmt.Sprintf("%s (see `%s --help`)", wrong, command.CommandPath()), statusUsage
	}
	text := err.Error()
	if where := changedAt(err); where != "" {
		text += " (" + where + ")"
	}
	return text, statusFault
}

const (
	connectionFlags = "connection settings: --dsn or CRMKPI_DSN"
	mappingFlag     = "mapping: --mapping FILE or --preset ID"
)

// changedAt names the flags that change what an error complains about; "" when the error itself does.
func changedAt(err error) string {
	if _, ok := errors.AsType[*crm.Unavailable](err); ok {
		return mappingFlag
	}
	database, ok := errors.AsType[*postgres.Error](err)
	if !ok {
		return ""
	}
	switch database.Kind {
	case postgres.KindAuth, postgres.KindUnreachable, postgres.KindTLS, postgres.KindPermission, postgres.KindTooManyConnections:
		return connectionFlags
	case postgres.KindMissingObject:
		if database.SQLState == "3D000" { // invalid_catalog_name: the database itself
			return connectionFlags
		}
		return mappingFlag + "; the reference schema is created by `crmkpi migrate`"
	case postgres.KindSyntax, postgres.KindReadOnly:
		return mappingFlag
	case postgres.KindTimeout:
		return "query timeout: --timeout"
	}
	return ""
}
