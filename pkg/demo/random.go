package demo

import (
	"math"
	"math/rand/v2"
)

// random draws from the distributions that the demo needs. The same seed and stream give the same draws everywhere.
type random struct{ *rand.Rand }

func newRandom(seed int64, stream uint64) random {
	return random{rand.New(rand.NewPCG(uint64(seed), stream))}
}

func (r random) chance(p float64) bool { return r.Float64() < p }

// between returns a whole number in [from, to].
func (r random) between(from, to int) int { return from + r.IntN(to-from+1) }

// around returns a value from the log-normal distribution with this median; about two thirds of the values are within
// a factor e^spread of it.
func (r random) around(median, spread float64) float64 {
	return median * math.Exp(spread*r.NormFloat64())
}

// index returns an index with a probability proportional to its weight.
func (r random) index(weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	x := r.Float64() * sum
	for i, w := range weights {
		if x -= w; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// count returns a small number with this mean, of the Poisson distribution.
func (r random) count(mean float64) int {
	limit, product := math.Exp(-mean), 1.0
	for n := 0; ; n++ {
		if product *= r.Float64(); product <= limit {
			return n
		}
	}
}

func one[T any](r random, of []T) T { return of[r.IntN(len(of))] }
