package postgres_test

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// ending is a context whose deadline comes when the test says so.
type ending struct {
	context.Context
	done chan struct{}
}

func (ending) Deadline() (time.Time, bool) { return time.Now().Add(time.Hour), true }

func (e ending) Done() <-chan struct{} { return e.done }

func (e ending) Err() error {
	select {
	case <-e.done:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// all has a turn for everyone, and remembers that the server had no connection for one.
type all struct{ narrowed bool }

func (*all) Turn(context.Context) (func(), error) { return func() {}, nil }
func (a *all) Narrow()                            { a.narrowed = true }

// A question for which the server had no connection until its time was over is told so, also where that comes in the middle of an attempt.
func TestNoConnectionIsWhyTimeIsOver(t *testing.T) {
	dsn := pgtest.DSN(t)
	admin, config := pgtest.Open(t, dsn), configOf(t, dsn)
	role := config.Database
	_, err := admin.Exec("create role " + role + " login connection limit 0 password " + pq.QuoteLiteral(config.Password))
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := admin.Exec("drop role " + role)
		require.NoError(t, err)
	})
	ctx, turns := ending{t.Context(), make(chan struct{})}, &all{}
	config.User, config.Turns = role, turns
	config.Dial = func(dialing context.Context, network, address string) (net.Conn, error) {
		if turns.narrowed {
			close(ctx.done)
			<-dialing.Done()
			return nil, dialing.Err()
		}
		return net.Dial(network, address)
	}
	err = open(t, config).Snapshot(ctx, func(*postgres.Snapshot) error { return nil })
	found, ok := errors.AsType[*postgres.Error](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, postgres.KindTooManyConnections, found.Kind, err)
}
