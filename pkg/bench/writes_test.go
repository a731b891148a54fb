package bench_test

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/bench"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
)

// Each database is written the same, and what is installed in it sees that.
func TestMeasureWrites(t *testing.T) {
	server := pgtest.Server(t, embedded.Options{})
	require.NoError(t, server.CreateDatabase(t.Context(), "crm"))
	db := pgtest.Open(t, server.DSN("crm"))
	require.NoError(t, company.On(db))
	require.NoError(t, db.Close())
	kept := rollup.Plan{Rollups: []rollup.Definition{
		{Entity: "deals", Time: "closed_at", Keys: []string{"currency", "owner", "status"}, Values: []string{"amount", "id"}},
		{Entity: "tickets", From: "created_at", To: "solved_at", Values: []string{"id"}},
	}}
	business := plan.Settings{Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD"}
	const transactions, turns = 100, 2
	rates, err := bench.MeasureWrites(t.Context(), server, "crm", kept, business, transactions, turns)
	require.NoError(t, err)
	require.Len(t, rates, 3)
	type state struct{ Deals, Won, Tickets, Solved int }
	var states []state
	for n, installed := range []string{bench.Nothing, bench.Sums, bench.SumsAndAnnounced} {
		require.Equal(t, installed, rates[n].Installed)
		require.Positive(t, rates[n].PerSecond)
		db := pgtest.Open(t, server.DSN(fmt.Sprint("crm_written_", n+1)))
		var s state
		require.NoError(t, db.QueryRow(`select (select count(*) from crm.deals), (select count(*) from crm.deals where status = 'won'), (select count(*) from crm.tickets),
			(select count(*) from crm.tickets where status = 'solved')`).Scan(&s.Deals, &s.Won, &s.Tickets, &s.Solved))
		states = append(states, s)
		require.Equal(t, states[0], s)
		var announces bool
		require.NoError(t, db.QueryRow(`select exists (select from pg_trigger where tgname = 'crmkpi_announce_change' and tgrelid = 'crm.deals'::regclass)`).Scan(&announces))
		require.Equal(t, installed == bench.SumsAndAnnounced, announces)
		require.Equal(t, installed != bench.Nothing, notes(t, db) > 0)
	}
}

// notes counts what triggers have written down for the sums.
func notes(t *testing.T, db *sql.DB) (all int) {
	rows, err := db.Query(`select oid::regclass::text from pg_class where relnamespace = to_regnamespace('crmkpi_rollup') and relkind = 'r' and relname like '%\_log'`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var table string
		require.NoError(t, rows.Scan(&table))
		var n int
		require.NoError(t, db.QueryRow("select count(*) from "+table).Scan(&n))
		all += n
	}
	require.NoError(t, rows.Err())
	return all
}
