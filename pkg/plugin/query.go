package plugin

import (
	"context"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/concurrent"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
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
	kept := d.gate.Answers()
	defer kept.Sent()
	return concurrent.QueryData(ctx, request, func(ctx context.Context, q concurrent.Query) backend.DataResponse {
		asked := read(request, q.DataQuery)
		asked.kept = kept
		ctx = admission.By(ctx, personOf(request.PluginContext.User, asked.viewer.Alerts))
		reader := d.audienceOf(asked.viewer, d.settings.Language, asked.origin.QueryID)
		ctx = withAudit(ctx, d.audit.question(asked))
		return observe(ctx, asked, reader, func(ctx context.Context) (data.Frames, error) {
			answer, err := d.answer(ctx, asked, reader)
			if err != nil {
				return nil, d.placed(ctx, err)
			}
			return answer, nil
		})
	}, atOnce)
}

// asking is a query of a request that has been read.
type asking struct {
	backend.DataQuery
	question query.Question
	wrong    error // with the question; nil for nothing
	origin   postgres.Origin
	viewer   plan.Viewer
	kept     *admission.Answers // those of the request
}

func read(request *backend.QueryDataRequest, q backend.DataQuery) asking {
	a := asking{DataQuery: q, origin: originOf(request, q), viewer: viewerOf(request.PluginContext.User)}
	a.viewer.Alerts = request.Headers[backend.FromAlertHeaderName] == "true"
	a.question, a.wrong = types.Parse(q.JSON)
	return a
}

// viewerOf is who is signed in, which only Grafana's backend can say.
func viewerOf(user *backend.User) plan.Viewer {
	if user == nil {
		return plan.Viewer{}
	}
	return plan.Viewer{Login: user.Login, Email: user.Email, Name: user.Name, Role: user.Role}
}

func (d *Datasource) answer(ctx context.Context, asked asking, reader audience) (data.Frames, error) {
	if d.fault != nil {
		return nil, d.fault
	}
	if asked.wrong != nil {
		return nil, fault.ByAsker(asked.wrong)
	}
	within, cancel := d.inTime(ctx)
	defer cancel()
	found, err := d.find(within, asked, reader)
	return found, late(within, err)
}

// find answers a question that can be asked.
func (d *Datasource) find(ctx context.Context, asked asking, reader audience) (data.Frames, error) {
	known, err := d.mapped(ctx)
	if err != nil {
		return nil, err
	}
	if !asked.viewer.Alerts { // nobody looks at the answer for longer
		d.beginWatching(ctx)
	}
	request := plan.Request{
		Range: rangeOf(asked.TimeRange), Now: d.Now(), Interval: asked.Interval, MaxPoints: int(asked.MaxDataPoints),
		Viewer: asked.viewer,
	}
	found, err := known.engine.Ask(ctx, asked.question, request)
	if err != nil {
		return nil, err
	}
	audited(ctx).answered(found)
	bytes := engine.Sent(found)
	if !asked.kept.Keep(bytes) {
		return nil, fault.New(tooMuch, "memory", d.settings.Limits.Admission.Memory>>20)
	}
	answerBytes.Add(float64(bytes))
	found, hidden := reader.of(found)
	reader.keptBack(backend.Logger.FromContext(ctx).Info, hidden)
	options := frames.Options{
		Language: d.settings.Language, Currency: d.settings.Business.ReportingCurrency, Format: asked.question.Format, AsOf: found.AsOf,
		Restricted: found.Restricted,
	}
	if asked.question.Styled {
		options.Styled = &frames.Style{DataSource: d.uid, Question: asked.question}
	}
	if found.Result != nil {
		return frames.Of(found.Result, options), nil
	}
	var all data.Frames
	for _, t := range found.Tables {
		all = append(all, frames.OfTable(t, options)...)
	}
	return all, nil
}

// placed says where in the company's mapping an error lies. The reference schema has nothing to correct.
func (d *Datasource) placed(ctx context.Context, err error) error {
	if known := d.known.Load(); known != nil && d.settings.Setup.Custom() {
		return probe.Place(ctx, d.db, known.mapping, err)
	}
	return err
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
