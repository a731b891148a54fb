package oracle_test

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // the company's rows are many and stay
	pgtest.Main(m)
}

// today is where the past of the company ends: in the middle of a day, week, month and quarter.
var today = time.Date(2026, 3, 18, 14, 25, 7, 0, time.UTC)

// world is the company as both sides see it.
type world struct {
	company    *oracle.Company
	db         *postgres.DB
	labels     map[string][]string // of a dimension
	dimensions map[string][]string // that a KPI can have
	mapping    crm.Mapping         // of the engine, where it is not [crm.Reference]
	catalog    *catalog.Catalog    // likewise, where it is not [catalog.Default]
	guard      *policy.Guard       // likewise; nil where everybody sees everything
	viewer     plan.Viewer         // who asks
}

var shared struct {
	once sync.Once
	world
	err error
}

// company returns the company, which is made once.
func company(t testing.TB) world {
	dsn := odd.Shared(t)
	shared.once.Do(func() { shared.world, shared.err = load(dsn) })
	require.NoError(t, shared.err)
	return shared.world
}

// edges makes the company odder than the demo, withoutValues takes values away, withoutEnd makes times infinite, see the files.
//
//go:embed testdata/edges.sql
var edges string

//go:embed testdata/unknown.sql
var withoutValues string

//go:embed testdata/endless.sql
var withoutEnd string

// odd is the company.
var odd = pgtest.Source{Name: "oracle", From: demotest.Thin(demotest.At(7, today), 5), Fill: func(db *sql.DB) error {
	ctx := context.Background()
	for _, change := range []string{edges, withoutValues, withoutEnd} {
		if _, err := db.ExecContext(ctx, change); err != nil {
			return err
		}
	}
	if err := fillParts(ctx, db); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "vacuum (full, analyze)")
	return err
}}

func load(dsn string) (w world, err error) {
	pool, err := sql.Open("postgres", dsn)
	if err != nil {
		return w, err
	}
	defer func() { _ = pool.Close() }()
	if w.company, err = oracle.Load(context.Background(), pool, "crm"); err != nil {
		return w, err
	}
	w.labels = w.company.Labels()
	if w.db, err = postgres.OpenDSN(dsn, postgres.Limits{}); err != nil {
		return w, err
	}
	engine, err := w.engine(asked{Zone: "UTC"})
	w.dimensions = map[string][]string{}
	for _, k := range catalog.Default().KPIs() {
		w.dimensions[k.ID] = engine.Dimensions(k)
		for _, goal := range catalog.Default().GoalsOf(k) {
			w.dimensions[goal.ID] = engine.Dimensions(goal)
		}
	}
	return w, err
}

func (w world) engine(q asked) (*engine.Engine, error) {
	cal, err := q.calendar()
	mapping := w.mapping
	if mapping.Entities == nil {
		mapping = crm.Reference()
	}
	e := engine.New(w.definitions(), mapping, plan.Settings{Calendar: cal, ReportingCurrency: q.Currency}, w.db)
	e.Guard = w.guard
	return e, err
}

// definitions are the KPIs that there are.
func (w world) definitions() *catalog.Catalog {
	if w.catalog != nil {
		return w.catalog
	}
	return catalog.Default()
}

func (w world) ask(q asked) (*answer.Result, error) {
	engine, err := w.engine(q)
	if err != nil {
		return nil, err
	}
	return take.Figures(engine.Ask(context.Background(), q.Question, plan.Request{Range: q.span(), Now: q.Now, Viewer: w.viewer}))
}

func (w world) compute(q asked) (*oracle.Answer, error) {
	cal, err := q.calendar()
	if err != nil {
		return nil, err
	}
	return w.company.Answer(oracle.Settings{Calendar: cal, ReportingCurrency: q.Currency}, q.forOracle())
}

// generator makes up the n-th question of a seed.
func (w world) generator(seed, n uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, n)), today: today, dimensions: w.dimensions, labels: w.labels, catalog: w.definitions(),
		goals: rand.New(rand.NewPCG(seed, ^n)), own: rand.New(rand.NewPCG(^seed, n))}
}

func number(t *testing.T, name string, otherwise uint64) uint64 {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	require.NoError(t, err, name)
	return n
}

// often is how many times as often as on an ordinary run a property is tested that takes long, CRMKPI_ORACLE_OFTEN.
func often(t *testing.T) uint64 { return number(t, "CRMKPI_ORACLE_OFTEN", 1) }

// everyday is the seed of an ordinary run: a change is tested by the same random questions before and after. The nightly run
// draws a seed of its own.
const everyday = 1

