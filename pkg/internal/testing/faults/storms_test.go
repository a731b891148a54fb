package faults

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// panels is how many ask at once: a test run has no time for all.
func panels() int {
	if os.Getenv("CRMKPI_FAULTS") == "whole" {
		return 1000
	}
	return 100
}

// crowd asks one question many times at once, and gives a share of the askers up when others have their answers, in an order that is
// the same in each run. Every answer is right, and of those who wait, each has one.
func crowd(t *testing.T, c company, n network, plugin *pluginclient.Client, givenUp float64) observed {
	scene := &scene{company: c, network: n, plugin: plugin, sources: map[i18n.Language]backend.PluginContext{
		i18n.English: c.source(string(i18n.English), n.port(t), i18n.English, nil),
	}}
	right := numbers(t, scene.ask(t, i18n.English, byMonth))
	resting := metrics(t, plugin)
	random := rand.New(rand.NewPCG(1, 1))
	var asking errgroup.Group
	answered := make(chan struct{}, panels())
	for range panels() {
		ctx, giveUp := context.WithCancel(t.Context())
		impatient := random.Float64() < givenUp
		if impatient {
			go func() {
				select {
				case <-answered:
				case <-ctx.Done():
				}
				giveUp()
			}()
		}
		asking.Go(func() error {
			defer giveUp()
			answer, err := ask(ctx, plugin, scene.sources[i18n.English], byMonth)
			if err != nil && impatient {
				return nil
			}
			answered <- struct{}{}
			if err != nil || answer.Error != nil && impatient {
				return err
			}
			require.Equal(t, right, numbers(t, answer), "a wrong answer")
			return nil
		})
	}
	require.NoError(t, asking.Wait())
	require.LessOrEqual(t, c.connections(t), 2*10, "the pools of both languages")
	require.Equal(t, right, numbers(t, scene.ask(t, i18n.English, byMonth)))
	scene.requireRest(t, resting["go_goroutines"])
	return observed{answered: true, status: backend.StatusOK}
}
