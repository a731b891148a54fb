package bench

import (
	"context"
	"database/sql"
	"net/url"
	"time"

	"github.com/lib/pq"
)

// activity reads how long the connections to a database have been executing, all of them together. The server counts that of a connection at the latest
// when it ends; what is read here is exact because it ends them all before.
type activity struct {
	server *sql.DB // connected to another database, so that it is not counted itself
	name   string
}

// activityOf is that of the database of a URL.
func activityOf(dsn string) (activity, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return activity{}, err
	}
	name := u.Path[1:]
	u.Path = "/postgres"
	connector, err := pq.NewConnector(u.String())
	if err != nil {
		return activity{}, err
	}
	return activity{sql.OpenDB(connector), name}, nil
}

func (a activity) Close() error { return a.server.Close() }

// settled is how often to look whether the connections have ended.
const settled = 5 * time.Millisecond

// total ends all connections to the database and returns how long those that there ever were have been executing. The processes that help a
// statement by reading in parallel are not counted.
func (a activity) total(ctx context.Context) (time.Duration, error) {
	const end = `select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = $1 and backend_type = 'client backend'`
	for left := 1; left > 0; {
		if err := a.server.QueryRowContext(ctx, end, a.name).Scan(&left); err != nil {
			return 0, err
		}
		if left > 0 {
			select {
			case <-time.After(settled):
			case <-ctx.Done():
				return 0, ctx.Err()
			}
		}
	}
	var milliseconds float64
	err := a.server.QueryRowContext(ctx, `select active_time from pg_stat_database where datname = $1`, a.name).Scan(&milliseconds)
	return time.Duration(milliseconds * float64(time.Millisecond)), err
}
