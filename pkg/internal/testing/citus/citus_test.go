// Package citus holds that the reference schema answers on a Citus cluster as it does on one server.
package citus

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/thin"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// distribution is the file that spreads the tables of the reference schema over a cluster.
const distribution = "../../../../docs/scale/citus.sql"

// cluster is the database of CRMKPI_CITUS_DSN, whose schema crm is made anew, with the demo company on one server.
func cluster(t *testing.T) (*sql.DB, *postgres.DB) {
	dsn := os.Getenv("CRMKPI_CITUS_DSN")
	if dsn == "" {
		t.Skip("skipped: CRMKPI_CITUS_DSN is to be the database of a Citus cluster, as its owner; its schema crm is made anew")
	}
	db, err := sql.Open("postgres", dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	run(t, db, `drop schema if exists crm cascade`)
	run(t, db, `drop table if exists public.goose_db_version`)
	_, err = schema.Migrate(t.Context(), db)
	require.NoError(t, err)
	_, err = demo.Seed(t.Context(), db, demo.Options{Seed: 1, Today: demotest.Today})
	require.NoError(t, err)
	require.NoError(t, thin.Out(t.Context(), db, 12))
	reading, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, reading.Close()) })
	return db, reading
}

func run(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	_, err := db.ExecContext(t.Context(), statement)
	require.NoError(t, err)
}

// unanswered are what Citus does not compute of tables that are spread: the pages of docs name them.
var unanswered = []string{"attributed_revenue", "unattributed_revenue", "roi", "net_roi", "campaign_roi", "campaign_attainment", "pipeline_change"}

// Every KPI, by each of its dimensions, has the answer of one server in a cluster: but for some, whose error says that it is the cluster's.
func TestEveryKPIAnswersAsOnOneServer(t *testing.T) {
	layout, err := os.ReadFile(distribution)
	require.NoError(t, err)
	for name, test := range map[string]struct {
		layout     string
		unanswered []string
	}{
		"spread":             {string(layout), unanswered},
		"schema on one node": {`select citus_schema_distribute('crm')`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			admin, db := cluster(t)
			e := engine.New(catalog.Default(), crm.Reference(), plan.Settings{Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD"}, db)
			before := answers(t, e)
			run(t, admin, test.layout)
			failed := map[string]bool{}
			for question, got := range answers(t, e) {
				want := before[question]
				if refused, ok := errors.AsType[*postgres.Error](got.err); ok && refused.SQLState == notSupported && slices.Contains(test.unanswered, question.kpi) {
					failed[question.kpi] = true
					continue
				}
				if fmt.Sprint(want.err) != fmt.Sprint(got.err) {
					t.Errorf("%v: %v, on one server %v", question, got.err, want.err)
				} else if err := differ(want.figures, got.figures); err != nil {
					t.Errorf("%v: %v", question, err)
				}
			}
			require.ElementsMatch(t, test.unanswered, slices.Collect(maps.Keys(failed)))
			t.Logf("%d questions", len(before))
		})
	}
}

// notSupported is the SQLSTATE of what Citus cannot compute.
const notSupported = "0A000"

// question is a KPI by a dimension; "" for none.
type question struct{ kpi, by string }

type found struct {
	figures *answer.Result
	err     error
}

func answers(t *testing.T, e *engine.Engine) map[question]found {
	t.Helper()
	all := map[question]found{}
	for _, k := range catalog.Default().KPIs() {
		for _, dimension := range append(e.Dimensions(k), "") {
			q := query.Question{KPIs: []string{k.ID}, Grain: calendar.Month}
			if dimension != "" {
				q.GroupBy = []string{dimension}
			}
			r := plan.Request{Range: calendar.Range{From: demotest.Today.AddDate(-1, 0, 0), To: demotest.Today}, Now: demotest.Today}
			figures, err := take.Figures(e.Ask(t.Context(), q, r))
			all[question{k.ID, dimension}] = found{figures, err}
		}
	}
	return all
}

// differ tells where two answers differ, but for the order of what is summed in floating point.
func differ(want, got *answer.Result) error {
	if want == nil || got == nil {
		return nil
	}
	groups := func(r *answer.Result) (all []string) {
		for _, g := range r.Groups {
			all = append(all, fmt.Sprint(g.Keys, g.Labels))
		}
		return all
	}
	if a, b := groups(want), groups(got); !slices.Equal(a, b) {
		return fmt.Errorf("groups %v, on one server %v", b, a)
	}
	for c, column := range want.Columns {
		for g := range want.Groups {
			for b := range want.Buckets {
				x, y := want.Values[c][g][b], got.Values[c][g][b]
				if (x == nil) != (y == nil) || x != nil && math.Abs(*x-*y) > 1e-9*math.Max(1, math.Abs(*x)) {
					return fmt.Errorf("%s of %v in bucket %d: %v, on one server %v", column.ID, want.Groups[g].Keys, b, number(y), number(x))
				}
			}
		}
	}
	return nil
}

func number(v *float64) string {
	if v == nil {
		return "null"
	}
	return fmt.Sprint(*v)
}
