package admission_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/admission"
)

func TestWhoGivesUpLeavesTheQueue(t *testing.T) {
	g := admission.New(admission.Limits{Turns: 1})
	_, leave, err := g.Enter(admission.By(t.Context(), "one"), 0)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(admission.By(t.Context(), "another"))
	answered := make(chan error)
	go func() {
		_, _, err := g.Enter(ctx, 0)
		answered <- err
	}()
	require.Eventually(t, func() bool { return g.Stats().Waiting == 1 }, time.Minute, time.Millisecond)
	cancel()
	require.ErrorIs(t, <-answered, context.Canceled)
	require.Zero(t, g.Stats().Waiting)
	leave()
	leave() // once is all that counts
	_, leave, err = g.Enter(t.Context(), 0)
	require.NoError(t, err)
	defer leave()
	require.Zero(t, g.Stats().Waiting)
}

// What is done within a turn needs no other one, which would be waited for for ever.
func TestOneTurnIsEnough(t *testing.T) {
	g := admission.New(admission.Limits{Turns: 1})
	within, leave, err := g.Enter(t.Context(), 0)
	require.NoError(t, err)
	defer leave()
	again, err := g.Turn(within)
	require.NoError(t, err)
	again()

	other := admission.New(admission.Limits{Turns: 1})
	_, second, err := other.Enter(within, 0)
	require.NoError(t, err)
	defer second()
	ctx, cancel := context.WithCancel(within)
	cancel()
	_, err = other.Turn(ctx)
	require.ErrorIs(t, err, context.Canceled, "a turn of one gate is none of another")
}

func TestKeptAnswers(t *testing.T) {
	g := admission.New(admission.Limits{Memory: 200})
	one, another := g.Answers(), g.Answers()
	require.True(t, one.Keep(60))
	require.False(t, another.Keep(60), "half of the memory is for those that are computed")
	require.True(t, another.Keep(40))
	_, leave, err := g.Enter(t.Context(), 1000)
	require.NoError(t, err, "a question that asks for more than there is gets all of it")
	leave()
	one.Sent()
	one.Sent()
	require.False(t, another.Keep(61))
	require.True(t, another.Keep(60))
}

func TestNoGateLetsEverybodyIn(t *testing.T) {
	var g *admission.Gate
	_, leave, err := g.Enter(t.Context(), 1<<40)
	require.NoError(t, err)
	leave()
	answers := g.Answers()
	require.True(t, answers.Keep(1<<40))
	answers.Sent()
}
