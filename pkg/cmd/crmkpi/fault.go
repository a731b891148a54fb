package main

import (
	"errors"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// usageError is a fault of the command line.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(id string, arguments ...any) error { return &usageError{fault.New(id, arguments...)} }

// usageAt says which flag is wrong.
func usageAt(flag string, err error) error { return &usageError{fault.At(flag, err)} }

// flagError says in words of our own what is wrong with the flags.
func flagError(err error) error {
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok && e.GetFlag().Shorthand == "" {
		return usage("cli.flag_value", "value", e.GetValue(), "flag", "--"+e.GetFlag().Name, "reason", e.Unwrap())
	}
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok && e.GetSpecifiedShortnames() == "" {
		return usage("cli.flag_unknown", "flag", "--"+e.GetSpecifiedName())
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok && e.GetSpecifiedShortnames() == "" {
		return usage("cli.flag_needs_value", "flag", "--"+e.GetSpecifiedName())
	}
	return usage("cli.flag_said", "reason", err)
}

// languageOf is the one that a command line asks for; English where the command has no such flag.
func languageOf(command *cobra.Command) i18n.Language {
	if flag := command.Flags().Lookup("lang"); flag != nil {
		return i18n.Language(flag.Value.String())
	}
	return i18n.English
}

// describe returns the text and the exit status of an error. The packages say what is wrong and what would be right; here it
// is added where a terminal's user changes it.
func describe(err error, command *cobra.Command) (string, int) {
	language := languageOf(command)
	text := i18n.Whole(err)
	if _, ok := errors.AsType[*usageError](err); ok {
		return i18n.T("cli.usage", "reason", text, "command", command.CommandPath()).In(language), statusUsage
	}
	if where := changedAt(err); where != (i18n.Text{}) {
		text = i18n.T("cli.at", "reason", text, "where", where)
	}
	return text.In(language), statusFault
}

var (
	connectionFlags = i18n.T("cli.change_connection")
	mappingFlag     = i18n.T("cli.change_mapping")
)

// changedAt names the flags that change what an error complains about; empty when the error itself does.
func changedAt(err error) i18n.Text {
	database, ok := errors.AsType[*postgres.Error](err)
	if !ok {
		if f, ok := errors.AsType[*fault.Error](err); ok && f.Code == "plan.too_many_cells" {
			return i18n.T("cli.change_max_cells")
		}
		if _, ok := errors.AsType[*crm.Unavailable](err); ok {
			return mappingFlag
		}
		return i18n.Text{}
	}
	switch database.Kind {
	case postgres.KindAuth, postgres.KindUnreachable, postgres.KindTLS, postgres.KindPermission, postgres.KindTooManyConnections:
		return connectionFlags
	case postgres.KindMissingObject:
		if database.SQLState == "3D000" { // invalid_catalog_name: the database itself
			return connectionFlags
		}
		return i18n.T("cli.change_mapping_or_migrate", "mapping", mappingFlag)
	case postgres.KindSyntax, postgres.KindReadOnly:
		return mappingFlag
	case postgres.KindTimeout:
		if database.Setting == "" {
			return i18n.T("cli.change_timeout")
		}
	}
	return i18n.Text{}
}
