package formula

import "strconv"

// binary is null (false) when the divisor is 0.
func binary(op byte, x, y float64) (float64, bool) {
	switch op {
	case '+':
		return x + y, true
	case '-':
		return x - y, true
	case '*':
		return x * y, true
	}
	if y == 0 {
		return 0, false
	}
	return x / y, true
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

// rounded drops the digits that depend on the order in which numbers were added up, so that equal sums rank as equal.
func rounded(v float64) float64 {
	value, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		return v // infinite
	}
	return value
}
