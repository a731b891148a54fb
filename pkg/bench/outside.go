package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/grpc"

	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Outside asks the plugin's process each panel so often, one after the other and without kept answers, and returns for each question how long it took
// beside its trips to the database: its span of the gRPC server, which begins with the request and ends with the answer that is written, less
// those of the statements and of the beginnings of transactions.
func Outside(ctx context.Context, dsn, binary string, business plan.Settings, runs int) ([]time.Duration, error) {
	traces, err := collect()
	if err != nil {
		return nil, err
	}
	defer traces.server.Stop()
	s, err := openPlugin(ctx, dsn, binary, business, map[string]any{"answerAge": 0, "liveUpdates": false},
		"GF_INSTANCE_OTLP_ADDRESS="+traces.address, "GF_INSTANCE_OTLP_SAMPLER_PARAM=1", "OTEL_BSP_SCHEDULE_DELAY=50")
	if err != nil {
		return nil, err
	}
	defer s.Close()
	const first = 1 // makes the connection
	for range first + runs {
		for _, p := range Panels {
			if err := s.Ask(ctx, 0, p); err != nil {
				return nil, err
			}
		}
	}
	const opening = 1 // question
	found, err := traces.wait(ctx, opening+(first+runs)*len(Panels))
	if err != nil {
		return nil, err
	}
	return found[opening+first*len(Panels):], nil
}

// traces are the spans that a process sends.
type traces struct {
	collector.UnimplementedTraceServiceServer
	server  *grpc.Server
	address string

	mu    sync.Mutex
	spans []*trace.Span
	more  chan struct{}
}

// collect receives spans from now on.
func collect() (*traces, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	t := &traces{server: grpc.NewServer(), address: listener.Addr().String(), more: make(chan struct{}, 1)}
	collector.RegisterTraceServiceServer(t.server, t)
	go func() { _ = t.server.Serve(listener) }() // until it is stopped
	return t, nil
}

// Export takes spans.
func (t *traces) Export(_ context.Context, request *collector.ExportTraceServiceRequest) (*collector.ExportTraceServiceResponse, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, resource := range request.GetResourceSpans() {
		for _, scope := range resource.GetScopeSpans() {
			t.spans = append(t.spans, scope.GetSpans()...)
		}
	}
	select {
	case t.more <- struct{}{}:
	default: // it will look anyway
	}
	return &collector.ExportTraceServiceResponse{}, nil
}

// overdue is how long to wait for a span of what has ended.
const overdue = 30 * time.Second

// wait returns how long each request took beside its statements, in the order in which they began, once there are so many.
func (t *traces) wait(ctx context.Context, requests int) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, overdue, errors.New("the plugin has sent too few spans"))
	defer cancel()
	for {
		found := t.outside()
		if len(found) >= requests {
			return found, nil
		}
		select {
		case <-t.more:
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %d of %d requests", context.Cause(ctx), len(found), requests)
		}
	}
}

// rpc is the request of the protocol that asks questions.
const rpc = "pluginv2.Data/QueryData"

// outside is what is known by now. A span is sent when it ends, so that those of the statements are there before that of their request.
func (t *traces) outside() []time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	var requests []*trace.Span
	statements := map[string]time.Duration{} // by trace
	for _, span := range t.spans {
		switch {
		case span.GetKind() == trace.Span_SPAN_KIND_SERVER && span.GetName() == rpc:
			requests = append(requests, span)
		case isStatement(span):
			statements[string(span.GetTraceId())] += lasts(span)
		}
	}
	slices.SortFunc(requests, func(a, b *trace.Span) int { return cmp.Compare(a.GetStartTimeUnixNano(), b.GetStartTimeUnixNano()) })
	var all []time.Duration
	for _, r := range requests {
		all = append(all, lasts(r)-statements[string(r.GetTraceId())])
	}
	return all
}

func isStatement(span *trace.Span) bool {
	for _, a := range span.GetAttributes() {
		if a.GetKey() == "db.system.name" {
			return true
		}
	}
	return false
}

func lasts(span *trace.Span) time.Duration {
	return time.Duration(span.GetEndTimeUnixNano() - span.GetStartTimeUnixNano()) // #nosec G115 -- it ends after it begins
}
