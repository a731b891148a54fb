package postgres

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lib/pq"
)

// driverConn is what the driver's connections can do.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.NamedValueChecker
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// session is a connection of the driver for the pool. A panic of the driver, which a garbled message leads to, becomes an error
// before it reaches the pool, whose locks it would hold for ever; what the server said before it closed the connection is kept;
// and a statement is cancelled until it ends.
type session struct {
	driverConn
	wire   *wire
	cancel func(context.Context, *wire) error
	broken atomic.Bool // not to be used again
}

// Panic is a panic of the driver.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("the driver panicked: %v", p.Value) }

// lastWords is the end of a connection whose server said why. The pool tries again with another connection.
type lastWords struct{ server *pq.Error }

func (l *lastWords) Error() string   { return l.server.Error() }
func (l *lastWords) Unwrap() []error { return []error{l.server, driver.ErrBadConn} }

// during calls the driver with a context in which the session cancels.
func (s *session) during(ctx context.Context, call func(context.Context) error) error {
	ctx, end, err := s.watch(ctx)
	if err != nil {
		return err
	}
	defer end()
	return s.guard(func() error { return call(ctx) })
}

// guard calls the driver, once the server has answered what nobody has waited for.
func (s *session) guard(call func() error) (err error) {
	if s.broken.Load() {
		return s.gone()
	}
	err = recovered(func() error {
		if err := s.wire.settle(); err != nil {
			return err
		}
		return call()
	})
	if _, ok := errors.AsType[*Panic](err); ok {
		_ = s.wire.Close() // nothing that comes over it can be understood
	}
	return s.ended(err)
}

// recovered returns what a call returns, or its panic.
func recovered(call func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &Panic{value, debug.Stack()}
		}
	}()
	return call()
}

// ended finds out whether a connection can still be used after an error.
func (s *session) ended(err error) error {
	if err == nil || err == io.EOF { // the end of rows: that of a connection is another error
		return err
	}
	said := pq.As(err)
	if said != nil && !said.Fatal() && s.wire.last == nil {
		return err // the server is ready for the next statement
	}
	s.broken.Store(true)
	if said == nil && s.wire.last != nil {
		return s.gone()
	}
	return err
}

// gone is the error of a connection that is not to be used again. The pool may ask twice: it must not lose the words.
func (s *session) gone() error {
	if s.wire.last != nil {
		return &lastWords{s.wire.last}
	}
	return driver.ErrBadConn
}

// IsValid tells the pool whether to keep the connection.
func (s *session) IsValid() bool { return !s.broken.Load() && s.driverConn.IsValid() }

// ResetSession is called before each use, and asks the server for nothing.
func (s *session) ResetSession(ctx context.Context) error {
	if s.broken.Load() {
		return s.gone()
	}
	return s.driverConn.ResetSession(ctx)
}

// Close ends the session. A server that is not heard out would take it for a failure.
func (s *session) Close() error {
	if !s.broken.Load() {
		defer time.AfterFunc(lastWordsWithin, func() { _ = s.wire.Close() }).Stop()
		_ = s.wire.settle()
	}
	return s.driverConn.Close()
}

// Ping asks the server for nothing.
func (s *session) Ping(ctx context.Context) error { return s.during(ctx, s.driverConn.Ping) }

// lostIdle is the end of a connection of the pool before the server has answered to it. The pool tries again with another connection.
type lostIdle struct{ err error }

func (l *lostIdle) Error() string   { return l.err.Error() }
func (l *lostIdle) Unwrap() []error { return []error{l.err, driver.ErrBadConn} }

// BeginTx begins a transaction, that of a snapshot by its opening. The pool hears of a connection that the network has ended meanwhile, of
// which the driver makes an error of its own unless it ended well; after a server's silence there is no time for another one.
func (s *session) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if begins, ok := ctx.Value(openingKey{}).(*opening); ok {
		tx := &reading{s}
		if err := s.begin(ctx, func(ctx context.Context) error { return s.open(ctx, begins) }); err != nil {
			_ = tx.Rollback() // of what may have begun, unless the connection is not used again
			return nil, err
		}
		return tx, nil
	}
	tx := &transaction{session: s}
	err := s.begin(ctx, func(ctx context.Context) (err error) {
		tx.tx, err = s.driverConn.BeginTx(ctx, options)
		return err
	})
	if err != nil {
		return nil, err
	}
	return tx, nil
}

func (s *session) begin(ctx context.Context, call func(context.Context) error) error {
	err := s.during(ctx, call)
	if _, broken := errors.AsType[*net.OpError](err); broken && !errors.Is(err, os.ErrDeadlineExceeded) {
		return &lostIdle{err}
	}
	return err
}

