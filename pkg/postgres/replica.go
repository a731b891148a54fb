package postgres

import (
	"context"
	"time"
)

// Replica is what a server says of itself that repeats the changes of another one.
type Replica struct {
	Is     bool           // it is one
	Behind *time.Duration // how long ago the last change was made that it has repeated, 0 where it has all; nil where it does not say
}

// Replica asks the server whether it is a replica. One whose changes come as files does not know of later ones.
func (db *DB) Replica(ctx context.Context) (r Replica, err error) {
	const statement = `SELECT pg_is_in_recovery(), extract(epoch FROM CASE
		WHEN NOT pg_is_in_recovery() THEN NULL
		WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN interval '0'
		ELSE clock_timestamp() - pg_last_xact_replay_timestamp() END)::float8`
	err = db.Snapshot(ctx, func(s *Snapshot) error {
		return s.Read(ctx, Statement{SQL: statement}, func(row Row) error {
			var seconds *float64
			if err := row.Scan(&r.Is, &seconds); err != nil || seconds == nil {
				return err
			}
			behind := time.Duration(*seconds * float64(time.Second))
			r.Behind = &behind
			return nil
		})
	})
	return r, err
}
