// Package lists answers the questions that ask for rows: records of an entity or behind a KPI, the values of a dimension, what is
// planned, what happened with a customer, what to mark on charts.
package lists

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// DefaultRows are the rows of a list that says nothing of them.
const DefaultRows = 100

// lister answers one question.
type lister struct {
	*plan.Business
	db       *postgres.DB
	question query.Question
	request  plan.Request
	limit    int // of rows
	notices  []answer.Notice
}

// newLister checks a question for rows.
func newLister(b *plan.Business, db *postgres.DB, q query.Question, r plan.Request) (*lister, error) {
	if err := types.Validate(q); err != nil {
		return nil, fault.ByAsker(err)
	}
	if err := r.Range.Validate(); err != nil {
		return nil, fault.ByAsker(err)
	}
	limit := q.Rows
	switch {
	case limit == 0:
		limit = min(DefaultRows, b.Settings.MaxListed)
	case limit > b.Settings.MaxListed:
		return nil, fault.New("lists.too_many_rows", "rows", q.Rows, "allowed", b.Settings.MaxListed).In("rows")
	}
	return &lister{Business: b, db: db, question: q, request: r.Exact().Begun(), limit: limit}, nil
}

// context is what the statements of the list are written for.
func (l *lister) context() sqlgen.Context { return l.Context(l.request) }

// table runs a statement in a snapshot of its own; see [lister.read].
func (l *lister) table(ctx context.Context, columns []answer.TableColumn, of []related, limit int, s sqlgen.Statement) (*answer.Table, error) {
	var t *answer.Table
	err := exec.Together(ctx, l.db, func(r *exec.Reader) (err error) {
		t, err = l.read(ctx, r, columns, of, limit, s)
		return err
	})
	return t, err
}

// read runs a statement whose columns are those of the table and returns its rows, at most limit, with a notice when there are more. The
// columns of keys are only read for those before them, that name related rows; see [nameKeys].
func (l *lister) read(ctx context.Context, r *exec.Reader, columns []answer.TableColumn, of []related, limit int, s sqlgen.Statement) (*answer.Table, error) {
	before := len(r.Statements)
	t, part := scan(columns, s)
	shared, known, err := r.ReadNamed(ctx, l.Business, l.request, l.question.Filters, part, l.named(of))
	if !known {
		err = r.Read(ctx, part.Statement, part.Row)
	}
	if err != nil {
		return nil, err
	}
	settle(t, limit)
	if !known {
		shared, err = r.Namesakes(ctx, l.Business, l.request, l.question.Filters, l.namesIn(t, of))
	}
	if err != nil {
		return nil, err
	}
	l.tellApart(t, of, shared)
	nameKeys(t)
	t.Statements = r.Statements[before:]
	return t, nil
}

// scan reads the rows of a statement into a table.
func scan(columns []answer.TableColumn, s sqlgen.Statement) (t *answer.Table, part measure.Part) {
	t = &answer.Table{Columns: columns, Rows: [][]any{}}
	return t, measure.Part{Statement: s, Row: func(row measure.Row) error {
		cells := make([]any, len(columns))
		for i, c := range columns {
			cells[i] = holder(c.Type)
		}
		if err := row.Scan(cells...); err != nil {
			return err
		}
		t.Rows = append(t.Rows, cells)
		return nil
	}}
}

// settle makes values of the cells of a table that has been read, at most limit rows, with notices of what is left out.
func settle(t *answer.Table, limit int) {
	infinite := 0
	for _, cells := range t.Rows {
		for i := range cells {
			if at, ok := cells[i].(*postgres.Instant); ok && at.Infinite {
				infinite++
			}
			cells[i] = held(cells[i])
		}
	}
	if infinite > 0 {
		t.Notices = append(t.Notices, answer.Notice{Text: i18n.T("notice.infinite_times", "count", infinite)})
	}
	t.Cut(limit)
}
