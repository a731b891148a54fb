// Package exec runs plans: it reads what a plan says from one snapshot of the database, in the plan's order, and notes what was run.
package exec

import (
	"context"
	"fmt"
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
	together   bool   // what does not wait for one another is sent in one statement
	refused    bool   // PostgreSQL had something against statements that were sent together
}

// Snapshot calls read with a reader of one state of the database, which sends each statement alone.
func Snapshot(ctx context.Context, db *postgres.DB, read func(*Reader) error) error {
	return db.Snapshot(ctx, func(s *postgres.Snapshot) error { return read(&Reader{snapshot: s}) })
}

// Together is [Snapshot] with a reader that sends together what it can. Where PostgreSQL has something against that, read is called anew with
// one that sends each statement alone, as of another state of the database: its error is then that of the statement, and the time that a
// statement may take is for each of them.
func Together(ctx context.Context, db *postgres.DB, read func(*Reader) error) error {
	if rehearsing(ctx) != nil {
		return Snapshot(ctx, db, read)
	}
	r := &Reader{together: true}
	err := db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		r.snapshot = s
		return read(r)
	})
	if r.refused && ctx.Err() == nil {
		return Snapshot(ctx, db, read)
	}
	return err
}

// Read runs a statement and calls row for each of its rows.
func (r *Reader) Read(ctx context.Context, s sqlgen.Statement, row func(measure.Row) error) error {
	if r.trial != nil {
		return r.trial.read(ctx, s, row)
	}
	if note := rehearsing(ctx); note != nil {
		note(s)
		return nil
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

// ReadAll runs statements none of which waits for another one, in their order. It calls read, where it is not nil, before the first row of each
// is taken, and at the end, with the number of those that have been read.
func (r *Reader) ReadAll(ctx context.Context, parts []measure.Part, read func(int) error) error {
	all := make([]part, len(parts))
	for i := range parts {
		all[i].Part = parts[i]
	}
	if read == nil {
		read = func(int) error { return nil }
	}
	return r.readAll(ctx, all, read)
}

// part is a part of a reading, and whose it is.
type part struct {
	measure.Part
	of string
}

func (r *Reader) readAll(ctx context.Context, parts []part, read func(int) error) error {
	if r.together && len(parts) > 1 {
		return r.readTogether(ctx, parts, read)
	}
	for n, part := range parts {
		if err := read(n); err != nil {
			return err
		}
		if err := r.Read(ctx, part.Statement, part.Row); err != nil {
			return named(part.of, err)
		}
	}
	return read(len(parts))
}

// named says whose an error is; "" is nobody.
func named(of string, err error) error {
	if err == nil || of == "" {
		return err
	}
	return fmt.Errorf("%s: %w", of, err)
}
