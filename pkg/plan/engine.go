// Package plan answers questions: it resolves KPIs to measures, lets measures that can share a scan share a statement, and
// combines what comes back: ratios, comparisons, targets, running totals, gap filling, top N.
//
// A question's way through the package: [Engine.Answer] checks it (check.go), lays out its time axes (axis.go), collects the
// leaves of its formulas (leaf.go), answers them shape by shape (events.go, snapshots.go, members.go, targets.go) and
// evaluates the formulas over the groups found (evaluate.go, groups.go, limit.go).
package plan

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Settings are the business's settings that every question shares.
type Settings struct {
	Calendar          calendar.Calendar
	ReportingCurrency string // ISO 4217
	MaxBuckets        int    // 0 means [calendar.DefaultMaxBuckets]
	MaxGroups         int    // 0 means [DefaultMaxGroups]
}

// DefaultMaxGroups bounds the groups of an answer.
const DefaultMaxGroups = 10_000

// Engine answers questions over one company's database. It is safe for concurrent use.
type Engine struct {
	catalog  *catalog.Catalog
	mapping  crm.Mapping
	settings Settings
	db       *postgres.DB
}

// New returns an engine for a catalogue, a company's mapping and database.
func New(c *catalog.Catalog, m crm.Mapping, s Settings, db *postgres.DB) *Engine {
	if s.MaxGroups <= 0 {
		s.MaxGroups = DefaultMaxGroups
	}
	return &Engine{catalog: c, mapping: m, settings: s, db: db}
}

// Request is when and over what range a question is asked.
type Request struct {
	Range     calendar.Range
	Now       time.Time     // zero means the clock's
	Interval  time.Duration // the panel's, for grain auto
	MaxPoints int           // the panel's, for grain auto; 0 for no bound
}

// Answer answers a KPI question. An error that the person asking can mend is an [*InvalidError].
func (e *Engine) Answer(ctx context.Context, q query.Question, r Request) (*Result, error) {
	p, err := e.plan(q.WithDefaults(), r)
	if err != nil {
		return nil, err
	}
	err = e.db.Snapshot(ctx, func(db *postgres.Snapshot) error {
		p.db = &recorder{snapshot: db}
		return p.run(ctx)
	})
	if err != nil {
		return nil, err
	}
	return p.result()
}

// recorder keeps the statements that were run.
type recorder struct {
	snapshot   *postgres.Snapshot
	statements []Statement
	tries      bool // statements are planned, not run
}

// Read runs a statement and calls row for each of its rows.
func (r *recorder) Read(ctx context.Context, s sqlgen.Statement, row func(postgres.Row) error) error {
	if r.tries {
		s.SQL = "select * from (" + s.SQL + "\n) as tried limit 0"
	}
	start, rows := time.Now(), 0
	err := r.snapshot.Read(ctx, postgres.Statement{SQL: s.SQL, Args: s.Args}, func(v postgres.Row) error {
		rows++
		return row(v)
	})
	r.statements = append(r.statements, Statement{SQL: s.SQL, Args: s.Args, Rows: rows, Duration: time.Since(start)})
	return err
}
