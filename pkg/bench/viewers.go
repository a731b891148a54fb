package bench

import (
	"context"
	"math"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// Ask has a viewer ask a panel and read its answer to the end. Many call it at once.
type Ask func(ctx context.Context, viewer int, p Panel) error

// atOnce is how many panels a browser asks at once.
const atOnce = 6

// Refresh has so many viewers open the dashboard of all panels at the same moment. It returns how long each of them waits for the last panel.
func Refresh(ctx context.Context, viewers int, ask Ask) ([]time.Duration, error) {
	waits := make([]time.Duration, viewers)
	all, ctx := errgroup.WithContext(ctx)
	began := time.Now()
	for viewer := range viewers {
		all.Go(func() error {
			browser, ctx := errgroup.WithContext(ctx)
			browser.SetLimit(atOnce)
			for _, p := range Panels {
				browser.Go(func() error { return ask(ctx, viewer, p) })
			}
			err := browser.Wait()
			waits[viewer] = time.Since(began)
			return err
		})
	}
	return waits, all.Wait()
}

// quantile is the least of the values that a part of them does not exceed. There must be at least one.
func quantile(values []time.Duration, part float64) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, int(math.Ceil(part*float64(len(sorted))))-1)]
}
