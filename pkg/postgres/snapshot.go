package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// Statement is one SQL statement with the values of its placeholders $1, $2, ….
type Statement struct {
	SQL  string
	Args []any
}

// Row is one row of an answer; see [sql.Rows.Scan] for what it converts.
type Row interface{ Scan(dest ...any) error }

// Snapshot reads one state of the database: what others commit meanwhile stays out of sight.
// It is for one goroutine.
type Snapshot struct {
	tx       *sql.Tx
	limits   Limits
	watch    func(Run)
	life     *life
	attempts bool // what runs may fail
}

// Snapshot calls read in a transaction that cannot write, whatever the role may do: it is READ
// ONLY, PostgreSQL refuses to undo that once a query has run, and only one SELECT at a time gets
// through. It costs one round trip more than its statements: its end is not waited for. ctx ending cancels the statement on the server. An error from the database is an
// [*Error]; one from read itself is returned as it is.
func (db *DB) Snapshot(ctx context.Context, read func(*Snapshot) error) error {
	ctx, end, err := db.life.enter(ctx)
	if err != nil {
		return err
	}
	defer end()
	leave, err := db.turn(ctx)
	if err != nil {
		return explain(ctx, err, db.limits)
	}
	defer leave()
	limits := db.limits.hurried(ctx)
	begins := limits.open(ctx)
	tx, err := db.begun(context.WithValue(ctx, openingKey{}, begins))
	if err != nil {
		return err
	}
	defer tx.Rollback() // there is nothing to commit, and nothing to be told about its failure
	return read(&Snapshot{tx: tx, limits: begins.limits(limits), watch: db.watch, life: db.life})
}

// Read runs a statement and calls each for every row, in order. It stops at the first error.
func (s *Snapshot) Read(ctx context.Context, statement Statement, each func(Row) error) error {
	return s.read(ctx, statement, func(rows *sql.Rows) error { return each(rows) }, nil)
}

// Attempt calls do, after whose error the snapshot can still be read: answers of which do reads only a part are fetched whole, since a
// connection with a cancelled statement is not used again.
func (s *Snapshot) Attempt(ctx context.Context, do func() error) error {
	before := s.attempts
	s.attempts = true
	defer func() { s.attempts = before }()
	if _, err := s.tx.ExecContext(ctx, "SAVEPOINT attempt"); err != nil {
		return explain(ctx, err, s.limits)
	}
	failed := do()
	if failed != nil {
		if _, err := s.tx.ExecContext(ctx, "ROLLBACK TO SAVEPOINT attempt"); err != nil {
			return failed // nothing else can be read, which the next one says
		}
	}
	if _, err := s.tx.ExecContext(ctx, "RELEASE SAVEPOINT attempt"); err != nil && failed == nil {
		return explain(ctx, err, s.limits)
	}
	return failed
}

// Within lets no further statement run for longer than a time, or than the limits where they are shorter.
func (s *Snapshot) Within(ctx context.Context, most time.Duration) error {
	s.limits.QueryTimeout = min(s.limits.QueryTimeout, most)
	_, err := s.tx.ExecContext(ctx, "SELECT set_config('statement_timeout', $1, true)", milliseconds(s.limits.QueryTimeout))
	return explain(ctx, err, s.limits)
}

// milliseconds is a timeout as PostgreSQL takes it, for which 0 would be none.
func milliseconds(d time.Duration) string { return strconv.FormatInt(max(d.Milliseconds(), 1), 10) }

// run calls header, when there is one, before the first row, even if there is none. It returns the number of rows read.
func (s *Snapshot) run(ctx context.Context, statement Statement, each, header func(*sql.Rows) error) (count int, err error) {
	origin, limits := originIn(ctx), s.limits
	limits.since = time.Now()
	sql := statement.SQL
	statement.SQL = origin + sql
	running, cancel := s.life.within(ctx)
	defer cancel()
	rows, done, err := s.query(running, statement)
	if err != nil {
		return 0, of(sql, origin, explain(running, err, limits))
	}
	defer done()
	if !s.attempts { // to close rows that are not read to their end would be to fetch them all
		defer cancel()
	}
	if header != nil {
		if err := header(rows); err != nil {
			return 0, err
		}
	}
	for ; rows.Next(); count++ {
		if count == s.limits.MaxRows {
			return count, &Error{Kind: KindTooManyRows, Message: i18n.T("database.too_many_rows", "count", s.limits.MaxRows)}
		}
		if err := each(rows); err != nil {
			return count, err
		}
	}
	return count, of(sql, origin, explain(running, rows.Err(), limits))
}

// of adds the statement to its error, and counts the position from it, not from the comment before it.
func of(sql, origin string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.SQL = sql
		if e.Position > 0 {
			e.Position -= len(origin) // in which every byte is a character
		}
	}
	return err
}

// query sends one statement. Without arguments the driver would use the protocol's simple form,
// in which a text may hold several statements; preparing admits one.
func (s *Snapshot) query(ctx context.Context, statement Statement) (*sql.Rows, func(), error) {
	if len(statement.Args) > 0 {
		rows, err := s.tx.QueryContext(ctx, statement.SQL, statement.Args...)
		return rows, func() { _ = rows.Close() }, err
	}
	prepared, err := s.tx.PrepareContext(ctx, statement.SQL)
	if err != nil {
		return nil, nil, err
	}
	rows, err := prepared.QueryContext(ctx)
	if err != nil {
		_ = prepared.Close() // the first error is the one to report
		return nil, nil, err
	}
	return rows, func() { _, _ = rows.Close(), prepared.Close() }, nil
}

// readingOperation returns what a statement begins with. It keeps out those that would end the transaction and so its protection.
func readingOperation(sql string) (string, error) {
	words, _ := sqllex.Split(sql) // what is wrong behind the first ones is for PostgreSQL to say
	for _, w := range words {
		switch w.Key {
		case "select", "with", "values", "table", "explain", "show":
			return strings.ToUpper(w.Key), nil
		}
		if w.Key != "(" && w.Kind != sqllex.Comment {
			break
		}
	}
	return "", &Error{Kind: KindReadOnly, Message: i18n.T("database.only_select", "sql", fmt.Sprintf("%.60s", sql)), Detail: sql}
}
