package postgres

import (
	"context"
	"math"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// endsWithin is how long a pool that is closed waits for its statements to end on the server. Grafana kills a plugin that takes longer
// than two seconds to stop.
const endsWithin = 1500 * time.Millisecond

// closed is what whoever asks a pool that is closed reads.
func closed() error { return &Error{Kind: KindCancelled, Message: i18n.T("database.closed")} }

// life is what snapshots share with their pool: its end is theirs.
type life struct {
	ctx       context.Context // ends with the pool
	snapshots *semaphore.Weighted
	end       func() // cancels what runs, waits for it, and lets nobody in
}

func newLife() *life {
	ctx, cancel := context.WithCancel(context.Background())
	l := &life{ctx: ctx, snapshots: semaphore.NewWeighted(math.MaxInt64)}
	l.end = sync.OnceFunc(func() {
		cancel()
		patience, stop := context.WithTimeout(context.Background(), endsWithin)
		defer stop()
		_ = l.snapshots.Acquire(patience, math.MaxInt64) // else the server ends them by itself
	})
	return l
}

// enter begins a snapshot: the context returned ends with the pool, too.
func (l *life) enter(ctx context.Context) (_ context.Context, leave func(), _ error) {
	if l.ctx.Err() != nil || !l.snapshots.TryAcquire(1) {
		return nil, nil, closed()
	}
	ctx, cancel := l.within(ctx)
	return ctx, func() {
		cancel()
		l.snapshots.Release(1)
	}, nil
}

// within returns a context that ends with the pool, too.
func (l *life) within(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(l.ctx, func() { cancel(closed()) })
	return ctx, func() {
		stop()
		cancel(nil)
	}
}