// open begins the transaction of a snapshot.
func (s *session) open(ctx context.Context, begins *opening) error {
	rows, err := s.driverConn.QueryContext(ctx, begins.message, nil)
	if err != nil {
		return err
	}
	err = begins.read(rows)
	return cmp.Or(err, rows.Close())
}

// Prepare returns the driver's own statement, which whoever copies takes apart.
func (s *session) Prepare(query string) (statement driver.Stmt, err error) {
	err = s.guard(func() (err error) {
		statement, err = s.driverConn.Prepare(query)
		return err
	})
	return statement, err
}

// PrepareContext prepares a statement.
func (s *session) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	var prepared driver.Stmt
	err := s.during(ctx, func(ctx context.Context) (err error) {
		prepared, err = s.driverConn.PrepareContext(ctx, query)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &statement{prepared, s}, nil
}

// ExecContext runs a statement without an answer.
func (s *session) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (result driver.Result, err error) {
	err = s.during(ctx, func(ctx context.Context) (err error) {
		result, err = s.driverConn.ExecContext(ctx, query, args)
		return err
	})
	return result, err
}

// QueryContext runs a statement.
func (s *session) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return s.query(ctx, func(ctx context.Context) (driver.Rows, error) { return s.driverConn.QueryContext(ctx, query, args) })
}

func (s *session) query(ctx context.Context, call func(context.Context) (driver.Rows, error)) (driver.Rows, error) {
	ctx, end, err := s.watch(ctx)
	if err != nil {
		return nil, err
	}
	var found driver.Rows
	err = s.guard(func() (err error) {
		found, err = call(ctx)
		return err
	})
	if err != nil {
		end()
		return nil, err
	}
	return &answer{found.(driverRows), s, sync.OnceFunc(end)}, nil
}

// transaction is a transaction of a session.
type transaction struct {
	session *session
	tx      driver.Tx
}

// Commit ends the transaction.
func (t *transaction) Commit() error { return t.session.guard(t.tx.Commit) }

// Rollback undoes the transaction.
func (t *transaction) Rollback() error { return t.session.guard(t.tx.Rollback) }

// reading is the transaction of a snapshot, of which there is nothing to keep. Nobody waits for its end: what the server says of it is read
// before the connection is used again.
type reading struct{ session *session }

// Commit ends the transaction.
func (r *reading) Commit() error { return r.Rollback() }

// Rollback ends the transaction.
func (r *reading) Rollback() error {
	return r.session.guard(func() error {
		r.session.wire.foretell(rolledBack)
		_, err := r.session.driverConn.ExecContext(context.Background(), "ROLLBACK", nil)
		return err
	})
}

// statement is a prepared statement of a session.
type statement struct {
	driver.Stmt
	session *session
}

// Close forgets the statement.
func (s *statement) Close() error { return s.session.guard(s.Stmt.Close) }

// ExecContext runs the statement without an answer.
func (s *statement) ExecContext(ctx context.Context, args []driver.NamedValue) (result driver.Result, err error) {
	err = s.session.during(ctx, func(ctx context.Context) (err error) {
		if with, ok := s.Stmt.(driver.StmtExecContext); ok {
			result, err = with.ExecContext(ctx, args)
			return err
		}
		values := make([]driver.Value, len(args))
		for i, a := range args {
			values[i] = a.Value
		}
		//lint:ignore SA1019 the driver's copying statement has no other way
		result, err = s.Stmt.Exec(values)
		return err
	})
	return result, err
}

// QueryContext runs the statement.
func (s *statement) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return s.session.query(ctx, func(ctx context.Context) (driver.Rows, error) {
		with, ok := s.Stmt.(driver.StmtQueryContext)
		if !ok {
			return nil, errors.New("the statement has no answer")
		}
		return with.QueryContext(ctx, args)
	})
}

// driverRows is what the driver's rows can do.
type driverRows interface {
	driver.RowsNextResultSet
	driver.RowsColumnTypeScanType
	driver.RowsColumnTypeDatabaseTypeName
	driver.RowsColumnTypeLength
	driver.RowsColumnTypePrecisionScale
}

// answer are the rows of a statement, which runs until they are closed.
type answer struct {
	driverRows
	session *session
	end     func()
}

// Next reads a row.
func (a *answer) Next(row []driver.Value) error {
	return a.session.guard(func() error { return a.driverRows.Next(row) })
}

// NextResultSet goes to the answer of the next statement.
func (a *answer) NextResultSet() error { return a.session.guard(a.driverRows.NextResultSet) }

// Close reads what is left.
func (a *answer) Close() error {
	defer a.end()
	return a.session.guard(a.driverRows.Close)
}
