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
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	var written, refreshed atomic.Int64
	for writer := range uint64(4) {
		running.Go(func() {
			random := rand.New(rand.NewPCG(writer, 1))
			for n := 0; ctx.Err() == nil; n++ {
				if c.write(ctx, random) == nil {
					written.Add(1)
				}
			}
		})
	}
	running.Go(func() {
		random := rand.New(rand.NewPCG(9, 9))
		for ctx.Err() == nil {
			limited, cancel := context.WithCancel(ctx)
			if random.IntN(3) == 0 { // killed by the server
				go func() { _, _ = c.db.Pool().ExecContext(limited, kill) }()
			}
			do := rollup.Refresh
			if random.IntN(10) == 0 {
				do = rollup.Rebuild
			}
			if do(limited, c.db, c.context) == nil {
				refreshed.Add(1)
			}
			cancel()
		}
	})
	for looked := 0; looked < 3 || written.Load() < 100 || refreshed.Load() < 3; looked++ {
		c.requireExact(t)
		if t.Failed() {
			break
		}
	}
	stop()
	running.Wait()
	require.NoError(t, rollup.Refresh(t.Context(), c.db, c.context))
	c.requireExact(t)
	t.Logf("%d transactions, %d refreshes", written.Load(), refreshed.Load())
}

// kill ends whoever changes sums, by what it last did.
const kill = `select pg_terminate_backend(pid) from pg_stat_activity
where pid <> pg_backend_pid() and datname = current_database() and (query like 'with gone %' or query like 'insert into "crmkpi_rollup"%' or query like 'delete from "crmkpi_rollup"%')`

// write runs a transaction of some random statements.
func (c *company) write(ctx context.Context, random *rand.Rand) error {
	tx, err := c.db.Pool().BeginTx(ctx, &sql.TxOptions{Isolation: []sql.IsolationLevel{sql.LevelReadCommitted, sql.LevelRepeatableRead}[random.IntN(2)]})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	for range 1 + random.IntN(3) {
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
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(statement, row, 1+random.IntN(50))); err != nil {
			return err
		}
	}
	if random.IntN(5) == 0 {
		return nil // rolled back
	}
	return tx.Commit()
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
