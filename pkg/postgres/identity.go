package postgres

import "context"

type identityKey struct{}

// WithIdentity has the transactions of a context tell PostgreSQL for whom they read, by settings of their own such as app.login: for
// policies of row level security to look at. They hold for the transaction only.
func WithIdentity(ctx context.Context, settings map[string]string) context.Context {
	if len(settings) == 0 {
		return ctx
	}
	return context.WithValue(ctx, identityKey{}, settings)
}

// identityIn are the settings of a context.
func identityIn(ctx context.Context) map[string]string {
	settings, _ := ctx.Value(identityKey{}).(map[string]string)
	return settings
}
