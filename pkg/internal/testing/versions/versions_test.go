package versions_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// server is one of the servers that are compared.
type server struct {
	version string
	engine  *engine.Engine
}

// A company whose times are now and then infinite, on the PostgreSQL of the tests (CRMKPI_POSTGRES_VERSION) and on
// the one that runs where none is named. Where they are one and the same, the catalogue is only asked, in an ordinary run a share.
func TestTheCatalogueAnswersAlikeOnEachVersion(t *testing.T) {
	tested := open(t, endless.Shared(t))
	dsn := usual(t)
	if version(t, dsn) == tested.version {
		for _, q := range share.Of(questions(tested.engine), 5, 0) {
			ask(t, tested, q)
		}
		return
	}
	require.NoError(t, endless.On(pgtest.Open(t, dsn)))
	other := open(t, dsn)
	for _, q := range questions(tested.engine) {
		requireEqual(t, ask(t, other, q), ask(t, tested, q), q)
	}
}

// usual starts the server that runs where no version is named, and returns its database.
func usual(t *testing.T) string {
	for _, variable := range []string{"CRMKPI_POSTGRES_VERSION", "CRMKPI_POSTGRES_BIN"} {
		t.Setenv(variable, "")
	}
	return pgtest.Server(t, embedded.Options{}).DSN("postgres")
}

func version(t *testing.T, dsn string) (number string) {
	require.NoError(t, pgtest.Open(t, dsn).QueryRow("show server_version_num").Scan(&number))
	return number
}

func open(t *testing.T, dsn string) *server {
	s := &server{version: version(t, dsn)}
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	s.engine, err = engine.Open(t.Context(), catalog.Default(), crm.Reference(), plan.Settings{
		Calendar: calendar.Calendar{Location: zone(t), WeekStart: time.Monday}, ReportingCurrency: "USD"}, db)
	require.NoError(t, err)
	return s
}

func zone(t *testing.T) *time.Location {
	berlin, err := calendar.LoadZone("Europe/Berlin")
	require.NoError(t, err)
	return berlin
}

func ask(t *testing.T, s *server, q query.Question) *answer.Result {
	r, err := take.Figures(s.engine.Ask(t.Context(), q, plan.Request{
		Range: calendar.Range{From: time.Date(2025, 7, 1, 0, 0, 0, 0, zone(t)), To: time.Date(2026, 7, 1, 0, 0, 0, 0, zone(t))},
		Now:   time.Date(2026, 3, 18, 12, 0, 0, 0, zone(t)),
	}))
	require.NoError(t, err, "PostgreSQL %s: %s", s.version, text(q))
	return r
}

func abs(x float64) float64 { return max(x, -x) }

func text(q query.Question) string {
	text, _ := json.Marshal(q)
	return string(text)
}

// requireEqual compares two answers, numbers to the digits that do not depend on the order in which they are added up.
func requireEqual(t *testing.T, want, got *answer.Result, q query.Question) {
	t.Helper()
	require.Equal(t, want.Groups, got.Groups, text(q))
	require.Equal(t, len(want.Notices), len(got.Notices), text(q))
	for i, notice := range want.Notices {
		require.Equal(t, notice.Text, got.Notices[i].Text, text(q))
	}
	require.Equal(t, len(want.Columns), len(got.Columns), text(q))
	for c, column := range want.Columns {
		for g := range want.Groups {
			for b, value := range want.Values[c][g] {
				at := []any{"%s of %v in bucket %d: %s", column.ID, want.Groups[g].Labels, b, text(q)}
				if value == nil {
					require.Nil(t, got.Values[c][g][b], at...)
					continue
				}
				require.NotNil(t, got.Values[c][g][b], at...)
				require.InDelta(t, *value, *got.Values[c][g][b], 1e-9*max(1, abs(*value)), at...)
			}
		}
	}
}
