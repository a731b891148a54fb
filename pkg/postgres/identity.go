package postgres

import (
	"context"
	"database/sql"

	"github.com/lib/pq"
)

type identityKey struct{}

// WithIdentity has the transactions of a context tell PostgreSQL for whom they read, by settings of their own such as app.login: for
// policies of row level security to look at. They hold for the transaction only.
func WithIdentity(ctx context.Context, settings map[string]string) context.Context {
	if len(settings) == 0 {
		return ctx
	}
	return context.WithValue(ctx, identityKey{}, settings)
}

// identify gives a transaction the settings of its context.
func identify(ctx context.Context, tx *sql.Tx) error {
	settings, _ := ctx.Value(identityKey{}).(map[string]string)
	if len(settings) == 0 {
		return nil
	}
	var names, values pq.StringArray
	for name, value := range settings {
		names, values = append(names, name), append(values, value)
	}
	_, err := tx.ExecContext(ctx, "SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS given(name, value)", names, values)
	return err
}
