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
// through. ctx ending cancels the statement on the server. An error from the database is an
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
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback() // there is nothing to commit, and nothing to be told about its failure
	limits, err := settle(ctx, tx, db.limits.hurried(ctx))
	if err != nil {
		return explain(ctx, err, db.limits)
	}
	if err := identify(ctx, tx); err != nil {
		return explain(ctx, err, db.limits)
	}
	return read(&Snapshot{tx: tx, limits: limits, watch: db.watch, life: db.life})
}

// How long a statement waits for a lock, which only a change of a table holds against it, and how long a transaction may wait for its
// next statement: a plugin that hangs must keep no table from being vacuumed.
const (
	lockTimeout = 10 * time.Second
	idleTimeout = 5 * time.Minute
)

// settle gives a transaction its settings. Each timeout is the smaller of the server's, which an administrator has set for this user,
// database or server, and ours; that of statements is the one of the limits, to which it returns it.
func settle(ctx context.Context, tx *sql.Tx, limits Limits) (Limits, error) {
	// Compiling a statement takes longer than most of them run. Where a quoted text ends must not depend on the server.
	const settings = `SELECT timeout.most, set_config('statement_timeout', timeout.most::text, true), set_config('TimeZone', 'UTC', true),
		set_config('jit', 'off', true), set_config('standard_conforming_strings', 'on', true),
		set_config('lock_timeout', least($2::bigint, nullif((extract(epoch FROM current_setting('lock_timeout')::interval) * 1000)::bigint, 0))::text, true),
		set_config('idle_in_transaction_session_timeout', least($3::bigint, nullif((extract(epoch FROM current_setting('idle_in_transaction_session_timeout')::interval) * 1000)::bigint, 0))::text, true), ` + whileAsked + `
		FROM (SELECT least($1::bigint, nullif((extract(epoch FROM current_setting('statement_timeout')::interval) * 1000)::bigint, 0)) AS most OFFSET 0) AS timeout`
	given := max(limits.QueryTimeout.Milliseconds(), 1)
	var most int64
	var set [6]string
	var checked sql.NullString
	row := tx.QueryRowContext(ctx, originIn(ctx)+settings, strconv.FormatInt(given, 10), milliseconds(lockTimeout), milliseconds(idleTimeout))
	if err := row.Scan(&most, &set[0], &set[1], &set[2], &set[3], &set[4], &set[5], &checked); err != nil {
		return limits, err
	}
	if most < given {
		limits.QueryTimeout, limits.ofServer = time.Duration(most)*time.Millisecond, true
	}
	return limits, nil
}

// whileAsked has the server look every other second whether the client is still there: else a statement outlives a plugin that is killed,
// or a network that is cut, until it has something to send. Servers can do that on Linux and since PostgreSQL 14, and an administrator's
// own setting stays.
const whileAsked = `CASE WHEN version() LIKE '%linux%' AND current_setting('client_connection_check_interval', true) = '0'
		THEN set_config('client_connection_check_interval', '2s', true) END`

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
