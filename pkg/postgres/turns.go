package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/lib/pq"
)

// Turns gives the connections of a pool to those who wait for one, by turns.
type Turns interface {
	// Turn waits for a turn, until leave ends it. It fails only when the context ends.
	Turn(context.Context) (leave func(), err error)
	// Narrow is told that the server has no connection for a turn.
	Narrow()
}

// turn waits for a turn to use a connection.
func (db *DB) turn(ctx context.Context) (leave func(), err error) {
	if db.turns == nil {
		return func() {}, nil
	}
	return db.turns.Turn(ctx)
}

// begin begins a transaction. That the server, or the role, has no connection left is no fault of who asks: where turns are taken, it waits
// for one until the context's deadline.
func (db *DB) begin(ctx context.Context) (*sql.Tx, error) {
	_, ends := ctx.Deadline()
	var refused error // for want of a connection
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		tx, err := db.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		late := refused != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) // in the middle of another attempt
		switch {
		case err == nil, !ends, db.turns == nil, pq.As(err, tooManyConnections) == nil && !late:
			return tx, explain(ctx, err, db.limits)
		case late:
			return nil, explain(context.WithoutCancel(ctx), refused, db.limits)
		}
		refused = err
		db.turns.Narrow()
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			if errors.Is(ctx.Err(), context.Canceled) {
				return nil, explain(ctx, err, db.limits)
			}
			return nil, explain(context.WithoutCancel(ctx), err, db.limits)
		}
	}
}
