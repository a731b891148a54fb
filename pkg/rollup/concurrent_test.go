package rollup_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/rollup"
)

// Whatever several connections write side by side, commit or roll back, the sums with the log are what the rows come to, in each snapshot that
// is looked at; also while sums are merged and built anew, and those who do that are killed in the middle.
func TestSumsAreExactWhileOthersWrite(t *testing.T) {
	c := open(t)
	c.install(t, plan)
	writing := func(writer uint64) func(context.Context) error {
		random := rand.New(rand.NewPCG(writer, 1))
		return func(ctx context.Context) error { return c.write(ctx, random) }
	}
	random := rand.New(rand.NewPCG(9, 9))
	refresh := func(ctx context.Context, _ int) error {
		limited, cancel := context.WithCancel(ctx)
		defer cancel()
		if random.IntN(3) == 0 { // killed by the server
			go func() { _, _ = c.db.Pool().ExecContext(limited, kill) }()
		}
		if random.IntN(10) == 0 {
			return rollup.Rebuild(limited, c.db, c.context)
		}
		return rollup.Refresh(limited, c.db, c.context)
	}
	besideWriters(t, 4, writing, refresh, often{looked: 3, written: 100, refreshed: 3}, func() { c.requireExact(t) })
	require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
	c.requireExact(t)
}

// often is how often something is done.
type often struct{ looked, written, refreshed int64 }

// besideWriters looks again and again while so many connections write and one refreshes the sums for the n-th time, from 1 on: until all of them
// have done it at least so often, and have come to their end. What fails because of the others is no fault, and does not count.
func besideWriters(t *testing.T, writers uint64, writing func(writer uint64) func(context.Context) error, refresh func(ctx context.Context, n int) error,
	least often, look func()) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var running sync.WaitGroup
	var written, refreshed atomic.Int64
	for writer := range writers {
		running.Go(func() {
			write := writing(writer)
			for ctx.Err() == nil {
				if write(ctx) == nil {
					written.Add(1)
				}
			}
		})
	}
	running.Go(func() {
		for n := 1; ctx.Err() == nil; n++ {
			if refresh(ctx, n) == nil {
				refreshed.Add(1)
			}
		}
	})
	for looked := int64(0); looked < least.looked || written.Load() < least.written || refreshed.Load() < least.refreshed; looked++ {
		look()
		if t.Failed() {
			break
		}
	}
	stop()
	running.Wait()
	t.Logf("%d transactions, %d refreshes", written.Load(), refreshed.Load())
}

// requireExactBesideWriters looks while three connections write and one refreshes the sums, or builds them anew, and again once all have come to
// their end.
func (c *company) requireExactBesideWriters(t *testing.T, writing func(writer uint64) func(context.Context) error, look func()) {
	t.Helper()
	refresh := func(ctx context.Context, n int) error {
		if n%8 == 0 {
			return rollup.Rebuild(ctx, c.db, c.context)
		}
		return rollup.Refresh(ctx, c.db, c.context)
	}
	besideWriters(t, 3, writing, refresh, often{looked: 12, written: 200, refreshed: 8}, look)
	c.requireExactMerging(t, look)
}

// requireExactMerging looks before and after what has been written down is merged.
func (c *company) requireExactMerging(t *testing.T, look func()) {
	t.Helper()
	look()
	c.requireExact(t)
	require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
	look()
	c.requireExact(t)
}

// someIsolation is one of the levels at which people write.
func someIsolation(random *rand.Rand) *sql.TxOptions {
	return &sql.TxOptions{Isolation: []sql.IsolationLevel{sql.LevelReadCommitted, sql.LevelRepeatableRead}[random.IntN(2)]}
}

// transaction runs one of a few random statements, at most so many, after those that are given; one in five is rolled back.
func (c *company) transaction(ctx context.Context, options *sql.TxOptions, random *rand.Rand, most int, statement func() string, first ...string) error {
	tx, err := c.db.Pool().BeginTx(ctx, options)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for _, given := range first {
		if _, err := tx.ExecContext(ctx, given); err != nil {
			return err
		}
	}
	for range 1 + random.IntN(most) {
		if _, err := tx.ExecContext(ctx, statement()); err != nil {
			return err
		}
	}
	if random.IntN(5) == 0 {
		return nil
	}
	return tx.Commit()
}

