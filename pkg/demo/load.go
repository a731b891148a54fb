package demo

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
)

// load is one transaction that fills the tables. A second goroutine sends the rows with COPY while they are made:
// memory holds a few chunks, however many rows there are.
type load struct {
	ctx    context.Context
	conn   *sql.Conn
	tx     *sql.Tx
	tables []*table

	restore []statement // what brings the dropped indexes and constraints back
	chunks  chan chunk
	fail    context.CancelCauseFunc
	stop    func() // ends the sending goroutine, and waits for it
}

type chunk struct {
	copy string // the COPY statement
	rows []byte
}

type statement struct{ what, sql string }

func beginLoad(ctx context.Context, db *sql.DB, replace bool) (*load, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	l := &load{conn: conn, tx: tx, chunks: make(chan chunk, 4)}
	l.ctx, l.fail = context.WithCancelCause(ctx)
	sent := make(chan struct{})
	l.stop = sync.OnceFunc(func() { close(l.chunks); <-sent })
	go func() { defer close(sent); l.send() }()
	if err := l.clear(replace); err != nil {
		l.rollback()
		return nil, err
	}
	return l, nil
}

// err says why the load cannot go on; nil while it can.
func (l *load) err() error { return context.Cause(l.ctx) }

func (l *load) rollback() {
	l.stop()
	_ = l.tx.Rollback() // after a commit it does nothing
	_ = l.conn.Close()
	l.fail(nil)
}

// clear makes sure that the tables are empty. Truncating also lets COPY write frozen rows, which no VACUUM has to visit
// again, and spares the server the write-ahead log where its wal_level is minimal.
func (l *load) clear(replace bool) error {
	names := make([]string, 0, len(columns))
	for _, c := range columns {
		names = append(names, qualified(c.table))
		if replace {
			continue
		}
		var filled bool
		if err := l.tx.QueryRowContext(l.ctx, "select exists (select from "+qualified(c.table)+")").Scan(&filled); err != nil {
			return err
		}
		if filled {
			return fmt.Errorf("%w (in table %s): choose an empty database, or replace the rows on purpose", ErrNotEmpty, c.table)
		}
	}
	_, err := l.tx.ExecContext(l.ctx, "truncate "+strings.Join(names, ", "))
	return err
}

// table returns the table to write to.
func (l *load) table(name string, columns []string) *table {
	quoted := make([]string, len(columns))
	for i, column := range columns {
		quoted[i] = pq.QuoteIdentifier(column)
	}
	t := &table{load: l, name: name, columns: len(columns),
		copy: fmt.Sprintf("copy %s (%s) from stdin with (freeze)", qualified(name), strings.Join(quoted, ", "))}
	l.tables = append(l.tables, t)
	return t
}

// send copies chunks until there are no more, or drains them after an error.
func (l *load) send() {
	for c := range l.chunks {
		if l.err() != nil {
			continue
		}
		if err := l.copy(c); err != nil {
			l.fail(err)
		}
	}
}

func (l *load) copy(c chunk) error {
	return l.conn.Raw(func(driverConn any) error {
		prepared, err := driverConn.(driver.Conn).Prepare(c.copy)
		if err != nil {
			return err
		}
		lines, ok := prepared.(interface {
			CopyData(ctx context.Context, line string) (driver.Result, error)
		})
		if !ok {
			return errors.Join(errors.New("the connection must be made with lib/pq"), prepared.Close())
		}
		// CopyData adds the last line's end.
		if _, err := lines.CopyData(l.ctx, strings.TrimSuffix(string(c.rows), "\n")); err != nil {
			return errors.Join(err, prepared.Close())
		}
		return prepared.Close() // which also waits for the server and returns its error
	})
}

// finish sends what is left, brings the indexes back and commits. VACUUM, without which no scan could be index-only, does
// not run in a transaction.
func (l *load) finish(progress func(string, int64, int64)) error {
	for _, t := range l.tables {
		t.flush()
	}
	l.stop()
	if err := l.err(); err != nil {
		return err
	}
	if err := l.createIndexes(progress); err != nil {
		return err
	}
	for _, t := range l.tables {
		if err := l.restartIdentity(t); err != nil {
			return err
		}
	}
	if err := l.tx.Commit(); err != nil {
		return err
	}
	for i, t := range l.tables {
		progress("vacuum", int64(i), int64(len(l.tables)))
		if _, err := l.conn.ExecContext(l.ctx, "vacuum "+qualified(t.name)); err != nil {
			return err
		}
	}
	progress("vacuum", int64(len(l.tables)), int64(len(l.tables)))
	return nil
}

// restartIdentity lets the next row that an application inserts follow the seeded ones.
func (l *load) restartIdentity(t *table) error {
	if !t.identity {
		return nil
	}
	const set = `select setval(pg_get_serial_sequence($1, 'id'), $2, false)`
	_, err := l.tx.ExecContext(l.ctx, set, qualified(t.name), t.rows+1)
	return err
}

func qualified(table string) string {
	return pq.QuoteIdentifier(schema.Name) + "." + pq.QuoteIdentifier(table)
}
