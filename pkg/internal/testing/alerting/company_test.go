package alerting

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// zone is the company's, in which clocks change.
const zone = "Europe/Berlin"

func berlin(t testing.TB) *time.Location {
	t.Helper()
	location, err := calendar.LoadZone(zone)
	require.NoError(t, err)
	return location
}

// local is an instant by the clock of the company.
func local(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, berlin(t))
	require.NoError(t, err)
	return at
}

// shipped are the rules that are evaluated.
func shipped(t testing.TB) (rules []Rule) {
	t.Helper()
	all, err := Load(Folder)
	require.NoError(t, err)
	for _, r := range all {
		if !r.Paused {
			rules = append(rules, r)
		}
	}
	require.NotEmpty(t, rules)
	return rules
}

// at puts the instant and the zone into a text of SQL.
func at(now time.Time, text string) string {
	instant := "timestamptz " + pq.QuoteLiteral(now.UTC().Format("2006-01-02 15:04:05.999999-07"))
	return strings.NewReplacer(":now", instant, ":zone", pq.QuoteLiteral(zone)).Replace(text)
}

// quieten makes the company the quiet one, whatever it was.
func quieten(ctx context.Context, db *sql.DB, now time.Time) error {
	text, err := os.ReadFile(filepath.Join("testdata", "quiet.sql"))
	if err != nil {
		return err
	}
	return change(ctx, db, now, string(text))
}

// change changes the company in one transaction, so that nobody sees half of it.
func change(ctx context.Context, db *sql.DB, now time.Time, text string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, at(now, text)); err != nil {
		_ = tx.Rollback() // the error of the statement says more
		return err
	}
	return tx.Commit()
}

// quiet returns the connection string of a quiet company of an instant.
func quiet(t *testing.T, now time.Time) string {
	return pgtest.Source{Name: "quiet " + now.String(), From: demotest.Empty(), Fill: func(db *sql.DB) error {
		return quieten(t.Context(), db, now)
	}}.Copy(t)
}

// askedAt answers questions at an instant.
func askedAt(t *testing.T, dsn string, now time.Time) Asked {
	t.Helper()
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() }) // some tests close it themselves
	business := plan.Settings{Calendar: calendar.Calendar{Location: berlin(t), WeekStart: time.Monday, FiscalStart: time.April}, ReportingCurrency: "USD"}
	e, err := engine.Open(t.Context(), catalog.Default(), crm.Reference(), business, db)
	require.NoError(t, err)
	return func(ctx context.Context, question json.RawMessage, from, to time.Time) (data.Frames, error) {
		q, err := types.Parse(question)
		if err != nil {
			return nil, err
		}
		found, err := e.Ask(ctx, q, plan.Request{Range: calendar.Range{From: from, To: to}, Now: now, Viewer: plan.Viewer{Alerts: true}})
		if err != nil {
			return nil, err
		}
		return frames.Of(found.Result, frames.Options{Currency: "USD", Format: q.Format, AsOf: now}), nil
	}
}

// breach is what makes a rule fire, for one group.
type breach struct {
	Fires data.Labels `yaml:"fires"`
	By    string      `yaml:"by"`
}

// situation is one in which no rule may fire.
type situation struct {
	Name   string   `yaml:"name"`
	Now    string   `yaml:"now"`
	Rules  []string `yaml:"rules"`  // those that it would fool
	Silent []string `yaml:"silent"` // those that have nothing to judge
	By     string   `yaml:"by"`
}

func readBreaches(t testing.TB) (all map[string]breach) {
	t.Helper()
	readYAML(t, "breaches.yaml", &all)
	return all
}

func readSituations(t testing.TB) (all []situation) {
	t.Helper()
	readYAML(t, "silent.yaml", &all)
	return all
}

func readYAML(t testing.TB, name string, into any) {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	defer file.Close()
	decoder := yaml.NewDecoder(file)
	decoder.KnownFields(true)
	require.NoError(t, decoder.Decode(into))
}
