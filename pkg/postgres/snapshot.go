package postgres

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
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
	tx     *sql.Tx
	limits Limits
}

// Snapshot calls read in a transaction that cannot write, whatever the role may do: it is READ
// ONLY, PostgreSQL refuses to undo that once a query has run, and only one SELECT at a time gets
// through. ctx ending cancels the statement on the server. An error from the database is an
// [*Error]; one from read itself is returned as it is.
func (db *DB) Snapshot(ctx context.Context, read func(*Snapshot) error) error {
	tx, err := db.pool.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return explain(ctx, err, db.limits)
	}
	defer tx.Rollback() // there is nothing to commit, and nothing to be told about its failure
	timeout := strconv.FormatInt(max(db.limits.QueryTimeout.Milliseconds(), 1), 10)
	// Compiling a statement takes longer than most of them run. Where a quoted text ends must not depend on the server.
	const settings = `SELECT set_config('statement_timeout', $1, true), set_config('TimeZone', 'UTC', true), set_config('jit', 'off', true),
		set_config('standard_conforming_strings', 'on', true)`
	if _, err := tx.ExecContext(ctx, settings, timeout); err != nil {
		return explain(ctx, err, db.limits)
	}
	return read(&Snapshot{tx: tx, limits: db.limits})
}

// Read runs a statement and calls each for every row, in order. It stops at the first error.
func (s *Snapshot) Read(ctx context.Context, statement Statement, each func(Row) error) error {
	return s.read(ctx, statement, func(rows *sql.Rows) error { return each(rows) }, nil)
}

// read calls header, when there is one, before the first row, even if there is none.
func (s *Snapshot) read(ctx context.Context, statement Statement, each, header func(*sql.Rows) error) (err error) {
	if err := onlyReads(statement.SQL); err != nil {
		return err
	}
	running, cancel := context.WithCancel(ctx)
	defer cancel()
	rows, done, err := s.query(running, statement)
	if err != nil {
		return explain(ctx, err, s.limits)
	}
	defer done()
	defer cancel() // first: to close rows that are not read to their end would be to fetch them all
	if header != nil {
		if err := header(rows); err != nil {
			return err
		}
	}
	for count := 1; rows.Next(); count++ {
		if count > s.limits.MaxRows {
			return &Error{Kind: KindTooManyRows, Message: i18n.T("database.too_many_rows", "count", s.limits.MaxRows)}
		}
		if err := each(rows); err != nil {
			return err
		}
	}
	return explain(ctx, rows.Err(), s.limits)
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

var readingStatement = regexp.MustCompile(`(?is)^(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/|\()*(?:SELECT|WITH|VALUES|TABLE|EXPLAIN|SHOW)\b`)

// onlyReads keeps out statements that would end the transaction and so its protection.
func onlyReads(sql string) error {
	if readingStatement.MatchString(sql) {
		return nil
	}
	return &Error{Kind: KindReadOnly, Message: i18n.T("database.only_select", "sql", fmt.Sprintf("%.60s", sql)), Detail: sql}
}
