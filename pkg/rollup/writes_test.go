package rollup_test

import (
	"database/sql"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// BenchmarkWrites is what a transaction of one row takes that two clients write, with and without triggers, on a server that writes each commit to
// its disk: `go test ./pkg/rollup -run XXX -bench Writes -benchtime 20000x`.
func BenchmarkWrites(b *testing.B) {
	server := pgtest.Server(b, embedded.Options{Settings: map[string]string{"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}})
	pool := pgtest.Open(b, server.DSN("postgres"))
	require.NoError(b, filled(pool))
	write := func(b *testing.B) {
		var seed atomic.Uint64
		b.SetParallelism(1)
		b.RunParallel(func(one *testing.PB) {
			random := rand.New(rand.NewPCG(seed.Add(1), 5))
			for one.Next() {
				if err := writeRow(pool, random); err != nil && pq.As(err) == nil {
					b.Error(err)
				}
			}
		})
	}
	b.Run("without", write)
	db, err := postgres.OpenDSN(server.DSN("postgres"), postgres.Limits{})
	require.NoError(b, err)
	defer func() { require.NoError(b, db.Close()) }()
	zone, err := calendar.LoadZone("Europe/Berlin")
	require.NoError(b, err)
	p, err := rollup.Parse([]byte(plan), crm.Reference())
	require.NoError(b, err)
	require.NoError(b, rollup.Install(b.Context(), db.Pool(), p, sqlgen.Context{Mapping: crm.Reference(), Calendar: calendar.Calendar{Location: zone}, ReportingCurrency: "USD"}, nil))
	b.Run("with", write)
}

// writeRow writes one row as people who sell do: a new deal, one that moves on, one that is won.
func writeRow(pool *sql.DB, random *rand.Rand) (err error) {
	switch id := 1 + random.IntN(3000); random.IntN(4) {
	case 0:
		_, err = pool.Exec(`insert into crm.deals (id, name, status, amount, currency, created_at) values ($1, 'New', 'open', $2, 'USD', now())`, 1_000_000+random.IntN(1<<31), random.IntN(10_000))
	case 1:
		_, err = pool.Exec(`update crm.deals set status = 'won', closed_at = now() where id = $1`, id)
	case 2:
		_, err = pool.Exec(`update crm.deals set amount = $2 where id = $1`, id, random.IntN(10_000))
	default:
		_, err = pool.Exec(`update crm.deals set name = $2 where id = $1`, id, "Deal")
	}
	return err
}
