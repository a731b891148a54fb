package formula

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// A target that is reached exactly is not missed by the last digit of a sum, which a rule "above 0" would tell.
func TestWhatIsReachedExactlyIsNotMissed(t *testing.T) {
	for pace, want := range map[float64]float64{
		1 - 2e-16: 0, 1 + 4e-16: 0, 1: 0,
		0.5: 0.5, 1.25: -0.25, 0: 1, 0.75: 0.25,
	} {
		missed := 1 - pace
		exactlyReached([][]*float64{{nil, &missed}})
		require.Equal(t, want, missed, "%v", pace)
	}
}
