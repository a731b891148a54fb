package plugin

import (
	"context"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/concurrent"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// maxAtOnce bounds the queries of one request that are answered at once, however many connections the pool has.
const maxAtOnce = 10

// QueryData answers the queries of a request side by side, as many at once as the pool has connections. Each has a response
// of its own: a wrong one leaves the others alone.
func (d *Datasource) QueryData(ctx context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	atOnce := 1
	if d.db != nil {
		atOnce = min(d.db.MaxOpenConns(), maxAtOnce)
	}
	forAlert := request.Headers[backend.FromAlertHeaderName] == "true"
	return concurrent.QueryData(ctx, request, func(ctx context.Context, q concurrent.Query) backend.DataResponse {
		answer, err := d.answer(ctx, q.DataQuery, forAlert)
		if err != nil {
			return failure(ctx, d.placed(ctx, err), d.settings.Language)
		}
		return backend.DataResponse{Status: backend.StatusOK, Frames: answer}
	}, atOnce)
}

func (d *Datasource) answer(ctx context.Context, asked backend.DataQuery, forAlert bool) (data.Frames, error) {
	if d.fault != nil {
		return nil, d.fault
	}
	question, err := query.Parse(asked.JSON)
	if err != nil {
		return nil, &plan.InvalidError{Err: err}
	}
	known, err := d.mapped(ctx)
	if err != nil {
		return nil, err
	}
	engine := known.engine
	request := plan.Request{
		Range: rangeOf(asked.TimeRange), Now: time.Now(), Interval: asked.Interval, MaxPoints: int(asked.MaxDataPoints),
	}
	options := frames.Options{
		Language: d.settings.Language, Currency: d.settings.Business.ReportingCurrency, Format: question.Format, AsOf: request.Now,
	}
	var table *plan.Table
	switch question.Type {
	case query.Records:
		tables, err := engine.Records(ctx, question, request)
		if err != nil {
			return nil, err
		}
		var all data.Frames
		for _, t := range tables {
			all = append(all, frames.OfTable(t, options)...)
		}
		return all, nil
	case query.Agenda:
		table, err = engine.Agenda(ctx, question, request)
	case query.Timeline:
		table, err = engine.Timeline(ctx, question, request)
	case query.Annotations:
		table, err = engine.Annotations(ctx, question, request)
	case query.Explain:
		table, err = engine.Explain(ctx, question, request)
	case query.Values:
		table, err = engine.Values(ctx, question)
	case query.Check:
		if forAlert { // which would take the number of rows, or of findings, for a series
			return nil, fault.New("health.alert")
		}
		table, err = d.table(ctx, known, question.About, request.Now)
	default:
		result, err := engine.Answer(ctx, question, request)
		if err != nil {
			return nil, err
		}
		return frames.Of(result, options), nil
	}
	if err != nil {
		return nil, err
	}
	return frames.OfTable(table, options), nil
}

// placed says where in the company's mapping an error lies. The reference schema has nothing to correct.
func (d *Datasource) placed(ctx context.Context, err error) error {
	if known := d.known.Load(); known != nil && d.settings.Setup.Custom() {
		return probe.Place(ctx, d.db, known.mapping, err)
	}
	return err
}

// table is what a check tells about the database.
func (d *Datasource) table(ctx context.Context, known *mapped, about query.About, now time.Time) (*plan.Table, error) {
	found, err := d.check(known, now).Run(ctx, about)
	if err != nil {
		return nil, err
	}
	t := found.Table(about)
	t.Title = i18n.Text{} // it is the only one
	return t, nil
}

// check looks at the database under the mapping. The tables of the reference schema have primary keys.
func (d *Datasource) check(known *mapped, now time.Time) probe.Check {
	return probe.Check{
		DB: d.db, Catalog: d.catalog, Business: d.settings.Business, Mapping: known.mapping, Keyed: !d.settings.Setup.Custom(), Now: now,
	}
}

// rangeOf makes Grafana's range half-open: Grafana ends whole periods with their last millisecond.
func rangeOf(r backend.TimeRange) calendar.Range {
	if next := r.To.Truncate(time.Millisecond).Add(time.Millisecond); next.Truncate(time.Minute).Equal(next) {
		r.To = next
	}
	return calendar.Range{From: r.From, To: r.To}
}
