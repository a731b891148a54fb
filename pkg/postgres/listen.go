package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/lib/pq"
)

// isAlive is how often a server that has nothing to tell is asked whether it is there.
const isAlive = 15 * time.Second

// syncMessage asks the server for no more than that it is ready.
var syncMessage = []byte{'S', 0, 0, 0, 4}

// Listen calls heard with the payload of each notification on a channel, in order, until ctx ends or the connection breaks; ready is
// called once none is missed. The connection is one beside the pool: PostgreSQL sends notifications to the session that listens, which
// a pooler between must leave to it.
func (db *DB) Listen(ctx context.Context, channel string, ready func(), heard func(payload string)) error {
	opened, err := db.connector.Connect(ctx)
	if err != nil {
		return explain(ctx, err, db.limits)
	}
	s := opened.(*session)
	defer s.Close()
	if s.wire.opaque {
		return errors.New("nothing can be heard on a connection that the driver encrypts")
	}
	s.wire.heard = heard
	if _, err := s.ExecContext(ctx, "LISTEN "+pq.QuoteIdentifier(channel), nil); err != nil {
		return explain(ctx, err, db.limits)
	}
	ready()
	return explain(ctx, s.hear(ctx), db.limits)
}

// hear reads what the server says of itself, which the driver does only for a statement, until ctx or the connection ends.
func (s *session) hear(ctx context.Context) error {
	ended, finish := context.WithCancel(ctx)
	defer finish()
	context.AfterFunc(ended, func() { _ = s.wire.Close() }) // whoever reads it learns
	go func() {
		for {
			select {
			case <-time.After(isAlive):
				_, _ = s.wire.Conn.Write(syncMessage) // without an answer, the next read fails
			case <-ended.Done():
				return
			}
		}
	}()
	for buffer := make([]byte, 4096); ; {
		if _, err := s.wire.Read(buffer); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if s.wire.last != nil {
				return s.wire.last
			}
			return err
		}
	}
}
