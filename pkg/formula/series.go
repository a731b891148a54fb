package formula

// Series holds the values of an operand by group and window, the windows of a group side by side. A value that is not there is null.
type Series struct {
	width  int
	values []float64
	there  []bool
}

func newSeries(width int) *Series { return &Series{width: width} }

// grow makes room for so many groups.
func (s *Series) grow(groups int) {
	if need := groups * s.width; need > len(s.values) {
		s.values = append(s.values, make([]float64, need-len(s.values))...)
		s.there = append(s.there, make([]bool, need-len(s.there))...)
	}
}

// put notes a value; nil is null.
func (s *Series) put(group, window int, value *float64) {
	s.grow(group + 1)
	at := group*s.width + window
	if s.there[at] = value != nil; value != nil {
		s.values[at] = *value
	}
}

// at returns the place of a group's window; false when no row was found.
func (s *Series) at(group, window int) (float64, bool) {
	at := group*s.width + window
	if at >= len(s.values) {
		return 0, false
	}
	return s.values[at], s.there[at]
}

// groups is how many groups there is room for.
func (s *Series) groups() int {
	if s.width == 0 {
		return 0
	}
	return len(s.values) / s.width
}
