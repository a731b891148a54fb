package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"
)

// tracer names what makes the spans of statements.
const tracer = "github.com/crmkpi/crm-datasource/pkg/postgres"

// Run is what is known of a statement that was run.
type Run struct {
	Rows     int
	Duration time.Duration
	Fault    Kind // "" when there was none
}

// quietKey is the context key of statements that belong to no question.
type quietKey struct{}

// Quietly has the statements that are run with the context neither traced nor counted: those that are run all the time, whoever asks,
// would hide the others.
func Quietly(ctx context.Context) context.Context { return context.WithValue(ctx, quietKey{}, true) }

// read runs a statement in a span of its own, and tells whoever watches. The span has no values and no message, since a message
// may quote values: the statement's kind of error says enough.
func (s *Snapshot) read(ctx context.Context, statement Statement, each, header func(*sql.Rows) error) error {
	operation, err := readingOperation(statement.SQL)
	if err != nil {
		return err
	}
	if ctx.Value(quietKey{}) != nil {
		_, err := s.run(ctx, statement, each, header)
		return err
	}
	ctx, span := spanOf(ctx, operation)
	defer span.End()
	began := time.Now()
	rows, err := s.run(ctx, statement, each, header)
	run := Run{Rows: rows, Duration: time.Since(began), Fault: kindOf(err)}
	span.SetAttributes(semconv.DBResponseReturnedRows(rows))
	tellFault(span, err)
	if s.watch != nil {
		s.watch(run)
	}
	return err
}

// begun begins the transaction of a snapshot in a span of its own: it is a trip, waits for the end of the transaction before it, and for a connection
// where none is left.
func (db *DB) begun(ctx context.Context) (*sql.Tx, error) {
	if ctx.Value(quietKey{}) != nil {
		return db.begin(ctx)
	}
	ctx, span := spanOf(ctx, "BEGIN")
	defer span.End()
	tx, err := db.begin(ctx)
	tellFault(span, err)
	return tx, err
}

// spanOf begins the span of an operation of the database.
func spanOf(ctx context.Context, operation string) (context.Context, trace.Span) {
	return otel.Tracer(tracer).Start(ctx, operation, trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(semconv.DBSystemNamePostgreSQL, semconv.DBOperationName(operation)))
}

// tellFault notes in a span what went wrong, if anything did.
func tellFault(span trace.Span, err error) {
	kind := kindOf(err)
	if kind == "" {
		return
	}
	span.SetAttributes(semconv.ErrorTypeKey.String(string(kind)))
	span.SetStatus(codes.Error, string(kind))
	if e, ok := errors.AsType[*Error](err); ok && e.SQLState != "" {
		span.SetAttributes(semconv.DBResponseStatusCode(e.SQLState))
	}
}

// kindOf is the kind of a statement's error; "" for none, and for one of whoever takes the rows, as where enough have been read.
func kindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return ""
}
