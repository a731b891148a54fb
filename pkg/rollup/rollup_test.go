package rollup_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	business "github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var today = demotest.Today.Truncate(24 * time.Hour).Add(12 * time.Hour)

var filled = pgtest.Source{Name: "rollups", From: demotest.Thin(demotest.Company(), 12), Fill: func(db *sql.DB) error {
	_, err := db.Exec("update crm.deals set currency = 'EUR' where id % 4 = 0")
	return err
}}

// plan is what these tests keep.
const plan = `rollups:
- {entity: deals, time: closed_at, keys: [owner, closed_by, status, currency], values: [id, amount]}
- {entity: deals, time: created_at, keys: [source], values: [id]}
- {entity: deals, time: expected_close_on, keys: [status, currency], values: [amount * probability, amount]}
- {entity: deals, time: closed_at, keys: [campaign, status, currency], values: [amount], grain: month}
- {entity: activities, time: completed_at, keys: [type, status], values: [id, duration_minutes / 60.0]}
`

// company is a database with what is kept in it.
type company struct {
	db       *postgres.DB
	settings business.Settings
	context  sqlgen.Context
	mapping  crm.Mapping
}

func open(t *testing.T) *company {
	db, err := postgres.OpenDSN(filled.Copy(t), postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	c := &company{db: db, mapping: crm.Reference()}
	c.in(t, "Europe/Berlin", "USD")
	return c
}

// in is how the company counts.
func (c *company) in(t *testing.T, zone, currency string) {
	location, err := calendar.LoadZone(zone)
	require.NoError(t, err)
	c.settings = business.Settings{Calendar: calendar.Calendar{Location: location, WeekStart: time.Monday}, ReportingCurrency: currency}
	c.context = sqlgen.Context{Mapping: c.engine(t).Mapping, Calendar: c.settings.Calendar, ReportingCurrency: currency}
}

func (c *company) engine(t *testing.T) *engine.Engine {
	e, err := engine.Open(t.Context(), catalog.Default(), c.mapping, c.settings, c.db)
	require.NoError(t, err)
	return e
}

func (c *company) install(t *testing.T, text string) {
	p, err := rollup.Parse([]byte(text), c.context.Mapping)
	require.NoError(t, err)
	require.NoError(t, rollup.Install(t.Context(), c.db, p, c.context, nil))
}

// exec runs statements, each by itself.
func (c *company) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		_, err := c.db.Pool().Exec(statement)
		require.NoError(t, err, statement)
	}
}

// writeSome runs so many statements.
func (c *company) writeSome(t *testing.T, number int, statement func() string) {
	t.Helper()
	for range number {
		c.exec(t, statement())
	}
}

func (c *company) requireExact(t *testing.T) {
	t.Helper()
	states, err := rollup.States(t.Context(), c.db, c.context)
	require.NoError(t, err)
	require.NotEmpty(t, states)
	for _, s := range states {
		size, err := s.Measure(t.Context(), c.db, c.context, true)
		require.NoError(t, err)
		require.Zero(t, size.Wrong, s.Entity)
	}
}

// revenue is a question that sums can answer.
func (c *company) revenue(t *testing.T, e *engine.Engine) *answer.Result {
	at := func(month time.Month, day, hour int) time.Time {
		return time.Date(2026, month, day, hour, 30, 0, 0, c.settings.Calendar.Location)
	}
	r := business.Request{Range: calendar.Range{From: at(1, 5, 9).AddDate(-1, 0, 0), To: at(3, 18, 12)}, Now: at(3, 18, 12)}
	result, err := take.Figures(e.Ask(t.Context(), query.Question{KPIs: []string{"revenue", "win_rate"}, GroupBy: []string{"team"}, Grain: calendar.Month}, r))
	require.NoError(t, err)
	return result
}

func readsSums(r *answer.Result) bool {
	return slices.ContainsFunc(r.Statements, func(s answer.Statement) bool { return strings.Contains(s.SQL, rollup.Schema) })
}
