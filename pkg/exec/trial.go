package exec

import (
	"context"
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Trial tries plans over one state of the database to find out what PostgreSQL has against them. A statement that one plan has run is
// not run for another, which then finds no rows in it.
type Trial struct {
	reader  *Reader
	done    map[string]error // by the statement
	planned bool             // statements are planned, not run
}

// Try calls try with a trial, no statement of which runs for longer than most.
func Try(ctx context.Context, db *postgres.DB, most time.Duration, try func(*Trial) error) error {
	return Snapshot(ctx, db, func(r *Reader) error {
		if err := r.snapshot.Within(ctx, most); err != nil {
			return err
		}
		r.trial = &Trial{reader: r, done: map[string]error{}}
		return try(r.trial)
	})
}

// Run lets PostgreSQL plan and run the statements of a plan: nil, or the first error, such as a value that is no number.
func (t *Trial) Run(ctx context.Context, b *plan.Business, p *plan.Plan) error {
	return t.attempt(ctx, b, p, false)
}

// Plan lets PostgreSQL plan the statements of a plan and runs none of them: nil, or what it has against them, such as a text compared
// with a number.
func (t *Trial) Plan(ctx context.Context, b *plan.Business, p *plan.Plan) error {
	return t.attempt(ctx, b, p, true)
}

func (t *Trial) attempt(ctx context.Context, b *plan.Business, p *plan.Plan, planned bool) error {
	t.planned = planned
	return t.reader.snapshot.Attempt(ctx, func() error {
		_, err := New(b, p, t.reader).Run(ctx)
		return err
	})
}

func (t *Trial) read(ctx context.Context, s sqlgen.Statement, row func(measure.Row) error) error {
	if t.planned {
		s.SQL = "select * from (" + s.SQL + "\n) as tried limit 0"
	}
	statement := fmt.Sprintf("%s %q", s.SQL, s.Args)
	if err, known := t.done[statement]; known {
		return err
	}
	err := t.reader.read(ctx, s, row)
	if ctx.Err() == nil {
		t.done[statement] = err
	}
	return err
}
