package probe

import (
	"context"
	"errors"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// late says that the time to read rows in was over before something was known.
type late struct{ budget time.Duration }

func (l *late) Error() string { return l.Text().In(i18n.English) }

// Text is the error in every language.
func (l *late) Text() i18n.Text { return i18n.T("check.late", "budget", l.budget) }

// within reads rows for as long as the budget lasts; 0 is without end.
func within(ctx context.Context, budget time.Duration, read func(context.Context) error) error {
	if budget > 0 {
		limited, cancel := context.WithTimeoutCause(ctx, budget, &late{budget})
		defer cancel()
		ctx = limited
	}
	return read(ctx)
}

// unknown returns why something cannot be known, while the rest can: PostgreSQL refuses it or gives up on it, or the budget is
// used up. It is nil for no error, and for trouble with the connection.
func unknown(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if over, ok := errors.AsType[*late](context.Cause(ctx)); ok {
		return over
	}
	if refused(err) || timedOut(ctx, err) {
		return err
	}
	return nil
}

// timedOut reports whether the database gave up on a statement, while whoever asked still waits.
func timedOut(ctx context.Context, err error) bool {
	e, ok := errors.AsType[*postgres.Error](err)
	return ok && e.Kind == postgres.KindTimeout && ctx.Err() == nil
}
