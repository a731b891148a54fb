package companies_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the footer of a table makes of a column.

func numbers(records []record, column string) []float64 {
	var list []float64
	for _, r := range records {
		if v, ok := r[column].(float64); ok {
			list = append(list, v)
		}
	}
	return list
}

func sum(list []float64) float64 {
	total := 0.0
	for _, v := range list {
		total += v
	}
	return total
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func count(records []record, keep func(record) bool) float64 {
	n := 0.0
	for _, r := range records {
		if keep(r) {
			n++
		}
	}
	return n
}

func distinct(records []record, column string) map[any]bool {
	seen := map[any]bool{}
	for _, r := range records {
		seen[r[column]] = true
	}
	return seen
}

func number(t testing.TB, published any) float64 {
	v, err := published.(json.Number).Float64()
	require.NoError(t, err)
	return v
}
