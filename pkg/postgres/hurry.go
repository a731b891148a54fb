package postgres

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

type hurryKey struct{}

type hurry struct {
	most   time.Duration
	advice func(time.Duration) i18n.Text
}

// Hurry returns a context in which no statement of a snapshot runs for longer than a time, or than the limits where they are shorter.
// The error of one that would have is the advice, of the time that it had.
func Hurry(ctx context.Context, most time.Duration, advice func(time.Duration) i18n.Text) context.Context {
	return context.WithValue(ctx, hurryKey{}, hurry{most, advice})
}

// hurried are the limits in a context.
func (l Limits) hurried(ctx context.Context) Limits {
	if h, ok := ctx.Value(hurryKey{}).(hurry); ok {
		l.QueryTimeout, l.advice = min(h.most, l.QueryTimeout), h.advice
	}
	return l
}
