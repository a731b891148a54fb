package postgres

import (
	"context"
	"encoding/binary"
	"io"
	"time"
)

// How long to wait for a statement to end before it is cancelled again: first, and at most.
const (
	firstPause   = 20 * time.Millisecond
	longestPause = time.Second
)

// cancelWithin bounds one request to cancel.
const cancelWithin = 10 * time.Second

// watch has what runs until end is called cancelled on the server when the context ends, again and again: PostgreSQL forgets a
// request that comes before the statement does. The context returned is for the driver, which asks only once.
func (s *session) watch(ctx context.Context) (_ context.Context, end func(), _ error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if ctx.Done() == nil || s.wire.opaque || s.wire.key == nil {
		return ctx, func() {}, nil
	}
	ended, finish := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { s.cancelUntil(ended) })
	return context.WithoutCancel(ctx), func() {
		if !stop() {
			s.broken.Store(true) // a request may still be on its way, and would hit the next statement
		}
		finish()
	}, nil
}

// cancelUntil cancels what the session runs until ended is. One that a server does not heed for longer than any statement may
// take is left.
func (s *session) cancelUntil(ended context.Context) {
	waiting, stop := context.WithTimeout(ended, s.wire.opening.silence)
	defer stop()
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		attempt, done := context.WithTimeout(waiting, cancelWithin)
		_ = s.cancel(attempt, s.wire) // the next one may get through
		done()
		select {
		case <-time.After(pause):
		case <-ended.Done():
			return
		case <-waiting.Done():
			if ended.Err() == nil {
				_ = s.wire.Close() // whoever reads it learns
			}
			return
		}
	}
}

// cancel sends a request to cancel what runs on a connection, and returns when the server has dealt with it.
func (d dialer) cancel(ctx context.Context, running *wire) error {
	conn, err := d.DialContext(ctx, running.opening.network, running.opening.address)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	request := binary.BigEndian.AppendUint32(nil, uint32(8+len(running.key))) // #nosec G115 -- keys have 256 bytes at most
	request = binary.BigEndian.AppendUint32(request, cancelRequest)
	if _, err := conn.Write(append(request, running.key...)); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, conn) // it closes the connection
	return err
}
