package formula

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// What cancels out is 0 in whatever order it is added up, and a cent of a large sum is kept.
func TestSumsThatCancelOut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		var numbers []float64
		for range 1 + r.IntN(100) {
			v := math.Round(r.Float64()*1e8) / 100
			numbers = append(numbers, v, -v)
		}
		r.Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] })
		var all, andACent sum
		for _, v := range numbers {
			all.add(v)
			andACent.add(v)
		}
		andACent.add(0.01)
		require.Zero(t, all.total())
		require.InDelta(t, 0.01, andACent.total(), 1e-6)
	}
	for _, test := range []struct{ x, y, want float64 }{
		{0.1 + 0.2, 0.3, 0}, {1e10, 1e10 - 0.01, 0.01}, {5, 0, 5}, {0, 0, 0}, {math.Inf(1), 1, math.Inf(1)}, {1e-20, 0, 1e-20},
	} {
		got, ok := binary('-', test.x, test.y)
		require.True(t, ok)
		if math.IsInf(test.want, 0) {
			require.Equal(t, test.want, got)
			continue
		}
		require.InDelta(t, test.want, got, 1e-5)
		require.Equal(t, test.want == 0, got == 0)
	}
	got, _ := binary('-', math.NaN(), 1)
	require.True(t, math.IsNaN(got))
}

// Groups that a limit folds into the rest cancel out, too; the newest change is the newest of all.
func TestGroupsBecomeOne(t *testing.T) {
	require.Zero(t, joined(plan.Operand{}, 0.1, 0.2, -0.3))
	require.Equal(t, 6.0, joined(plan.Operand{}, 1, 2, 3))
	require.Equal(t, 1.0, joined(plan.Operand{Report: catalog.NewestAge}, 3, 1, 2))
}

// A change has the sign of what has been gained, wherever it began; from nothing there is none.
func TestChange(t *testing.T) {
	for _, test := range []struct{ now, then, want float64 }{
		{150, 100, 0.5}, {50, 100, -0.5}, {-30, -60, 0.5}, {-90, -60, -0.5}, {60, -60, 2}, {-60, 60, -2}, {0, -60, 1}, {0.1 + 0.2, 0.3, 0},
	} {
		got, ok := change(test.now, test.then)
		require.True(t, ok)
		require.InDelta(t, test.want, got, 1e-12)
	}
	for _, now := range []float64{-1, 0, 1} {
		_, ok := change(now, 0)
		require.False(t, ok)
	}
}
