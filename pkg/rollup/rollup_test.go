package rollup_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var today = time.Date(2026, 3, 18, 0, 0, 0, 0, time.UTC)

func filled(db *sql.DB) error {
	if _, err := schema.Migrate(context.Background(), db); err != nil {
		return err
	}
	_, err := demo.Seed(context.Background(), db, demo.Options{Scale: "small", Seed: 1, Today: today})
	return err
}

func TestX(t *testing.T) {
	dsn := pgtest.Template(t, "rollup company", filled)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	zone, err := calendar.LoadZone("Europe/Berlin")
	require.NoError(t, err)
	settings := plan.Settings{Calendar: calendar.Calendar{Location: zone, WeekStart: time.Monday}, ReportingCurrency: "USD"}
	e, err := engine.Open(t.Context(), catalog.Default(), crm.Reference(), settings, db)
	require.NoError(t, err)
	p, err := rollup.Parse([]byte(`rollups:
- {entity: deals, time: closed_at, keys: [owner, closed_by, status, currency, pipeline], values: [id, amount]}
- {entity: deals, time: created_at, keys: [owner, closed_by, status, currency, source], values: [id, amount]}
`), e.Mapping)
	require.NoError(t, err)
	c := sqlgen.Context{Mapping: e.Mapping, Calendar: settings.Calendar, ReportingCurrency: "USD"}
	require.NoError(t, rollup.Install(t.Context(), db.Pool(), p, c, nil))
	rolled, err := engine.Open(t.Context(), catalog.Default(), crm.Reference(), settings, db)
	require.NoError(t, err)
	require.True(t, rolled.Mapping.HasRollups())
	r := plan.Request{Range: calendar.Range{From: time.Date(2025, 1, 10, 9, 0, 0, 0, zone), To: time.Date(2026, 3, 18, 12, 0, 0, 0, zone)}, Now: time.Date(2026, 3, 18, 12, 0, 0, 0, zone)}
	check := func() {
		for _, q := range []query.Question{
			{KPIs: []string{"revenue", "win_rate"}, GroupBy: []string{"team"}, Grain: calendar.Month},
			{KPIs: []string{"revenue", "deals_won"}, GroupBy: []string{"rep"}, Grain: calendar.None},
			{KPIs: []string{"revenue", "average_deal_size"}, Grain: calendar.Day},
			{KPIs: []string{"revenue"}, Grain: calendar.Hour},
			{KPIs: []string{"new_deals"}, Grain: calendar.Week, GroupBy: []string{"source"}},
		} {
			one, err := take.Figures(e.Ask(t.Context(), q, r))
			if err != nil {
				t.Log(err)
				continue
			}
			other, err := take.Figures(rolled.Ask(t.Context(), q, r))
			require.NoError(t, err)
			for _, s := range other.Statements {
				t.Log(s.SQL, s.Args)
			}
			require.Equal(t, one.Groups, other.Groups)
			require.Equal(t, one.Values, other.Values)
		}
	}
	var rollupID, def string
	require.NoError(t, db.Pool().QueryRow(`select id, (select string_agg(pg_get_triggerdef(oid), E'\n') from pg_trigger where tgrelid = source) from crmkpi_rollup.kept`).Scan(&rollupID, &def))
	t.Log("DEF", def)
	check()
	_, err = db.Pool().Exec(`update crm.deals set amount = amount + 1 where id % 7 = 0; delete from crm.deal_history where deal in (select id from crm.deals where id % 50 = 1); `)
	require.NoError(t, err)
	var n int
	require.NoError(t, db.Pool().QueryRow(`select count(*) from crmkpi_rollup.deals_`+rollupID+`_log`).Scan(&n))
	t.Log("LOG", n)
	check()
	require.NoError(t, rollup.Refresh(t.Context(), db, c))
	check()
	require.NoError(t, rollup.Remove(t.Context(), db.Pool()))
	check()
}
