package companies_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the footer of a table makes of a column.

func sum(list []float64) float64 {
	total := 0.0
	for _, v := range list {
		total += v
	}
	return total
}

func number(t testing.TB, published any) float64 {
	v, err := published.(json.Number).Float64()
	require.NoError(t, err)
	return v
}
