package admission

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	_ "github.com/crmkpi/crm-datasource/pkg/internal/testing/property"
)

// Whatever people ask and however long their turns take: nothing is exceeded, nothing stands idle, everyone's own questions go in order,
// and while somebody without a turn waits, nobody else gets two.
func TestQueueIsFair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		turns, perPerson := rapid.IntRange(1, 5).Draw(t, "turns"), rapid.IntRange(1, 5).Draw(t, "of one person")
		memory := rapid.Int64Range(0, 100).Draw(t, "memory")
		q := newQueue(turns, perPerson, memory)
		var waiting, taken []*turn
		overtakes := map[*turn]map[string]int{} // of those who had no turn when they asked
		settle := func() {
			var still []*turn
			for _, w := range waiting {
				if !w.taken {
					still = append(still, w)
					continue
				}
				taken = append(taken, w)
				for _, other := range still {
					require.NotEqual(t, w.who, other.who, "a later question of somebody went before an earlier one")
				}
				delete(overtakes, w)
				for _, by := range overtakes {
					by[w.who]++
				}
			}
			waiting = still
			var reserved int64
			running := map[string]int{}
			for _, t := range taken {
				running[t.who], reserved = running[t.who]+1, reserved+t.bytes
			}
			require.LessOrEqual(t, len(taken), turns)
			for _, n := range running {
				require.LessOrEqual(t, n, perPerson)
			}
			if memory > 0 {
				require.LessOrEqual(t, reserved, memory)
			}
			if memory == 0 && len(taken) < turns {
				for _, w := range waiting {
					require.Equal(t, perPerson, running[w.who], "a turn stands idle")
				}
			}
			for w, by := range overtakes {
				for who, n := range by {
					require.LessOrEqual(t, n, 1, "%s waits while %s gets turns", w.who, who)
				}
			}
			require.True(t, len(taken) > 0 || len(waiting) == 0, "nobody gets on")
			require.Equal(t, len(waiting), q.waiting())
		}
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			switch step := rapid.IntRange(0, 9).Draw(t, "step"); {
			case step < 5:
				who := fmt.Sprint(rapid.IntRange(0, 4).Draw(t, "who"))
				idle := q.people[who] == nil
				w := q.ask(who, rapid.Int64Range(0, 120).Draw(t, "bytes"))
				waiting = append(waiting, w)
				if idle && !w.taken {
					overtakes[w] = map[string]int{}
				}
			case step < 9 && len(taken) > 0:
				n := rapid.IntRange(0, len(taken)-1).Draw(t, "ends")
				ended := taken[n]
				taken = append(taken[:n:n], taken[n+1:]...)
				q.leave(ended)
			case len(waiting) > 0:
				n := rapid.IntRange(0, len(waiting)-1).Draw(t, "gives up")
				gone := waiting[n]
				waiting = append(waiting[:n:n], waiting[n+1:]...)
				delete(overtakes, gone)
				q.leave(gone)
			}
			settle()
		}
		for len(taken) > 0 {
			q.leave(taken[0])
			taken = taken[1:]
			settle()
		}
		require.Empty(t, waiting)
		require.Empty(t, q.people, "nobody who has nothing is remembered")
	})
}

// One question of somebody else waits for one turn to end, however many are before it.
func TestOneQuestionAmongTwoHundred(t *testing.T) {
	q := newQueue(2, 0, 0)
	var all []*turn
	for range 200 {
		all = append(all, q.ask("busy", 0))
	}
	lone := q.ask("lone", 0)
	require.False(t, lone.taken)
	q.leave(all[0])
	require.True(t, lone.taken)
	require.False(t, all[2].taken)
}

// A server that has fewer connections is given fewer turns, and more again once it goes well.
func TestNarrow(t *testing.T) {
	q := newQueue(10, 0, 0)
	var taken []*turn
	for range 30 {
		taken = append(taken, q.ask("somebody", 0))
	}
	next := func() {
		q.leave(taken[0])
		taken = taken[1:]
	}
	for range 10 { // three connections are all there are
		q.narrow()
		next()
		if q.running == 3 {
			break
		}
	}
	require.Equal(t, 3, q.running)
	for range 9 * recovery {
		taken = append(taken, q.ask("somebody", 0))
		next()
	}
	require.Equal(t, 10, q.running)
	for range 20 {
		q.narrow()
	}
	require.Equal(t, 9, q.open, "the same trouble is told of more than once")
}
