package admission

import (
	"math"
	"slices"
)

// queue is who has a turn and who waits for one. It is not safe for concurrent use, and nothing in it depends on time.
type queue struct {
	turns, perPerson int
	memory           int64
	people           map[string]*person
	running          int
	reserved         int64
	clock            uint64 // counts who comes and who is given a turn
	// open is how many turns are given at a time now; calm, how many have ended since that changed.
	open, calm int
}

// recovery is how many turns have to end until one more is tried at a time, after there were too many.
const recovery = 20

// person has turns, or waits for them; nobody else is remembered.
type person struct {
	running int
	waiting []*turn // in the order of asking
	last    uint64  // when the last turn was given or, before the first one, asked for
}

// turn is one that is waited for or taken.
type turn struct {
	who   string
	bytes int64
	in    chan struct{} // closed once it is taken
	taken bool
}

func newQueue(turns, perPerson int, memory int64) queue {
	if turns <= 0 {
		turns = math.MaxInt
	}
	if perPerson <= 0 {
		perPerson = math.MaxInt
	}
	return queue{turns: turns, perPerson: perPerson, memory: memory, open: turns, people: map[string]*person{}}
}

// ask has somebody wait for a turn, which may come at once. One that asks for more memory than there is gets all of it.
func (q *queue) ask(who string, bytes int64) *turn {
	if q.memory > 0 {
		bytes = min(bytes, q.memory)
	}
	t := &turn{who: who, bytes: bytes, in: make(chan struct{})}
	p := q.people[who]
	if p == nil {
		q.clock++
		p = &person{last: q.clock}
		q.people[who] = p
	}
	p.waiting = append(p.waiting, t)
	q.admit()
	return t
}

// leave ends a turn, or the wait for it.
func (q *queue) leave(t *turn) {
	p := q.people[t.who]
	if t.taken {
		q.running, p.running, q.reserved = q.running-1, p.running-1, q.reserved-t.bytes
		q.widen()
	} else {
		p.waiting = slices.DeleteFunc(p.waiting, func(w *turn) bool { return w == t })
	}
	if p.running == 0 && len(p.waiting) == 0 {
		delete(q.people, t.who)
	}
	q.admit()
}

// admit gives all turns that can be given. A turn that is due and has to wait for memory holds up those behind it: else it would wait for
// as long as others ask for less.
func (q *queue) admit() {
	for q.running < q.open {
		p := q.next()
		if p == nil {
			return
		}
		t := p.waiting[0]
		if q.memory > 0 && q.reserved+t.bytes > q.memory {
			return
		}
		q.clock++
		q.running, p.running, q.reserved = q.running+1, p.running+1, q.reserved+t.bytes
		p.waiting, p.last, t.taken = p.waiting[1:], q.clock, true
		close(t.in)
	}
}

// next is who gets the next turn: of those who wait and may have one more, whoever has the fewest, and of several whoever has waited longest
// for it since the last one; nil for nobody.
func (q *queue) next() *person {
	var next *person
	for _, p := range q.people {
		if len(p.waiting) == 0 || p.running >= q.perPerson {
			continue
		}
		if next == nil || p.running < next.running || p.running == next.running && p.last < next.last {
			next = p
		}
	}
	return next
}

// narrow gives fewer turns at a time than there are now.
func (q *queue) narrow() {
	q.open, q.calm = max(1, min(q.open, q.running-1)), 0
}

// widen gives more again, one by one.
func (q *queue) widen() {
	if q.open == q.turns {
		return
	}
	if q.calm++; q.calm == recovery {
		q.open, q.calm = q.open+1, 0
	}
}

// waiting is how many wait.
func (q *queue) waiting() (n int) {
	for _, p := range q.people {
		n += len(p.waiting)
	}
	return n
}
