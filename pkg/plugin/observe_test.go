package plugin_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// recorder keeps all spans: the SDK's tracer takes the first provider for good.
var recorder = sync.OnceValue(func() *tracetest.SpanRecorder {
	r := tracetest.NewSpanRecorder()
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(r)))
	return r
})

// spansOf are the spans of one question: its own, and those of its statements, without those of the beginnings of transactions.
func spansOf(t *testing.T, ask func()) (question sdktrace.ReadOnlySpan, statements []sdktrace.ReadOnlySpan) {
	t.Helper()
	recorder().Reset()
	ask()
	for _, span := range recorder().Ended() {
		if span.Name() == "crmkpi.question" {
			require.Nil(t, question)
			question = span
		} else {
			statements = append(statements, span)
		}
	}
	require.NotNil(t, question)
	for _, s := range statements {
		require.Equal(t, question.SpanContext().SpanID(), s.Parent().SpanID())
	}
	return question, slices.DeleteFunc(statements, func(s sdktrace.ReadOnlySpan) bool { return s.Name() == "BEGIN" })
}

func attributes(span sdktrace.ReadOnlySpan) map[attribute.Key]attribute.Value {
	all := map[attribute.Key]attribute.Value{}
	for _, a := range span.Attributes() {
		all[a.Key] = a.Value
	}
	return all
}

func TestSpansOfAQuestion(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	ask(t, d, map[string]string{"A": `{"kpis":["deals_won"]}`}) // what the first one asks of the database
	var response backend.DataResponse
	question, statements := spansOf(t, func() {
		request := requestOf(administrator, map[string]string{
			"B": `{"kpis":["deals_won","tickets_created"],"groupBy":["region"],"grain":"month"}`,
		})
		request.Headers = map[string]string{backend.FromAlertHeaderName: "true"}
		all, err := d.QueryData(t.Context(), request)
		require.NoError(t, err)
		response = all.Responses["B"]
	})
	require.NoError(t, response.Error)
	require.Len(t, statements, 1, "deals and tickets, together")
	for _, s := range statements {
		require.Equal(t, "postgresql", attributes(s)["db.system.name"].AsString())
		require.Positive(t, attributes(s)["db.response.returned_rows"].AsInt64())
	}
	known := attributes(question)
	require.Len(t, known["crmkpi.query_id"].AsString(), 10)
	delete(known, "crmkpi.query_id")
	require.Equal(t, map[attribute.Key]attribute.Value{
		"crmkpi.query_type": attribute.StringValue("kpi"), "crmkpi.ref_id": attribute.StringValue("B"), "crmkpi.kpis": attribute.IntValue(2),
		"crmkpi.group_by": attribute.StringSliceValue([]string{"region"}), "crmkpi.grain": attribute.StringValue("month"),
		"crmkpi.from_alert": attribute.BoolValue(true), "crmkpi.outcome": attribute.StringValue("ok"),
	}, known)
	require.Equal(t, codes.Unset, question.Status().Code)
}

// A failed question is found by its id: in the span, in the log, and in the statement that failed.
func TestFailedQuestionIsFound(t *testing.T) {
	dsn := company(t)
	d := instance(t, settingsOf(t, dsn, changes{"mapping": slow, "queryTimeout": 3600}))
	lines := logged(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var running string
	question, statements := spansOf(t, func() {
		request := requestOf(administrator, map[string]string{"A": `{"kpis":["deals_won"],"grain":"none"}`})
		request.SetHTTPHeader("X-Dashboard-Uid", "sales*/")
		request.SetHTTPHeader("X-Panel-Id", "7")
		done := make(chan *backend.QueryDataResponse, 1)
		go func() {
			response, _ := d.QueryData(ctx, request)
			done <- response
		}()
		admin := pgtest.Open(t, dsn)
		require.Eventually(t, func() bool {
			return admin.QueryRow(`SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'
				AND wait_event = 'PgSleep' AND pid <> pg_backend_pid()`).Scan(&running) == nil
		}, time.Minute, 5*time.Millisecond)
		cancel()
		requireFault(t, (<-done).Responses["A"], 499, "cancelled")
	})
	known := attributes(question)
	id := known["crmkpi.query_id"].AsString()
	require.True(t, strings.HasPrefix(running, `/*dashboard='sales%2A%2F',panel='7',query='A',query_id='`+id+`'*/ `), running)
	require.Equal(t, "cancelled", known["error.type"].AsString())
	require.Equal(t, "downstream", known["crmkpi.error_source"].AsString())
	require.Equal(t, sdktrace.Status{Code: codes.Error, Description: "cancelled"}, question.Status())
	require.Len(t, statements, 3, "the first ones ask for the types of the mapping, and for rollups")
	require.Equal(t, "cancelled", attributes(statements[2])["error.type"].AsString())
	require.Len(t, lines(), 1)
	requireParts(t, lines()[0], "A question was not answered", "queryId "+id, "refId A", "outcome cancelled", "cancelled by whoever asked it")
}

// The comment is for the server; people see the statement as the engine wrote it.
func TestStatementsAreShownWithoutOrigin(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	request := requestOf(administrator, map[string]string{"A": `{"kpis":["deals_won"]}`})
	request.SetHTTPHeader("X-Dashboard-Uid", "sales")
	response, err := d.QueryData(t.Context(), request)
	require.NoError(t, err)
	require.NoError(t, response.Responses["A"].Error)
	require.NotContains(t, response.Responses["A"].Frames[0].Meta.ExecutedQueryString, "/*")
}

// logged returns what is logged while a test runs, but for details.
func logged(t *testing.T) func() []string {
	logger, before := &logRecorder{}, backend.Logger
	backend.Logger = logger
	t.Cleanup(func() { backend.Logger = before })
	return func() []string {
		logger.mu.Lock()
		defer logger.mu.Unlock()
		return slices.Clone(logger.all)
	}
}

type logRecorder struct {
	mu  sync.Mutex
	all []string
}

func (l *logRecorder) add(message string, args []any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, fmt.Sprint(message, " ", args))
}

func (l *logRecorder) Debug(string, ...any)                   {}
func (l *logRecorder) Info(message string, args ...any)       { l.add(message, args) }
func (l *logRecorder) Warn(message string, args ...any)       { l.add(message, args) }
func (l *logRecorder) Error(message string, args ...any)      { l.add(message, args) }
func (l *logRecorder) With(...any) log.Logger                 { return l }
func (l *logRecorder) Level() log.Level                       { return log.Info }
func (l *logRecorder) FromContext(context.Context) log.Logger { return l }
