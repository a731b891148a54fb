// Package admission lets questions to a data source in by turns, so that nobody who asks much keeps the others waiting: of those who wait,
// whoever has the fewest turns is next. What it knows of a question is who asks it, and how much memory it may take.
package admission

import (
	"context"
	"sync"
	"time"
)

// Limits are what turns may take together. Zero is no limit.
type Limits struct {
	Turns     int   // at a time
	PerPerson int   // turns of one person at a time
	Memory    int64 // bytes: half of it for what is being computed, half for answers that are kept until they are sent
}

// Gate gives turns. It is safe for concurrent use; a nil one lets everybody in.
type Gate struct {
	mu     sync.Mutex
	limits Limits
	queue  queue
	kept   int64
	stats  Stats
}

// New returns a gate.
func New(limits Limits) *Gate {
	return &Gate{limits: limits, queue: newQueue(limits.Turns, limits.PerPerson, limits.Memory/2)}
}

type (
	personKey struct{}
	turnKey   struct{}
)

// By says who asks what is asked with the context. Those of whom nothing is said are one person.
func By(ctx context.Context, person string) context.Context {
	return context.WithValue(ctx, personKey{}, person)
}

// Enter waits for a turn to take so many bytes, and returns a context for what is done in it; whoever has a turn already goes on with it.
// It fails only when the context ends. leave ends the turn.
func (g *Gate) Enter(ctx context.Context, bytes int64) (within context.Context, leave func(), err error) {
	if g == nil || ctx.Value(turnKey{}) == g {
		return ctx, func() {}, nil
	}
	person, _ := ctx.Value(personKey{}).(string)
	g.mu.Lock()
	t := g.queue.ask(person, bytes)
	g.mu.Unlock()
	leave = sync.OnceFunc(func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.queue.leave(t)
	})
	if err := g.wait(ctx, t); err != nil {
		leave()
		return ctx, func() {}, err
	}
	return context.WithValue(ctx, turnKey{}, g), leave, nil
}

// wait waits until a turn is taken, or the context ends.
func (g *Gate) wait(ctx context.Context, t *turn) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-t.in:
		return nil
	default:
	}
	began := time.Now()
	defer func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.stats.Waits, g.stats.Waited = g.stats.Waits+1, g.stats.Waited+time.Since(began)
	}()
	select {
	case <-t.in:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Turn is [Gate.Enter] for what takes a connection and next to no memory.
func (g *Gate) Turn(ctx context.Context) (leave func(), err error) {
	_, leave, err = g.Enter(ctx, 0)
	return leave, err
}

// Narrow gives fewer turns at a time than are taken now, for a while: the server has no connection for one of them.
func (g *Gate) Narrow() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.queue.narrow()
}

// Stats are what is known of the waiting.
type Stats struct {
	Waiting int           // now
	Waits   int64         // that have ended, one way or the other
	Waited  time.Duration // in all of these
}

// Stats tells of the waiting.
func (g *Gate) Stats() Stats {
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.stats
	s.Waiting = g.queue.waiting()
	return s
}
