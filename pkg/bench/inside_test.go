package bench

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// What connections have executed is counted though they are still open, and what counts it is not.
func TestActivity(t *testing.T) {
	dsn := pgtest.DSN(t)
	a, err := activityOf(dsn)
	require.NoError(t, err)
	defer func() { require.NoError(t, a.Close()) }()
	before, err := a.total(t.Context())
	require.NoError(t, err)
	db := pgtest.Open(t, dsn)
	var all errgroup.Group
	for range 3 {
		all.Go(func() error {
			_, err := db.ExecContext(t.Context(), `select pg_sleep(0.1)`)
			return err
		})
	}
	require.NoError(t, all.Wait())
	after, err := a.total(t.Context())
	require.NoError(t, err)
	require.GreaterOrEqual(t, after-before, 300*time.Millisecond)
	again, err := a.total(t.Context())
	require.NoError(t, err)
	require.Equal(t, after, again)
}

func TestQuantile(t *testing.T) {
	var values []time.Duration
	for n := range 100 {
		values = append(values, time.Duration(100-n))
	}
	require.Equal(t, time.Duration(95), quantile(values, 0.95))
	require.Equal(t, time.Duration(100), quantile(values, 1))
	require.Equal(t, time.Duration(1), quantile(values, 0))
	require.Equal(t, time.Duration(7), quantile([]time.Duration{7}, 0.95))
}

func TestFramesThatDiffer(t *testing.T) {
	value, other := 1.5, 1.6
	frames := func(name string, v *float64) data.Frames {
		return data.Frames{data.NewFrame("", data.NewField("team", nil, []string{name}), data.NewField("revenue", nil, []*float64{v}))}
	}
	require.NoError(t, sameFrames(frames("North", &value), frames("North", &value)))
	require.NoError(t, sameFrames(frames("North", nil), frames("North", nil)))
	require.ErrorContains(t, sameFrames(frames("North", &other), frames("North", &value)), "revenue")
	require.ErrorContains(t, sameFrames(frames("North", nil), frames("North", &value)), "revenue")
	require.ErrorContains(t, sameFrames(frames("South", &value), frames("North", &value)), "team")
	require.ErrorContains(t, sameFrames(nil, frames("North", &value)), "0 frames, not 1")
}
