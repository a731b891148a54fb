// Package share lets an ordinary run of the tests take a share of what is many, so that it stays short; the nightly run takes the whole.
package share

import (
	"os"
	"slices"
)

// Variable of the environment has tests take the whole.
const Variable = "CRMKPI_WHOLE"

// IsWhole reports whether tests take the whole.
func IsWhole() bool { return os.Getenv(Variable) != "" }

// Of returns one in n of all, the same in each run: those whose place, counted on from first, is a multiple of n. Tests of several such
// lists count on from one to the next, so that together they take every place. n must be above 0; it returns all where tests take the whole.
func Of[T any](all []T, n, first int) []T {
	if IsWhole() {
		return all
	}
	place := first - 1
	return slices.DeleteFunc(slices.Clone(all), func(T) bool {
		place++
		return place%n != 0
	})
}
