package cache

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// answers is a cache of texts of ten bytes each.
func answers(t *testing.T, bytes uint64) *Cache[*string] {
	c := New(Config[*string]{Bytes: bytes, Age: 15 * time.Second, Size: func(*string) uint32 { return 10 }, Clone: func(text *string) *string {
		own := *text
		return &own
	}})
	t.Cleanup(c.Close)
	return c
}

func always(*string, time.Time) bool { return true }

// maker makes "1", "2" and so on when it is let.
type maker struct {
	made  int
	let   chan struct{}
	ended error // of the context that it was made in
}

func (m *maker) make(ctx context.Context) (*string, error) {
	m.made++
	text := strconv.Itoa(m.made)
	if m.let == nil {
		return &text, nil
	}
	select {
	case <-m.let:
		return &text, nil
	case <-ctx.Done():
		m.ended = context.Cause(ctx)
		return nil, m.ended
	}
}

func TestWhoAsksAtTheSameTimeGetsOneAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := answers(t, 1000), &maker{let: make(chan struct{})}
		got := make(chan *string, 100)
		for range 100 {
			go func() {
				text, err := c.Get(t.Context(), "q", always, m.make)
				require.NoError(t, err)
				got <- text
			}()
		}
		synctest.Wait()
		close(m.let)
		seen := map[*string]bool{}
		for range 100 {
			text := <-got
			require.Equal(t, "1", *text)
			require.False(t, seen[text], "it is another one's")
			seen[text] = true
		}
		require.Equal(t, Stats{Joined: 99, Misses: 1, Bytes: 11}, c.Stats())
	})
}

func TestAnAnswerIsGivenAgainWhileItIsYoung(t *testing.T) {
	now := time.Date(2026, 3, 18, 12, 0, 0, 0, time.UTC)
	c, m := answers(t, 1000), &maker{}
	c.config.Now = func() time.Time { return now }
	for _, step := range []struct {
		key, want string
		after     time.Duration
	}{
		{"q", "1", 0}, {"q", "1", 15 * time.Second}, {"r", "2", 0}, {"q", "3", time.Millisecond}, {"q", "3", 0},
		{"q", "4", -time.Hour}, // the clock has been set back: nobody knows how old it is
	} {
		now = now.Add(step.after)
		text, err := c.Get(t.Context(), step.key, always, m.make)
		require.NoError(t, err)
		require.Equal(t, step.want, *text, step)
	}
}

func TestAnAnswerThatIsNoLongerRightIsNotGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := answers(t, 1000), &maker{let: make(chan struct{}, 2)}
		changed := time.Now()
		fresh := func(_ *string, began time.Time) bool { return began.After(changed) }
		time.Sleep(time.Second)
		first := make(chan string)
		go func() {
			text, _ := c.Get(t.Context(), "q", fresh, m.make)
			first <- *text
		}()
		synctest.Wait()
		time.Sleep(time.Second)
		changed = time.Now() // while the first is made: who asks now must not have it, neither from its maker nor afterwards
		time.Sleep(time.Second)
		second := make(chan string)
		go func() {
			text, _ := c.Get(t.Context(), "q", fresh, m.make)
			second <- *text
		}()
		synctest.Wait()
		close(m.let)
		require.Equal(t, "1", <-first)
		require.Equal(t, "2", <-second)
		synctest.Wait()
		text, err := c.Get(t.Context(), "q", fresh, m.make)
		require.NoError(t, err)
		require.NotEqual(t, "1", *text)
	})
}

func TestWhoLeavesDoesNotTakeTheAnswerFromTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := answers(t, 1000), &maker{let: make(chan struct{})}
		first, leave := context.WithCancel(t.Context())
		left, got := make(chan error), make(chan string)
		go func() {
			_, err := c.Get(first, "q", always, m.make)
			left <- err
		}()
		synctest.Wait()
		go func() {
			text, _ := c.Get(t.Context(), "q", always, m.make)
			got <- *text
		}()
		synctest.Wait()
		leave()
		require.ErrorIs(t, <-left, context.Canceled)
		close(m.let)
		require.Equal(t, "1", <-got)
		require.NoError(t, m.ended)
	})
}

func TestTheLastWhoLeavesEndsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, m := answers(t, 1000), &maker{let: make(chan struct{})}
		why := errors.New("the panel was closed")
		left := make(chan error)
		for range 2 {
			within, leave := context.WithCancelCause(t.Context())
			go func() {
				_, err := c.Get(within, "q", always, m.make)
				left <- err
			}()
			synctest.Wait()
			defer leave(nil)
			time.AfterFunc(time.Second, func() { leave(why) })
		}
		require.ErrorIs(t, errors.Join(<-left, <-left), why)
		require.ErrorIs(t, m.ended, why)
		m.let = nil
		text, err := c.Get(t.Context(), "q", always, m.make)
		require.NoError(t, err)
		require.Equal(t, "2", *text, "what was given up is not waited for")
	})
}

func TestAFaultIsToldToAllAndForgotten(t *testing.T) {
	c := answers(t, 1000)
	wrong := errors.New("no such table")
	_, err := c.Get(t.Context(), "q", always, func(context.Context) (*string, error) { return nil, wrong })
	require.ErrorIs(t, err, wrong)
	require.PanicsWithValue(t, "a defect", func() {
		defer func() { // the stack of where it was thrown comes with it
			thrown := recover()
			require.Contains(t, thrown, "cache_test.go")
			panic(thrown.(string)[:8])
		}()
		_, _ = c.Get(t.Context(), "q", always, func(context.Context) (*string, error) { panic("a defect") })
	})
	text, err := c.Get(t.Context(), "q", always, (&maker{}).make)
	require.NoError(t, err)
	require.Equal(t, "1", *text)
}

func TestNoMoreIsKeptThanItsBytes(t *testing.T) {
	c := answers(t, 100)
	for i := range 1000 {
		_, err := c.Get(t.Context(), strconv.Itoa(i), always, (&maker{}).make)
		require.NoError(t, err)
	}
	c.kept.CleanUp()
	require.LessOrEqual(t, c.Stats().Bytes, uint64(100))
	require.Positive(t, c.Stats().Bytes)
}

func TestNothingIsShared(t *testing.T) {
	m := &maker{}
	for range 2 {
		_, err := New(Config[*string]{Bytes: 100}).Get(t.Context(), "q", always, m.make)
		require.NoError(t, err)
	}
	require.Equal(t, 2, m.made)
	require.Zero(t, (*Cache[*string])(nil).Stats())
}
