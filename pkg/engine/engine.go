// Package engine answers questions over one company's database. [Engine.Ask] is the one door: for panels, alerts, variables,
// annotations, the command line and tests. What can be asked is a table of query types.
package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/lists"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/policy"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
	"github.com/crmkpi/crm-datasource/pkg/rollup"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Engine answers questions. It is safe for concurrent use.
type Engine struct {
	*plan.Business
	DB *postgres.DB
	// Given is the mapping as it was given, for checks to say what of it cannot be read.
	Given crm.Mapping
	// Keyed says that the tables have primary keys, as those of the reference schema: checks do not read whether keys are unique.
	Keyed bool
	// Guard says what who asks may see; nil for everything.
	Guard *policy.Guard
	// Gate lets questions in by turns; nil lets all in.
	Gate *admission.Gate
	// Shared has equal questions answered once; nil answers each.
	Shared *Shared

	scope   policy.Scope // of who asks; everything before that is known
	tenancy *probe.Tenancy
}

// New returns an engine for a catalogue and a mapping whose types are the model's, as those of the reference schema are.
func New(c *catalog.Catalog, m crm.Mapping, s plan.Settings, db *postgres.DB) *Engine {
	return &Engine{Business: plan.New(c, m, s), DB: db, Given: m, tenancy: &probe.Tenancy{DB: db, Mapping: m}}
}

// Open returns an engine for a catalogue, a company's mapping and database, which is asked what of the mapping can be read and
// of what types it is. Its error is trouble with the connection.
func Open(ctx context.Context, c *catalog.Catalog, m crm.Mapping, s plan.Settings, db *postgres.DB) (*Engine, error) {
	found, err := probe.Read(ctx, db, m)
	if err != nil {
		return nil, err
	}
	e := New(c, found.Mapping, s, db)
	e.Given, e.tenancy = m, &probe.Tenancy{DB: db, Mapping: m}
	rollups, err := rollup.Read(ctx, db, sqlgen.Context{Mapping: found.Mapping, Calendar: s.Calendar, ReportingCurrency: s.ReportingCurrency})
	e.Mapping = found.Mapping.WithRollups(rollups)
	return e, err
}

// onRows is the engine that reads rows only.
func (e *Engine) onRows() *Engine {
	other, business := *e, *e.Business
	business.Mapping = e.Mapping.WithRollups(nil)
	other.Business = &business
	return &other
}

// patternTime is the time of each statement that looks for a regular expression. PostgreSQL backtracks in none that
// [query.ParsePattern] lets through, but some, as (a?){400}a{400}, need much time for each text all the same.
const patternTime = 10 * time.Second

// slowPattern is what to do about one for which that is too short.
func slowPattern(timeout time.Duration) i18n.Text {
	return i18n.T("database.advice_pattern", "timeout", timeout)
}

// answering finds the faults of a question of a type that can be known without the database, and how it is answered.
type answering func(*Engine, query.Question, plan.Request) (task, error)

// task is a question that is to be answered.
type task struct {
	// bytes is how much memory the answer may take at most, until it is sent.
	bytes int64
	// apart says that its statements run side by side, and take a turn each.
	apart bool
	run   func(context.Context) (*answer.Answer, error)
}

var answers = map[query.Type]answering{
	query.KPI:         answerKPIs,
	query.Records:     answerRecords,
	query.Values:      listed(lists.Values),
	query.Agenda:      listed(lists.Agenda),
	query.Timeline:    listed(lists.Timeline),
	query.Annotations: listed(lists.Annotations),
	query.Explain:     answerExplain,
	query.Check:       answerCheck,
}

