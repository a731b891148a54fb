package formula

import (
	"math"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// negligible is the part of all that was added up which may be due to rounding: a thousand numbers lose at most 1.1e-13 of it.
const negligible = 1e-13

// sum adds numbers up. What remains of numbers that cancel each other out is 0, not the digits that were lost on the way: a ratio to
// those could be anything.
type sum struct{ value, gross float64 }

func (s *sum) add(v float64) { s.value, s.gross = s.value+v, s.gross+math.Abs(v) }

func (s *sum) total() float64 {
	if math.Abs(s.value) < negligible*s.gross {
		return 0
	}
	return s.value
}

// binary is null (false) when the divisor is 0.
func binary(op byte, x, y float64) (float64, bool) {
	switch op {
	case '+', '-':
		if op == '-' {
			y = -y
		}
		s := sum{}
		s.add(x)
		s.add(y)
		return s.total(), true
	case '*':
		return x * y, true
	}
	if y == 0 {
		return 0, false
	}
	return x / y, true
}

// change is by what part of what was then something has become more (above 0) or less, also where it was negative: from −100 to −50 it
// became half as much better. It is null (false) where there was 0.
func change(now, then float64) (float64, bool) {
	gain, _ := binary('-', now, then)
	return binary('/', gain, math.Abs(then))
}

// cappedRatio is x / y, at most limit; without a y it is the limit if there is an x, else null.
func cappedRatio(x, y, limit float64) (float64, bool) {
	switch {
	case x == 0 && y == 0:
		return 0, false
	case y == 0:
		return limit, true
	}
	return min(limit, x/y), true
}

// attained is how far a value lies on the good side of its target: 1 is met exactly, and each part of the target beyond or short of it
// counts as much more or less. A level of 0 is met or missed; of a target of 0 that is a part of a sum, as a weekend's, there is none.
func attained(value, target float64, how plan.Attained) (float64, bool) {
	if target == 0 {
		if met := value == 0 || (value < 0) == how.Lower; met {
			return 1, how.Steady
		}
		return 0, how.Steady
	}
	ratio := value / target
	if how.Lower == (target > 0) { // below a negative target is the bad side where more is better
		ratio = 2 - ratio
	}
	return ratio, true
}

// rounded drops the digits that depend on the order in which numbers were added up, so that equal sums rank as equal.
func rounded(v float64) float64 {
	value, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		return v // infinite
	}
	return value
}
