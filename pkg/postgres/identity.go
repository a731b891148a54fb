package postgres

import (
	"context"
	"database/sql"
	"maps"
	"slices"
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
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if _, err := tx.ExecContext(ctx, "SELECT set_config($1, $2, true)", name, settings[name]); err != nil {
			return err
		}
	}
	return nil
}