// Ask answers a question of any type. A [*fault.Error] is the asker's, a [*postgres.Error] the database's; the context's own error
// says that nobody waits any more; any other is a defect.
func (e *Engine) Ask(ctx context.Context, q query.Question, r plan.Request) (*answer.Answer, error) {
	q = types.WithDefaults(q)
	if err := types.Validate(q); err != nil {
		return nil, fault.ByAsker(err)
	}
	found, ok := answers[q.Type]
	if !ok {
		return nil, fmt.Errorf("questions of the type %q are not answered", q.Type)
	}
	r = r.Exact()
	e, q, err := e.seenBy(ctx, q, r.Viewer)
	if err != nil {
		return nil, err
	}
	if e.Guard != nil {
		ctx = postgres.WithIdentity(ctx, e.Guard.Identity(r.Viewer))
	}
	q, left, err := e.fitted(q, r)
	if err != nil {
		return nil, err
	}
	if query.HasPattern(q.Filters) {
		ctx = postgres.Hurry(ctx, patternTime, slowPattern)
	}
	a, err := e.once(ctx, q, r, func(ctx context.Context) (*answer.Answer, error) { return e.answer(ctx, found, q, r) })
	if err != nil {
		return nil, err
	}
	a.Rule = e.scope.Rule
	a.Note(left...)
	return a, nil
}

// answer answers a question, of rows where the sums that were to be read are gone meanwhile.
func (e *Engine) answer(ctx context.Context, found answering, q query.Question, r plan.Request) (*answer.Answer, error) {
	a, err := e.inTurn(ctx, found, q, r)
	if e.Mapping.HasRollups() && rollup.Gone(err) {
		return e.onRows().inTurn(ctx, found, q, r)
	}
	return a, err
}

// inTurn answers a question in its turn, and tells what is to be known of it.
func (e *Engine) inTurn(ctx context.Context, found answering, q query.Question, r plan.Request) (*answer.Answer, error) {
	t, err := found(e, q, r)
	if err != nil {
		return nil, err
	}
	if !t.apart {
		within, leave, err := e.Gate.Enter(ctx, t.bytes)
		if err != nil {
			return nil, err
		}
		defer leave()
		ctx = within
	}
	a, err := t.run(ctx)
	if err != nil {
		return nil, err
	}
	if a.AsOf.IsZero() {
		a.AsOf = r.Now
	}
	if why := emptiness(q.Type); why != "" && a.NoRows() {
		a.Note(answer.Notice{Text: i18n.T(why)})
	}
	e.tellRestriction(a, q.Type)
	if len(q.Filters) > 0 {
		a.Note(e.aboutFilters(ctx, q, r)...)
	}
	if slices.Contains(ofRows, q.Type) && e.Mapping.Restriction() == nil { // which says what is in all rows
		a.Note(e.tenancy.Notices(ctx)...)
	}
	return a, nil
}

// ofRows are the types whose answers are numbers or rows, and so wrong where too many rows count.
var ofRows = []query.Type{query.KPI, query.Records, query.Agenda, query.Timeline}

// emptiness is what to tell of tables without rows; "" for nothing.
func emptiness(t query.Type) string {
	switch t {
	case query.Records, query.Agenda, query.Timeline:
		return "notice.no_rows"
	case query.Check:
		return "notice.no_findings"
	}
	return ""
}

// listed answers by a list, which is one table.
func listed(list func(context.Context, *plan.Business, *postgres.DB, query.Question, plan.Request) (*answer.Table, error)) answering {
	return func(e *Engine, q query.Question, r plan.Request) (task, error) {
		return task{bytes: e.listBytes(q), run: func(ctx context.Context) (*answer.Answer, error) {
			return table(list(ctx, e.Business, e.DB, q, r))
		}}, nil
	}
}

func answerRecords(e *Engine, q query.Question, r plan.Request) (task, error) {
	return task{bytes: e.listBytes(q), run: func(ctx context.Context) (*answer.Answer, error) {
		return tables(lists.Records(ctx, e.Business, e.DB, q, r))
	}}, nil
}

// tables is the answer that tables are.
func tables(t []*answer.Table, err error) (*answer.Answer, error) {
	if err != nil {
		return nil, err
	}
	return &answer.Answer{Tables: t}, nil
}

// table is the answer that one table is.
func table(t *answer.Table, err error) (*answer.Answer, error) {
	return tables([]*answer.Table{t}, err)
}
