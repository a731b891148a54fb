package postgres_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// spansOf keeps the spans of a test.
func spansOf(t *testing.T) *tracetest.SpanRecorder {
	before, recorder := otel.GetTracerProvider(), tracetest.NewSpanRecorder()
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(recorder)))
	t.Cleanup(func() { otel.SetTracerProvider(before) })
	return recorder
}

func TestSpansAndRunsOfStatements(t *testing.T) {
	spans := spansOf(t)
	var runs []postgres.Run
	db, _ := database(t, func(c *postgres.Config) {
		c.MaxRows = 5
		c.Watch = func(r postgres.Run) { runs = append(runs, r) }
	})
	mine := errors.New("mine")
	common := func(operation string, rows int, more ...attribute.KeyValue) []attribute.KeyValue {
		return append([]attribute.KeyValue{
			attribute.String("db.system.name", "postgresql"), attribute.String("db.operation.name", operation), attribute.Int("db.response.returned_rows", rows),
		}, more...)
	}
	fault := func(kind postgres.Kind) attribute.KeyValue { return attribute.String("error.type", string(kind)) }
	for _, test := range []struct {
		sql        string
		args       []any
		each       error // of whoever takes the rows
		name       string
		rows       int
		fault      postgres.Kind
		attributes []attribute.KeyValue
	}{
		{sql: `select 1`, name: "SELECT", rows: 1, attributes: common("SELECT", 1)},
		{sql: `-- all
			WITH x AS (VALUES (1), (2)) SELECT * FROM x WHERE $1 <> 'secret'`, args: []any{"hidden"}, name: "WITH", rows: 2, attributes: common("WITH", 2)},
		{sql: `SELECT 1 WHERE false`, name: "SELECT", attributes: common("SELECT", 0)},
		{sql: `SELECT $1::text::int`, args: []any{"hidden"}, name: "SELECT", fault: postgres.KindOther,
			attributes: common("SELECT", 0, fault(postgres.KindOther), attribute.String("db.response.status_code", "22P02"))},
		{sql: `SELECT * FROM nowhere`, name: "SELECT", fault: postgres.KindMissingObject,
			attributes: common("SELECT", 0, fault(postgres.KindMissingObject), attribute.String("db.response.status_code", "42P01"))},
		{sql: `SELECT generate_series(1, 9)`, name: "SELECT", rows: 5, fault: postgres.KindTooManyRows,
			attributes: common("SELECT", 5, fault(postgres.KindTooManyRows))},
		{sql: `SELECT 1`, each: mine, name: "SELECT", attributes: common("SELECT", 0)}, // which is no fault of the statement
	} {
		spans.Reset()
		runs = nil
		err := db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
			return s.Read(t.Context(), postgres.Statement{SQL: test.sql, Args: test.args}, func(postgres.Row) error { return test.each })
		})
		require.Equal(t, test.fault != "" || test.each != nil, err != nil, test.sql)
		require.Len(t, spans.Ended(), 2, test.sql)
		begin, span := spans.Ended()[0], spans.Ended()[1]
		require.Equal(t, "BEGIN", begin.Name())
		require.ElementsMatch(t, common("BEGIN", 0)[:2], begin.Attributes())
		require.Equal(t, sdktrace.Status{}, begin.Status())
		require.Equal(t, test.name, span.Name())
		require.Equal(t, trace.SpanKindClient, span.SpanKind())
		require.ElementsMatch(t, test.attributes, span.Attributes(), test.sql)
		require.Empty(t, span.Events(), "a message may quote values")
		status := sdktrace.Status{Code: codes.Error, Description: string(test.fault)}
		if test.fault == "" {
			status = sdktrace.Status{}
		}
		require.Equal(t, status, span.Status(), test.sql)

		require.Len(t, runs, 1, test.sql)
		require.Positive(t, runs[0].Duration)
		require.Equal(t, postgres.Run{Rows: test.rows, Duration: runs[0].Duration, Fault: test.fault}, runs[0], test.sql)
	}
}

// What does not reach the server is no statement.
func TestRefusedStatementsAreNotRun(t *testing.T) {
	spans := spansOf(t)
	db, _ := database(t, func(c *postgres.Config) { c.Watch = func(postgres.Run) { t.Error("it was run") } })
	_, err := query(t.Context(), db, `DROP TABLE t`)
	requireError(t, err, postgres.KindReadOnly, "")
	require.Len(t, spans.Ended(), 1)
	require.Equal(t, "BEGIN", spans.Ended()[0].Name())
}

func TestSpanOfATransactionThatDoesNotBegin(t *testing.T) {
	spans := spansOf(t)
	db, _ := database(t, func(c *postgres.Config) { c.Database += "_is_not_there" })
	_, err := query(t.Context(), db, `SELECT 1`)
	failed := requireError(t, err, postgres.KindMissingObject, "3D000")
	require.Len(t, spans.Ended(), 1)
	require.Equal(t, sdktrace.Status{Code: codes.Error, Description: string(failed.Kind)}, spans.Ended()[0].Status())
	require.Contains(t, spans.Ended()[0].Attributes(), attribute.String("db.response.status_code", "3D000"))
}