// kill ends whoever changes sums, by what it last did.
const kill = `select pg_terminate_backend(pid) from pg_stat_activity
where pid <> pg_backend_pid() and datname = current_database() and (query like 'with gone %' or query like 'insert into "crmkpi_rollup"%' or query like 'delete from "crmkpi_rollup"%')`

// write runs a transaction of some random statements.
func (c *company) write(ctx context.Context, random *rand.Rand) error {
	return c.transaction(ctx, someIsolation(random), random, 3, func() string {
		row := 1 + random.IntN(2000)
		statement := []string{
			`update crm.deals set amount = coalesce(amount, 0) + 1.01 where id = %[1]d`,
			`update crm.deals set closed_at = closed_at + interval '%[2]d hours' where id = %[1]d`,
			`update crm.deals set owner = (select id from crm.users order by id offset %[2]d %% 10 limit 1) where id between %[1]d and %[1]d + %[2]d`,
			`update crm.deals set currency = case when currency = 'EUR' then 'USD' else 'EUR' end where id = %[1]d`,
			`update crm.deals set status = 'won', closed_at = coalesce(closed_at, created_at) where id = %[1]d`,
			`update crm.deals set amount = null, name = name where id = %[1]d`,
			`update crm.deals set name = name || '.' where id = %[1]d`,
			`delete from crm.activities where id = %[1]d`,
			`insert into crm.activities (id, type, status, created_at, completed_at, duration_minutes)
			 select coalesce(max(id), 0) + 1 + %[2]d, 'call', 'done', now(), now() - interval '%[2]d days', %[2]d from crm.activities on conflict do nothing`,
		}[random.IntN(9)]
		return fmt.Sprintf(statement, row, 1+random.IntN(50))
	})
}

// TRUNCATE and COPY are changes as others are, and so is a change by a replication worker.
func TestSumsFollowWhatIsNoStatementOnRows(t *testing.T) {
	c := open(t)
	c.install(t, plan)
	for _, change := range []string{
		`begin; create temporary table kept on commit drop as table crm.activities; truncate crm.activities; insert into crm.activities select * from kept where id % 2 = 0; commit`,
		`set session_replication_role = replica; update crm.deals set amount = amount + 2 where id % 3 = 0; reset session_replication_role`,
		`truncate crm.activities`,
		`begin; truncate crm.activities; rollback`,
	} {
		_, err := c.db.Pool().ExecContext(t.Context(), change)
		require.NoError(t, err)
		c.requireExact(t)
		require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
		c.requireExact(t)
	}
}

// Who truncates does not see at REPEATABLE READ what others have written since: whoever asks is answered of the rows until all is summed anew, also who
// has found the sums before.
func TestTruncatingWithoutSeeingAll(t *testing.T) {
	for _, level := range []sql.IsolationLevel{sql.LevelRepeatableRead, sql.LevelSerializable} {
		t.Run(level.String(), func(t *testing.T) {
			t.Parallel()
			c := open(t)
			c.install(t, plan)
			before := c.engine(t)
			require.True(t, readsSums(c.revenue(t, before)))

			tx, err := c.db.Pool().BeginTx(t.Context(), &sql.TxOptions{Isolation: level})
			require.NoError(t, err)
			defer func() { _ = tx.Rollback() }()
			_, err = tx.Exec(`create temporary table left_of_it on commit drop as select * from crm.deals where id % 2 = 0; update left_of_it set lead = null`)
			require.NoError(t, err)
			c.exec(t, `update crm.deals set amount = amount + 1000`)
			for _, statement := range []string{`truncate crm.deals cascade`, `insert into crm.deals select * from left_of_it`} {
				_, err = tx.Exec(statement)
				require.NoError(t, err)
			}
			require.NoError(t, tx.Commit())

			found := c.revenue(t, before)
			require.False(t, readsSums(found))
			after := c.engine(t)
			require.Equal(t, c.revenue(t, after).Values, found.Values)
			states, err := rollup.States(t.Context(), c.db, c.context)
			require.NoError(t, err)
			for _, s := range states {
				require.Equal(t, s.Entity == "deals" || s.Entity == "activities", !s.Built, s.Entity) // activities are of deals
			}

			require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
			c.requireExact(t)
			again := c.revenue(t, c.engine(t))
			require.True(t, readsSums(again))
			require.Equal(t, found.Values, again.Values)
			require.NoError(t, rollup.Remove(t.Context(), c.db.Pool()))
		})
	}
}
