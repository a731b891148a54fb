package plugin

import (
	"context"
	"errors"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// unreadable is the query type of what is no question.
const unreadable = "unreadable"

// observe has a query answered in a span, counts and times it, writes its line of the audit log, and logs a failure. The id by which the question is known is in the
// span, in the log, which is in English and has all that is known of a failure, and in each of its statements.
func observe(ctx context.Context, asked asking, reader audience, answer func(context.Context) (data.Frames, error)) backend.DataResponse {
	origin, question := asked.origin, asked.question
	queryType := string(question.Type)
	if asked.wrong != nil {
		queryType = unreadable
	}
	ctx, span := tracing.DefaultTracer().Start(postgres.WithOrigin(ctx, origin), "crmkpi.question", trace.WithAttributes(
		attribute.String("crmkpi.query_id", origin.QueryID),
		attribute.String("crmkpi.query_type", queryType),
		attribute.String("crmkpi.ref_id", asked.RefID),
		attribute.Int("crmkpi.kpis", len(question.KPIs)),
		attribute.StringSlice("crmkpi.group_by", question.GroupBy),
		attribute.String("crmkpi.grain", string(question.Grain)),
		attribute.Bool("crmkpi.from_alert", asked.viewer.Alerts),
	))
	defer span.End()
	began := time.Now()
	frames, err := guarded(func() (data.Frames, error) { return answer(ctx) })
	audited(ctx).failed(err)
	audited(ctx).write()
	result := outcomeOf(err)
	span.SetAttributes(attribute.String("crmkpi.outcome", string(result)))
	questionSeconds.WithLabelValues(queryType, string(result)).Observe(time.Since(began).Seconds())
	if err == nil {
		answerCells.Add(cellsOf(frames))
		return backend.DataResponse{Status: backend.StatusOK, Frames: frames}
	}
	if bound := boundOf(err); bound != "" {
		refused.WithLabelValues(bound).Inc()
	}
	response := failure(err, reader)
	kind := kindOf(err)
	errorsTotal.WithLabelValues(kind).Inc()
	span.SetAttributes(semconv.ErrorTypeKey.String(kind), attribute.String("crmkpi.error_source", response.ErrorSource.String()))
	span.SetStatus(codes.Error, kind) // the message may quote what was asked; the log has it
	known := []any{"queryId", origin.QueryID, "refId", asked.RefID, "outcome", string(result)}
	logDefect(ctx, response.ErrorSource, err, known...)
	if result != defect {
		backend.Logger.FromContext(ctx).Info("A question was not answered", append(append(known, "error", err), details(err)...)...)
	}
	return response
}

// outcome is what became of a question.
type outcome string

// The outcomes.
const (
	answered  outcome = "ok"
	asker     outcome = "asker"    // a fault of the question, or of the data source's settings
	database  outcome = "database" // a fault of the company's server, its tables, or the way to it
	cancelled outcome = "cancelled"
	timedOut  outcome = "timeout"
	defect    outcome = "defect" // of the plugin
)

func outcomeOf(err error) outcome {
	if err == nil {
		return answered
	}
	status, _ := classify(err)
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code == tooMuch {
		return asker
	}
	switch status {
	case backend.StatusBadRequest:
		return asker
	case statusCancelled:
		return cancelled
	case backend.StatusTimeout:
		return timedOut
	case backend.StatusInternal:
		return defect
	}
	return database
}

// kindOf says in one word what sort of error it is.
func kindOf(err error) string {
	if e, ok := errors.AsType[*postgres.Error](err); ok {
		return string(e.Kind)
	}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Code
	}
	return string(outcomeOf(err))
}
