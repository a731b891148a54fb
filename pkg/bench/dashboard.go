package bench

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Cost is what the dashboard of all panels costs when viewers open it at the same moment.
type Cost struct {
	Way     string
	Viewers int
	Rounds  int             // how often they did
	Waits   []time.Duration // of each viewer in each round, for the last panel
	// All rounds together, but for the memory, which is the most that any of them took.
	Usage
	// Database is how long the server's connections have been executing. Where more of them are than processors, waiting for one is a part of it.
	Database time.Duration
}

// P50 is how long half of the viewers wait at the most.
func (c Cost) P50() time.Duration { return Median(c.Waits) }

// P95 is how long all but 5 % of the viewers wait at the most.
func (c Cost) P95() time.Duration { return quantile(c.Waits, 0.95) }

// StatementsOfRound are those of one refresh of all viewers.
func (c Cost) StatementsOfRound() float64 { return float64(c.Statements) / float64(c.Rounds) }

// DatabaseOfRound is that of one refresh of all viewers.
func (c Cost) DatabaseOfRound() time.Duration { return c.Database / time.Duration(c.Rounds) }

// CPUOfRound is that of one refresh of all viewers.
func (c Cost) CPUOfRound() time.Duration { return c.CPU / time.Duration(c.Rounds) }

// MeasureDashboard has so many viewers open the dashboard each way, in turns, each time by a session and with connections of its own, so that
// nothing is kept from the round before. The database is that of the connection string, a URL; its connections are ended.
func MeasureDashboard(ctx context.Context, dsn string, ways []Way, viewers, rounds int) ([]Cost, error) {
	server, err := activityOf(dsn)
	if err != nil {
		return nil, err
	}
	defer server.Close()
	costs := make([]Cost, len(ways))
	for round := range rounds {
		for turn := range ways {
			way := (round + turn) % len(ways) // each goes first as often
			c := &costs[way]
			c.Way, c.Viewers, c.Rounds = ways[way].Name, viewers, rounds
			if err := c.add(ctx, server, ways[way]); err != nil {
				return nil, fmt.Errorf("%d viewers, %s: %w", viewers, c.Way, err)
			}
		}
	}
	return costs, nil
}

// add measures one round.
func (c *Cost) add(ctx context.Context, server activity, way Way) error {
	session, err := way.Open(ctx)
	if err != nil {
		return err
	}
	before, err := c.refresh(ctx, server, session)
	if err := errors.Join(err, session.Close()); err != nil {
		return err
	}
	after, err := server.total(ctx)
	c.Database += after - before
	return err
}

// refresh has the viewers open the dashboard in a session, and returns the database's time before.
func (c *Cost) refresh(ctx context.Context, server activity, session Session) (before time.Duration, err error) {
	if before, err = server.total(ctx); err != nil {
		return 0, err
	}
	waits, err := Refresh(ctx, c.Viewers, session.Ask)
	if err != nil {
		return 0, err
	}
	used, err := session.Used(ctx)
	c.Waits = append(c.Waits, waits...)
	c.Statements += used.Statements
	c.CPU += used.CPU
	c.Memory = max(c.Memory, used.Memory)
	return before, err
}
