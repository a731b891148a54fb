package plugin

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func TestClassify(t *testing.T) {
	database := func(kind postgres.Kind) error { return &postgres.Error{Kind: kind, Message: i18n.Same("it says")} }
	for _, test := range []struct {
		err    error
		status backend.Status
		source backend.ErrorSource
	}{
		{fault.ByAsker(errors.New("wrong")), 400, backend.ErrorSourceDownstream},
		{fault.New("health.no_kpis_named"), 400, backend.ErrorSourceDownstream},
		{fault.New("health.no_kpis_named").Of(fault.Database), 502, backend.ErrorSourceDownstream},
		{&probe.Misfit{Entity: "deals", Field: "amount", Type: "TEXT", Wanted: crm.Money}, 400, backend.ErrorSourceDownstream},
		{database(postgres.KindTooManyRows), 400, backend.ErrorSourceDownstream},
		{database(postgres.KindTooManyConnections), 429, backend.ErrorSourceDownstream},
		{database(postgres.KindAuth), 502, backend.ErrorSourceDownstream},
		{database(postgres.KindPermission), 502, backend.ErrorSourceDownstream},
		{database(postgres.KindUnreachable), 502, backend.ErrorSourceDownstream},
		{database(postgres.KindMissingObject), 502, backend.ErrorSourceDownstream},
		{database(postgres.KindOther), 502, backend.ErrorSourceDownstream},
		{database(postgres.KindTimeout), 504, backend.ErrorSourceDownstream},
		{database(postgres.KindCancelled), 499, backend.ErrorSourceDownstream},
		{context.Canceled, 499, backend.ErrorSourceDownstream},
		{context.DeadlineExceeded, 504, backend.ErrorSourceDownstream},
		{errors.New("a slip of ours"), 500, backend.ErrorSourcePlugin},
	} {
		response := failure(fmt.Errorf("wrapped: %w", test.err), audience{administrator: true, language: i18n.English})
		require.Equal(t, test.status, response.Status, test.err)
		require.Equal(t, test.source, response.ErrorSource, test.err)
		require.EqualError(t, response.Error, "wrapped: "+test.err.Error())
		require.ErrorIs(t, response.Error, test.err)
	}
}

// A server that speaks Russian in windows-1251 says so before anything is agreed on: gRPC sends no text that is none.
func TestErrorsAreUTF8(t *testing.T) {
	said := failure(fmt.Errorf("wrapped: %w", &postgres.Error{Message: i18n.Same("\xe2\xf5\xee\xe4 postgres")}), audience{administrator: true, language: i18n.English}).Error.Error()
	require.Equal(t, "wrapped: \uFFFD postgres", said)
}
