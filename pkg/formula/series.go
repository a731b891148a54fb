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

// Series holds the values of an operand by group and window, the windows of a group side by side.
type Series struct {
	width  int
	values []float64
	states []state // null where no row was found
}

func newSeries(width int) *Series { return &Series{width: width} }

// grow makes room for so many groups.
func (s *Series) grow(groups int) {
	if need := groups * s.width; need > len(s.values) {
		s.values = append(s.values, make([]float64, need-len(s.values))...)
		s.states = append(s.states, make([]state, need-len(s.states))...)
	}
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
	s.grow(group + 1)
	at := group*s.width + window
	s.values[at], s.states[at] = value, st
}

// at returns the place of a group's window.
func (s *Series) at(group, window int) (float64, state) {
	at := group*s.width + window
	if at >= len(s.values) {
		return 0, null
	}
	return s.values[at], s.states[at]
}

// groups is how many groups there is room for.
func (s *Series) groups() int {
	if s.width == 0 {
		return 0
	}
	return len(s.values) / s.width
}