// The engine answers random questions as the oracle does. CRMKPI_ORACLE_QUESTIONS says how many, CRMKPI_ORACLE_SEED repeats
// a run and CRMKPI_ORACLE_FIRST starts it at a question.
func TestEngineAgreesWithOracle(t *testing.T) {
	w := company(t)
	seed := number(t, "CRMKPI_ORACLE_SEED", everyday)
	count, first := number(t, "CRMKPI_ORACLE_QUESTIONS", 200), number(t, "CRMKPI_ORACLE_FIRST", 0)
	const limit = 12 // failures are enough to start with
	var next, answered, failed atomic.Uint64
	var asks tally
	next.Store(first)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			for n := next.Add(1) - 1; n < first+count && failed.Load() < limit; n = next.Add(1) - 1 {
				q := w.generator(seed, n).any()
				ok, err := w.agree(q)
				if err != nil {
					failed.Add(1)
					text, _ := json.Marshal(q)
					t.Errorf("CRMKPI_ORACLE_SEED=%d CRMKPI_ORACLE_FIRST=%d CRMKPI_ORACLE_QUESTIONS=1\n%s\n%v", seed, n, text, err)
				}
				if ok {
					answered.Add(1)
					asks.add(q.Question)
				}
			}
		})
	}
	workers.Wait()
	t.Logf("seed %d: %d of %d questions have an answer: %v", seed, answered.Load(), count, asks.answered)
	if count >= 100 && failed.Load() == 0 {
		require.Greater(t, answered.Load(), count*3/4, "too few of the questions can be answered to prove anything")
	}
	if count >= 600 && failed.Load() == 0 {
		for kind := range kinds {
			require.Positive(t, asks.answered[kind], kind)
		}
	}
}

// agree asks both sides; it reports whether there was an answer, and how the two differ.
func (w world) agree(q asked) (answered bool, err error) {
	expected, err := w.compute(q)
	result, refused := w.ask(q)
	switch {
	case err != nil && refused != nil:
		var invalid *fault.Error
		if !errors.As(refused, &invalid) {
			return false, fmt.Errorf("the engine fails otherwise than by a fault of the question or the rows: %w", refused)
		}
		return false, nil
	case err != nil:
		return false, fmt.Errorf("the engine answers where the oracle finds: %w", err)
	case refused != nil:
		return false, fmt.Errorf("the engine fails: %w", refused)
	}
	return true, differ(expected, result)
}

// differ tells where the engine's answer is not the oracle's.
func differ(expected *oracle.Answer, result *answer.Result) error {
	if len(result.Buckets) != len(expected.Buckets) {
		return fmt.Errorf("%d buckets, expected %d", len(result.Buckets), len(expected.Buckets))
	}
	for i, b := range result.Buckets {
		e := expected.Buckets[i]
		if !b.Start.Equal(e.Start) || !b.Range.From.Equal(e.Range.From) || !b.Range.To.Equal(e.Range.To) || b.Incomplete != e.Incomplete || b.Immature != e.Immature {
			return fmt.Errorf("bucket %d is %+v, expected %+v", i, b, e)
		}
	}
	if err := differInGroups(expected.Groups, result.Groups); err != nil {
		return err
	}
	var columns []string
	for c, column := range result.Columns {
		columns = append(columns, column.ID)
		for g := range result.Values[c] {
			for b, v := range result.Values[c][g] {
				e := expected.Values[column.ID][g][b]
				if !same(v, e, smallest(column)) {
					return fmt.Errorf("%s of %v in %s is %s, expected %s", column.ID, result.Groups[g].Labels, result.Buckets[b].Start.Format(time.RFC3339), show(v), show(e))
				}
			}
		}
	}
	if !slices.Equal(columns, expected.Columns) {
		return fmt.Errorf("columns %v, expected %v", columns, expected.Columns)
	}
	return nil
}

func differInGroups(expected []oracle.Group, groups []answer.Group) error {
	for i := range max(len(expected), len(groups)) {
		switch {
		case i >= len(groups):
			return fmt.Errorf("%d groups, expected %d: %v is missing", len(groups), len(expected), expected[i])
		case i >= len(expected):
			return fmt.Errorf("%d groups, expected %d: %v is too many", len(groups), len(expected), groups[i])
		case !slices.Equal(groups[i].Keys, expected[i].Keys) || !slices.Equal(groups[i].Labels, expected[i].Labels):
			return fmt.Errorf("group %d is %v, expected %v", i, groups[i], expected[i])
		}
	}
	return nil
}

// smallest is the difference between two values of a column that may come from the order in which numbers are added up: a
// sum of money has cents, and what is left of two equal numbers may be anything near 0.
func smallest(c answer.Column) float64 {
	switch {
	case c.Unit == catalog.Money:
		return 1e-6
	case c.As == query.AsDifference || c.As == query.AsRatio || strings.HasPrefix(c.ID, "="):
		return 1e-9
	default:
		return 1e-200 // what has faded away with time, at the end of what a float can tell
	}
}

// same reports whether two values are the same, but for a billionth or a smallest difference.
func same(v, e *float64, smallest float64) bool {
	if v == nil || e == nil {
		return v == nil && e == nil
	}
	return math.Abs(*v-*e) <= max(smallest, 1e-9*max(math.Abs(*v), math.Abs(*e)))
}

func show(v *float64) string {
	if v == nil {
		return "null"
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}
