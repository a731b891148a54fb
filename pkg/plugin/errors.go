package plugin

import (
	"context"
	"errors"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// statusCancelled is what proxies answer when whoever asked has gone away; HTTP has no name for it.
const statusCancelled backend.Status = 499

// classify gives an error its status and says whose it is: the question's, the settings' and the database's are downstream,
// and whatever is left is a defect of the plugin.
func classify(err error) (backend.Status, backend.ErrorSource) {
	if _, ok := errors.AsType[*probe.Misfit](err); ok { // the mapping's
		return backend.StatusBadRequest, backend.ErrorSourceDownstream
	}
	if e, ok := errors.AsType[*postgres.Error](err); ok {
		return databaseStatus(e.Kind), backend.ErrorSourceDownstream
	}
	if e, ok := errors.AsType[*fault.Error](err); ok {
		if e.Owner == fault.Database {
			return backend.StatusBadGateway, backend.ErrorSourceDownstream
		}
		switch e.Code {
		case tooLong:
			return backend.StatusTimeout, backend.ErrorSourceDownstream
		case tooMuch:
			return backend.StatusTooManyRequests, backend.ErrorSourceDownstream
		}
		return backend.StatusBadRequest, backend.ErrorSourceDownstream
	}
	switch {
	case errors.Is(err, context.Canceled):
		return statusCancelled, backend.ErrorSourceDownstream
	case errors.Is(err, context.DeadlineExceeded):
		return backend.StatusTimeout, backend.ErrorSourceDownstream
	}
	return backend.StatusInternal, backend.ErrorSourcePlugin
}

// databaseStatus never says unauthorized or forbidden: it is the data source that may not log in, not Grafana's user.
func databaseStatus(kind postgres.Kind) backend.Status {
	switch kind {
	case postgres.KindCancelled:
		return statusCancelled
	case postgres.KindTimeout:
		return backend.StatusTimeout
	case postgres.KindTooManyRows:
		return backend.StatusBadRequest
	case postgres.KindTooManyConnections:
		return backend.StatusTooManyRequests
	}
	return backend.StatusBadGateway
}

// failure is the response that an error makes, in words for its reader.
func failure(err error, reader audience) backend.DataResponse {
	status, source := classify(err)
	response := backend.ErrorResponseWithErrorSource(backend.NewErrorWithSource(&told{err, reader.failure(err)}, source))
	response.Status = status
	return response
}

// logDefect logs what the plugin's makers, or those of the driver, must mend, with more of what is known.
func logDefect(ctx context.Context, source backend.ErrorSource, err error, more ...any) {
	if panicked, ok := errors.AsType[*postgres.Panic](err); ok {
		backend.Logger.FromContext(ctx).Error("The database driver panicked; its connection was closed", append(more, "panic", panicked.Value, "stack", string(panicked.Stack))...)
	}
	if p, ok := errors.AsType[*panicked](err); ok {
		more = append(more, "stack", string(p.stack))
	}
	if source == backend.ErrorSourcePlugin {
		backend.Logger.FromContext(ctx).Error("The plugin has a defect", append(more, "error", err)...)
	}
}

// told is an error in the words of its reader.
type told struct {
	error
	text string
}

func (t *told) Error() string { return t.text }
func (t *told) Unwrap() error { return t.error }
