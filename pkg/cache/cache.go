// Package cache answers equal questions once: who asks what is being answered waits for that answer, and for a while it is kept for the next.
// What makes questions equal, and when an answer is too old, is for its users to say.
package cache

import (
	"context"
	"fmt"
	"math"
	"runtime/debug"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"
)

// Config bounds what is kept.
type Config[V any] struct {
	Bytes uint64           // of all values together
	Age   time.Duration    // for how long a value is kept
	Size  func(V) uint32   // of a value, in bytes
	Clone func(value V) V  // for each who gets a value, so that nobody changes another's
	Now   func() time.Time // nil is the clock
}

// Cache keeps values by key. It is safe for concurrent use; a nil one keeps nothing and shares nothing.
type Cache[V any] struct {
	config Config[V]
	kept   *otter.Cache[string, entry[V]]

	mu      sync.Mutex
	flights map[string]*flight[V]
	stats   Stats
}

// entry is a value, and when it began to be made.
type entry[V any] struct {
	value V
	began time.Time
}

// New returns an empty cache; nil where nothing may be kept for any time or in any memory.
func New[V any](c Config[V]) *Cache[V] {
	if c.Age <= 0 || c.Bytes == 0 {
		return nil
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Cache[V]{
		config: c, flights: map[string]*flight[V]{},
		kept: otter.Must(&otter.Options[string, entry[V]]{
			MaximumWeight: c.Bytes, ExpiryCalculator: otter.ExpiryWriting[string, entry[V]](c.Age),
			Weigher: func(key string, e entry[V]) uint32 {
				return uint32(min(uint64(len(key))+uint64(c.Size(e.value)), math.MaxUint32)) // #nosec G115 -- which is the most that it holds
			},
		}),
	}
}

// flight is a value that is being made, for all who wait for it.
type flight[V any] struct {
	began   time.Time
	cancel  context.CancelCauseFunc
	done    chan struct{}
	waiting int // guarded by the cache's mutex; at 0 it is over

	value  V
	err    error
	thrown *panicked
}

type panicked struct {
	value any
	stack []byte
}

// Get returns the value of a key: one that is kept, that of who makes it at the moment, or what produce makes. fresh says whether a value that
// began to be made at a time is still right; of one that is being made, the value is not known yet, and zero. An error is told to all
// who wait, and not kept. produce goes on for the others when one who waits gives up, and its context ends when nobody waits any more:
// whoever is the last to leave waits for its end. It runs with the values of the context of who came first, as a panic in it is thrown at
// all who wait.
func (c *Cache[V]) Get(ctx context.Context, key string, fresh func(value V, began time.Time) bool, produce func(context.Context) (V, error)) (V, error) {
	if c == nil {
		return produce(ctx)
	}
	if e, ok := c.kept.GetIfPresent(key); ok && c.young(e.began) && fresh(e.value, e.began) {
		c.mu.Lock()
		c.stats.Hits++
		c.mu.Unlock()
		return c.config.Clone(e.value), nil
	}
	f := c.join(ctx, key, fresh, produce)
	select {
	case <-f.done:
	case <-ctx.Done():
		if !c.leave(key, f, context.Cause(ctx)) {
			var none V
			return none, ctx.Err()
		}
		<-f.done
	}
	if f.thrown != nil {
		panic(fmt.Sprintf("%v\n%s", f.thrown.value, f.thrown.stack))
	}
	if f.err != nil {
		return f.value, f.err
	}
	return c.config.Clone(f.value), nil
}

// young reports whether what began at a time is not too old; what began later than now is of a clock that has jumped.
func (c *Cache[V]) young(began time.Time) bool {
	age := c.config.Now().Sub(began)
	return 0 <= age && age <= c.config.Age
}

func (c *Cache[V]) join(ctx context.Context, key string, fresh func(V, time.Time) bool, produce func(context.Context) (V, error)) *flight[V] {
	c.mu.Lock()
	defer c.mu.Unlock()
	var unknown V
	if f := c.flights[key]; f != nil && f.waiting > 0 && c.young(f.began) && fresh(unknown, f.began) {
		f.waiting++
		c.stats.Joined++
		return f
	}
	c.stats.Misses++
	within, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	f := &flight[V]{began: c.config.Now(), cancel: cancel, done: make(chan struct{}), waiting: 1}
	c.flights[key] = f
	go c.fly(within, key, f, produce)
	return f
}

func (c *Cache[V]) fly(ctx context.Context, key string, f *flight[V], produce func(context.Context) (V, error)) {
	defer close(f.done)
	defer f.cancel(nil)
	defer func() {
		if thrown := recover(); thrown != nil {
			f.thrown = &panicked{thrown, debug.Stack()}
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.flights[key] == f {
			delete(c.flights, key)
		}
	}()
	if f.value, f.err = produce(ctx); f.err == nil {
		c.kept.Set(key, entry[V]{f.value, f.began})
	}
}

// leave is for who waits no longer; it reports whether nobody does any more, and ends the flight then.
func (c *Cache[V]) leave(key string, f *flight[V], why error) (last bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiting--
	if f.waiting > 0 {
		return false
	}
	if c.flights[key] == f {
		delete(c.flights, key)
	}
	f.cancel(why)
	return true
}

// Close lets go of all that is kept. What is being made is not ended; whoever asks afterwards has it made.
func (c *Cache[V]) Close() {
	if c != nil {
		c.kept.InvalidateAll()
		c.kept.StopAllGoroutines()
	}
}

// Stats are what is known of a cache since it was made.
type Stats struct {
	Hits   uint64 // values that were kept
	Joined uint64 // values that were being made for somebody else
	Misses uint64 // values that were made
	Bytes  uint64 // kept now
}

// Stats tells how much use a cache is.
func (c *Cache[V]) Stats() Stats {
	if c == nil {
		return Stats{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.stats
	s.Bytes = c.kept.WeightedSize()
	return s
}
