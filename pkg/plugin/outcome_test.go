package plugin

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

func TestOutcomes(t *testing.T) {
	fromDatabase := func(kind postgres.Kind) error { return &postgres.Error{Kind: kind} }
	for _, test := range []struct {
		err     error
		outcome outcome
		kind    string
	}{
		{fault.ByAsker(errors.New("wrong")), asker, "fault.reason"},
		{fromDatabase(postgres.KindTooManyRows), asker, "too_many_rows"},
		{fromDatabase(postgres.KindTooManyConnections), database, "too_many_connections"},
		{fromDatabase(postgres.KindAuth), database, "auth"},
		{fromDatabase(postgres.KindTimeout), timedOut, "timeout"},
		{context.DeadlineExceeded, timedOut, "timeout"},
		{fromDatabase(postgres.KindCancelled), cancelled, "cancelled"},
		{context.Canceled, cancelled, "cancelled"},
		{errors.New("a slip of ours"), defect, "defect"},
		{fault.At("kpis", &fault.Error{Code: "question.unknown_kpi", Owner: fault.Asker}), asker, "question.unknown_kpi"},
	} {
		err := fmt.Errorf("wrapped: %w", test.err)
		require.Equal(t, test.outcome, outcomeOf(err), test.err)
		require.Equal(t, test.kind, kindOf(err), test.err)
	}
	require.Equal(t, answered, outcomeOf(nil))
}

func TestPanicIsADefect(t *testing.T) {
	before := observations(t, defect)
	response := observe(t.Context(), read(&backend.QueryDataRequest{}, backend.DataQuery{JSON: []byte(`{"kpis":["revenue"]}`)}),
		audience{language: i18n.English, queryID: "q1"}, func(context.Context) (data.Frames, error) { panic("ours") })
	require.Equal(t, backend.StatusInternal, response.Status)
	require.Equal(t, backend.ErrorSourcePlugin, response.ErrorSource)
	require.ErrorContains(t, response.Error, "query id q1 (code defect)")
	require.NotContains(t, response.Error.Error(), "ours")
	require.Equal(t, before+1, observations(t, defect))
}

// observations counts the KPI questions that became this.
func observations(t *testing.T, o outcome) (count uint64) {
	t.Helper()
	families, err := prometheus.DefaultGatherer.Gather()
	require.NoError(t, err)
	for _, family := range families {
		for _, m := range family.GetMetric() {
			if family.GetName() == "crmkpi_question_duration_seconds" && m.GetLabel()[0].GetValue() == string(o) && m.GetLabel()[1].GetValue() == "kpi" {
				count += m.GetHistogram().GetSampleCount()
			}
		}
	}
	return count
}
