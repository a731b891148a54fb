// Package changes tells which entities of a company's database have changed: at once where triggers announce it, see [Installing], else
// by what PostgreSQL itself counts of every table, looked at every few seconds. It only reads, and never the tables themselves.
package changes

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// Config says what is watched, and how.
type Config struct {
	DB *postgres.DB
	// Mapping gives the entities to watch. It is asked again from time to time.
	Mapping func(context.Context) (crm.Mapping, error)
	// Every is how long to wait between looks at what PostgreSQL counts.
	Every time.Duration
	// Pause is the shortest time between two messages to a follower: of many changes it hears at once.
	Pause time.Duration
	// Linger is for how long to go on when nobody follows or begins any more.
	Linger time.Duration
	// Warn is told of trouble, which ends by itself or not.
	Warn func(message string, err error)
}

// State is what is known of changes.
type State struct {
	// Since is from when on no change is missed; zero while the database has not been reached.
	Since time.Time `json:"since,omitzero"`
	// Changed is when each entity that has changed since then was last seen to have.
	Changed map[string]time.Time `json:"changed"`
}

// Watcher watches one database while somebody wants to know, however many they are. It is safe for concurrent use.
type Watcher struct {
	Config

	mu        sync.Mutex
	watch     *watch // nil while nobody wants to know
	followers map[chan struct{}]bool
	until     time.Time // when it may stop without followers
	closed    chan struct{}
	ended     sync.WaitGroup
}

// ErrClosed is the end of a watcher that is closed.
var ErrClosed = errors.New("the data source has been changed or closed, and its changes are no longer watched")

// New returns a watcher that does nothing yet.
func New(c Config) *Watcher {
	return &Watcher{Config: c, followers: map[chan struct{}]bool{}, closed: make(chan struct{})}
}

// Begin has the database watched from now on, at least for a while, and returns what is known. It waits until the database has been
// looked at, or until ctx ends.
func (w *Watcher) Begin(ctx context.Context) State {
	w.mu.Lock()
	running := w.started()
	w.mu.Unlock()
	if running == nil {
		return State{}
	}
	select {
	case <-running.looked:
	case <-running.done:
	case <-ctx.Done():
	}
	return w.state()
}

// Follow tells of changes as they are seen, until ctx ends, which is no error, the watcher is closed, or tell fails. The first
// message is what is known already; each further one has only what is new.
func (w *Watcher) Follow(ctx context.Context, tell func(State) error) error {
	signal := make(chan struct{}, 1)
	w.mu.Lock()
	w.followers[signal] = true
	w.started()
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.followers, signal)
	}()
	for told := (State{Changed: map[string]time.Time{}}); ; {
		if now := w.state(); !now.Since.IsZero() {
			if news := now.after(told); news.any(told) {
				if err := tell(news); err != nil {
					return err
				}
			}
			told = now
		}
		pause := time.After(w.Pause)
		for _, wait := range []func() bool{func() bool { return received(ctx, w.closed, pause) }, func() bool { return received(ctx, w.closed, signal) }} {
			if wait() {
				continue
			}
			if ctx.Err() != nil {
				return nil
			}
			return ErrClosed
		}
	}
}

// received waits for something; false where ctx or the watcher ended first.
func received[T any](ctx context.Context, closed <-chan struct{}, what <-chan T) bool {
	select {
	case <-what:
		return true
	case <-ctx.Done():
	case <-closed:
	}
	return false
}

// Close ends what runs.
func (w *Watcher) Close() {
	w.mu.Lock()
	select {
	case <-w.closed:
	default:
		close(w.closed)
	}
	running := w.watch
	w.mu.Unlock()
	if running != nil {
		running.cancel()
	}
	w.ended.Wait()
}

// started returns the watch that runs, and starts one where none does; nil when the watcher is closed. The mutex is held.
func (w *Watcher) started() *watch {
	select {
	case <-w.closed:
		return nil
	default:
	}
	w.until = time.Now().Add(w.Linger)
	if w.watch == nil {
		w.watch = w.start()
	}
	return w.watch
}

// leave ends a watch that nobody needs; false where somebody does.
func (w *Watcher) leave(running *watch) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.followers) > 0 || time.Now().Before(w.until) {
		return false
	}
	w.watch = nil
	return true
}

// state is a copy of what is known.
func (w *Watcher) state() State {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.watch == nil {
		return State{Changed: map[string]time.Time{}}
	}
	return State{Since: w.watch.since, Changed: maps.Clone(w.watch.changed)}
}

// Unchanged reports whether none of the entities has been seen to change since a time, or none at all where there are none to say. Where
// changes before now may have been missed since then, they count; where the database has not been looked at, nothing is known to change.
func (w *Watcher) Unchanged(since time.Time, entities []string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.watch == nil || w.watch.since.IsZero() {
		return true
	}
	if since.Before(w.watch.since) {
		return false
	}
	for entity, at := range w.watch.changed {
		if !at.Before(since) && (len(entities) == 0 || slices.Contains(entities, entity)) {
			return false
		}
	}
	return true
}

// wake lets followers look at the state. The mutex is held.
func (w *Watcher) wake() {
	for signal := range w.followers {
		select {
		case signal <- struct{}{}:
		default: // it will look anyway
		}
	}
}

// after is what is new in a state after another one was told.
func (s State) after(told State) State {
	news := State{Since: s.Since, Changed: map[string]time.Time{}}
	for entity, at := range s.Changed {
		if at.After(told.Changed[entity]) {
			news.Changed[entity] = at
		}
	}
	return news
}

// any reports whether the news are any.
func (s State) any(told State) bool { return len(s.Changed) > 0 || !s.Since.Equal(told.Since) }
