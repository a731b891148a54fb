// Package companies_test maps databases of real companies, which were not made for this project, and compares the engine's answers
// with published ones.
//
// A question counts as answered when each of its figures is a value of the engine, or what the footer of a table makes of the
// engine's rows: the count of those that meet a condition, their sum, mean, median, smallest or largest. A question that needs a
// calculation between columns is not answered.
package companies_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/companies"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// company is a company's database under its mapping.
type company struct {
	t       testing.TB
	name    string
	folder  string // of its data
	mapping crm.Mapping
	kpis    *catalog.Catalog // the built-in ones and the company's own
	dsn     string
	engine  *engine.Engine
}

// open loads a company's data and maps it; the test is skipped where the data is not at hand.
func open(t testing.TB, name string) company {
	c := company{t: t, name: name, folder: filepath.Join(data(t), name)}
	text, err := os.ReadFile(filepath.Join("testdata", name+".yaml"))
	require.NoError(t, err)
	c.mapping, err = crm.ParseMapping(string(text))
	require.NoError(t, err)
	own, err := os.ReadFile(filepath.Join("testdata", "kpis", name+".yaml"))
	require.NoError(t, err)
	c.kpis, err = catalog.Over(c.mapping.Model).With("own KPIs", string(own))
	require.NoError(t, err)
	c.dsn = pgtest.Shared(t, name, func(db *sql.DB) error { return companies.Load(context.Background(), db, c.folder) })
	c.engine = c.reporting("USD")
	return c
}

// data returns the folder of all companies' data.
func data(t testing.TB) string {
	folder, err := companies.Folder()
	require.NoError(t, err)
	if folder == "" {
		t.Skip(companies.Missing)
	}
	return folder
}

// reporting returns an engine over the company's database in another reporting currency.
func (c company) reporting(currency string) *engine.Engine {
	db, err := postgres.OpenDSN(c.dsn, postgres.Limits{})
	require.NoError(c.t, err)
	c.t.Cleanup(func() { require.NoError(c.t, db.Close()) })
	e, err := engine.Open(context.Background(), c.kpis, c.mapping, plan.Settings{Calendar: utc, ReportingCurrency: currency}, db)
	require.NoError(c.t, err)
	return e
}

var utc = calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}

// between asks about the days from one to just before another, from a time when all data is past.
func between(t testing.TB, from, to string) plan.Request {
	r := plan.Request{Now: time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)}
	var err error
	r.Range.From, err = time.Parse(time.DateOnly, from)
	require.NoError(t, err)
	r.Range.To, err = time.Parse(time.DateOnly, to)
	require.NoError(t, err)
	return r
}

// ask answers a KPI question; without a grain it has none.
func (c company) ask(from, to string, q query.Question) *answer.Result {
	return c.askOf(c.engine, from, to, q)
}

func (c company) askOf(e *engine.Engine, from, to string, q query.Question) *answer.Result {
	if q.Grain == "" {
		q.Grain = calendar.None
	}
	r, err := take.Figures(e.Ask(context.Background(), q, between(c.t, from, to)))
	require.NoError(c.t, err)
	return r
}

// list lists records, all of them.
func (c company) list(from, to string, q query.Question) []record {
	q.Rows = plan.DefaultMaxListed
	tables, err := take.Tables(c.engine.Ask(context.Background(), take.Of(query.Records, q), between(c.t, from, to)))
	require.NoError(c.t, err)
	require.Len(c.t, tables, 1)
	table := tables[0]
	require.Less(c.t, len(table.Rows), plan.DefaultMaxListed, "rows may be missing")
	records := make([]record, len(table.Rows))
	for i, row := range table.Rows {
		records[i] = record{}
		for j, column := range table.Columns {
			records[i][column.ID] = row[j]
		}
	}
	return records
}

// record is a row of a list by column.
type record map[string]any

// groups returns a row for each group of an answer without a time axis: its labels, then the values of its columns.
func groups(r *answer.Result) [][]any {
	rows := make([][]any, len(r.Groups))
	for g, group := range r.Groups {
		for _, label := range group.Labels {
			rows[g] = append(rows[g], label)
		}
		rows[g] = append(rows[g], values(r, g, 0)...)
	}
	return rows
}

// values returns the values of all columns for a group and bucket; nil is null.
func values(r *answer.Result, group, bucket int) []any {
	row := make([]any, len(r.Columns))
	for i := range r.Columns {
		if v := r.Values[i][group][bucket]; v != nil {
			row[i] = *v
		}
	}
	return row
}

// has is the filter that keeps rows with a value of a dimension.
func has(dimension string) []query.Filter {
	return []query.Filter{{Dimension: dimension, Operator: query.IsNotNone}}
}

// is is the filter that keeps rows with this value of a dimension.
func is(dimension, value string) []query.Filter {
	return []query.Filter{{Dimension: dimension, Operator: query.Equals, Values: []string{value}}}
}
