package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// OfPlugin is the way of the plugin's process, from its binary, which answers equal questions once and reads sums where the database has them.
func OfPlugin(name, dsn, binary string, business plan.Settings) Way {
	return Way{name, func(ctx context.Context) (Session, error) { return openPlugin(ctx, dsn, binary, business, nil) }}
}

// ofPlugin is a process of the plugin.
type ofPlugin struct {
	client *pluginclient.Client
	source backend.PluginContext
	before pluginclient.Metrics
}

// openPlugin starts a process, which has found out what there is in the database when it returns.
func openPlugin(ctx context.Context, dsn, binary string, business plan.Settings, settings map[string]any, environment ...string) (_ *ofPlugin, err error) {
	all := map[string]any{
		"timezone": business.Calendar.Location.String(), "reportingCurrency": business.ReportingCurrency, "maxGroups": business.MaxGroups,
		"queryTimeout": limits.QueryTimeout.Seconds(),
	}
	for name, value := range settings {
		all[name] = value
	}
	s := &ofPlugin{}
	if s.source, err = pluginclient.Source("bench", dsn, all); err != nil {
		return nil, err
	}
	if s.client, err = pluginclient.Start(ctx, binary, environment...); err != nil {
		return nil, err
	}
	if _, err = s.query(ctx, 0, json.RawMessage(`{"queryType": "values", "dimension": "channel"}`)); err == nil {
		s.before, err = s.client.Metrics(ctx)
	}
	if err != nil {
		s.client.Close()
	}
	return s, err
}

// query asks a question for a viewer.
func (s *ofPlugin) query(ctx context.Context, viewer int, question json.RawMessage) (data.Frames, error) {
	source := s.source
	source.User = &backend.User{Login: fmt.Sprint("viewer ", viewer), Role: "Viewer"}
	const points = 1000
	response, err := s.client.QueryData(ctx, &backend.QueryDataRequest{PluginContext: source, Queries: []backend.DataQuery{{
		RefID: "A", JSON: question, TimeRange: backend.TimeRange{From: year.From, To: year.To}, MaxDataPoints: points,
		Interval: year.To.Sub(year.From) / points,
	}}})
	if err != nil {
		return nil, err
	}
	answer := response.Responses["A"]
	return answer.Frames, answer.Error
}

func (s *ofPlugin) panel(ctx context.Context, viewer int, p Panel) (data.Frames, error) {
	question, err := json.Marshal(p.Question)
	if err != nil {
		return nil, err
	}
	found, err := s.query(ctx, viewer, question)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	return found, nil
}

func (s *ofPlugin) Ask(ctx context.Context, viewer int, p Panel) error {
	_, err := s.panel(ctx, viewer, p)
	return err
}

func (s *ofPlugin) Used(ctx context.Context) (Usage, error) {
	now, err := s.client.Metrics(ctx)
	since := func(name string) float64 { return now.Sum(name) - s.before.Sum(name) }
	return Usage{
		Statements: int(since("crmkpi_statement_duration_seconds")),
		CPU:        time.Duration(since("process_cpu_seconds_total") * float64(time.Second)),
		Memory:     s.client.PeakMemory(),
	}, err
}

func (s *ofPlugin) Close() error {
	s.client.Close()
	return nil
}
