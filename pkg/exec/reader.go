// Package exec runs plans: it reads what a plan says from one snapshot of the database, in the plan's order, and notes what was run.
package exec

import (
	"context"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Reader reads one snapshot of the database and keeps the statements that were run. It is for one goroutine.
type Reader struct {
	snapshot   *postgres.Snapshot
	Statements []answer.Statement
	trial      *Trial // the statements are only tried; nil for reading
}

// Snapshot calls read with a reader of one state of the database.
func Snapshot(ctx context.Context, db *postgres.DB, read func(*Reader) error) error {
	return db.Snapshot(ctx, func(s *postgres.Snapshot) error { return read(&Reader{snapshot: s}) })
}

// Read runs a statement and calls row for each of its rows.
func (r *Reader) Read(ctx context.Context, s sqlgen.Statement, row func(measure.Row) error) error {
	if r.trial != nil {
		return r.trial.read(ctx, s, row)
	}
	return r.read(ctx, s, row)
}

func (r *Reader) read(ctx context.Context, s sqlgen.Statement, row func(measure.Row) error) error {
	start, rows := time.Now(), 0
	err := r.snapshot.Read(ctx, postgres.Statement{SQL: s.SQL, Args: s.Args}, func(v postgres.Row) error {
		rows++
		return row(v)
	})
	r.Statements = append(r.Statements, answer.Statement{SQL: s.SQL, Args: s.Args, Entities: s.Entities, Rows: rows, Duration: time.Since(start)})
	return err
}
