package changes

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// How a watch goes on.
const (
	lookedUp     = 5 * time.Minute  // for how long the tables behind the entities are relied on
	longest      = time.Minute      // between two looks at a database that does not answer
	firstAgain   = time.Second      // before it is listened again
	countedAfter = 15 * time.Second // within which PostgreSQL counts what was announced: a session tells of its last changes late
)

// watch is one run of a watcher. Its goroutine alone uses what is not guarded by the watcher's mutex.
type watch struct {
	*Watcher
	cancel context.CancelFunc
	done   chan struct{} // closed at its end
	looked chan struct{} // closed once the database has been looked at, with or without success

	since   time.Time // guarded by the mutex, as is changed
	changed map[string]time.Time

	tables   []Table
	found    time.Time // when the tables were
	marks    map[int64]mark
	failures int

	listening context.CancelFunc // nil while nobody listens
	heard     chan notification
	announced map[int64]time.Time // when each table was, on the connection that is listened on
}

// notification is what the listening goroutine tells: the OID of a table that has changed, or "" for a connection that is new.
type notification struct{ table string }

// start starts a watch. The mutex is held.
func (w *Watcher) start() *watch {
	ctx, cancel := context.WithCancel(postgres.Quietly(context.Background()))
	running := &watch{
		Watcher: w, cancel: cancel, done: make(chan struct{}), looked: make(chan struct{}), changed: map[string]time.Time{},
		heard: make(chan notification), announced: map[int64]time.Time{},
	}
	w.ended.Go(func() {
		defer close(running.done)
		defer cancel()
		running.run(ctx)
	})
	return running
}

func (r *watch) run(ctx context.Context) {
	look := time.NewTimer(r.look(ctx))
	defer look.Stop()
	close(r.looked)
	for {
		select {
		case <-ctx.Done():
			return
		case n := <-r.heard:
			r.hear(n)
		case <-look.C:
			if r.leave(r) {
				return
			}
			look.Reset(r.look(ctx))
		}
	}
}

// look compares the marks of all tables with those of the last look, and returns how long to wait for the next one.
func (r *watch) look(ctx context.Context) time.Duration {
	err := r.compare(ctx)
	switch {
	case ctx.Err() != nil:
		return r.Every
	case err == nil:
		r.failures = 0
		return r.Every
	}
	if r.failures == 0 { // a database that is away need not fill the log
		r.Warn("What changes in the database cannot be watched", err)
	}
	r.failures++
	r.found = time.Time{} // the mapping may be another one now
	return min(r.Every<<min(r.failures, 10), max(longest, r.Every))
}

func (r *watch) compare(ctx context.Context) (err error) {
	defer func() {
		if value := recover(); value != nil { // nobody above would keep a defect from ending the process
			err = fmt.Errorf("a defect of the plugin: %v\n%s", value, debug.Stack())
		}
	}()
	if time.Since(r.found) > lookedUp {
		if err := r.lookUp(ctx); err != nil {
			return err
		}
	}
	now, err := marks(ctx, r.DB, r.tables)
	if err != nil {
		return err
	}
	if r.marks == nil {
		r.begin(now)
	} else {
		r.note(r.differing(now))
	}
	r.marks = now
	r.listen(ctx, slices.ContainsFunc(slices.Collect(maps.Values(now)), func(m mark) bool { return m.announced }))
	return nil
}

// lookUp finds the tables. The mark of one that was not known before differs from none, and so counts as a change.
func (r *watch) lookUp(ctx context.Context) error {
	m, err := r.Mapping(ctx)
	if err != nil {
		return err
	}
	tables, err := Tables(ctx, r.DB, m)
	if err != nil {
		return err
	}
	r.tables, r.found = tables, time.Now()
	return nil
}

// begin takes marks for what has not changed. The time is taken behind them, so that who asked before is told to ask again.
func (r *watch) begin(now map[int64]mark) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.since = time.Now()
	r.wake()
}

// differing are the entities whose tables have other marks, but for changes that were announced.
func (r *watch) differing(now map[int64]mark) []string {
	var entities []string
	for _, t := range r.tables {
		if before, known := r.marks[t.ID]; known && before.state == now[t.ID].state || r.isAnnounced(t) {
			continue
		}
		entities = append(entities, t.Entities...)
	}
	return entities
}

// isAnnounced reports whether a table's change has been heard of before it was counted.
func (r *watch) isAnnounced(t Table) bool {
	recently := func(id int64) bool { return time.Since(r.announced[id]) < countedAfter }
	return recently(t.ID) || slices.ContainsFunc(t.Over, recently)
}

// note notes that entities have changed.
func (r *watch) note(entities []string) {
	if len(entities) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, entity := range entities {
		r.changed[entity] = time.Now()
	}
	r.wake()
}

// hear notes what was announced. After a new connection, nothing that was announced before says anything of what was missed.
func (r *watch) hear(n notification) {
	if n.table == "" {
		clear(r.announced)
		return
	}
	id, err := strconv.ParseInt(n.table, 10, 64)
	if err != nil {
		return // of somebody else who uses the channel
	}
	for _, t := range r.tables {
		if t.ID == id || slices.Contains(t.Over, id) {
			r.note(t.Entities)
		}
	}
	r.announced[id] = time.Now()
}

// listen listens for announcements while there are any.
func (r *watch) listen(ctx context.Context, announced bool) {
	switch {
	case announced && r.listening == nil:
		var within context.Context
		within, r.listening = context.WithCancel(ctx)
		r.ended.Go(func() { r.keepListening(within) })
	case !announced && r.listening != nil:
		r.listening()
		r.listening = nil
	}
}

// keepListening listens until ctx ends. While it cannot, the counters tell of changes.
func (r *watch) keepListening(ctx context.Context) {
	send := func(n notification) {
		select {
		case r.heard <- n:
		case <-ctx.Done():
		}
	}
	for pause, warned := firstAgain, false; ; pause = min(2*pause, longest) {
		began := time.Now()
		err := r.DB.Listen(ctx, channel, func() { send(notification{}) }, func(payload string) { send(notification{payload}) })
		if ctx.Err() != nil {
			return
		}
		send(notification{})
		if time.Since(began) > longest { // it worked for a while
			pause, warned = firstAgain, false
		}
		if !warned {
			r.Warn("What triggers announce cannot be listened to; changes are found by PostgreSQL's counters until it can", err)
			warned = true
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}
