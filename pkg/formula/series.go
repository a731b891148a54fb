package formula

import "github.com/crmkpi/crm-datasource/pkg/measure"

// state says what a number rests on.
type state byte

const (
	null    state = iota // nothing: there is no number
	empty                // no rows: there is a number all the same, as a sum of nothing, which is 0
	unknown              // rows of which none has the value: there is no number
	known                // rows
)

// there reports whether there is a number.
func (s state) there() bool { return s == empty || s == known }

// of is what a number rests on that is made of others: of something unknown nothing is known.
func (s state) of(other state) state {
	switch {
	case s == null || other == null:
		return null
	case s == unknown || other == unknown:
		return unknown
	}
	return max(s, other)
}

// tally adds up numbers of rows side by side: those that are not known do not count beside others that are.
type tally struct {
	sum
	state state
}

func (t *tally) add(v float64, s state) {
	if s.there() {
		t.sum.add(v)
	}
	t.state = max(t.state, s)
}

// Series holds the values of an operand by group and window, the windows of a group side by side. There is room only for groups that have a
// value: those of other operands take none.
type Series struct {
	width  int
	places []int32 // by group: its place among those that have a value, from 1; 0 for none
	values []float64
	states []state // null where no row was found
}

func newSeries(width int) *Series { return &Series{width: width} }

// room returns where the windows of a group begin.
func (s *Series) room(group int) int {
	if group >= len(s.places) {
		s.places = append(s.places, make([]int32, group+1-len(s.places))...)
	}
	if s.places[group] == 0 && s.width > 0 {
		s.values = append(s.values, make([]float64, s.width)...)
		s.states = append(s.states, make([]state, s.width)...)
		s.places[group] = int32(len(s.values) / s.width) // #nosec G115 -- an answer has fewer groups
	}
	return int(s.places[group]-1) * s.width
}

// put notes a value.
func (s *Series) put(group, window int, value measure.Value) {
	switch {
	case value.Unknown():
		s.set(group, window, 0, unknown)
	case value.Number == nil:
		s.set(group, window, 0, null)
	default:
		s.set(group, window, *value.Number, known)
	}
}

func (s *Series) set(group, window int, value float64, st state) {
	at := s.room(group) + window
	s.values[at], s.states[at] = value, st
}

// at returns the place of a group's window.
func (s *Series) at(group, window int) (float64, state) {
	if group >= len(s.places) || s.places[group] == 0 {
		return 0, null
	}
	at := int(s.places[group]-1)*s.width + window
	return s.values[at], s.states[at]
}

// groups is one more than the highest number of a group that has a value.
func (s *Series) groups() int { return len(s.places) }
