package plugin

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/resource/httpadapter"

	"github.com/crmkpi/crm-datasource/pkg/admission"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// resources serves what the editors ask for:
//
//	GET /catalog?lang=ru                            all that can be asked for, and how editors show it
//	GET /dimensions?kpis=a,b&lang=ru                those that every one of the KPIs can be grouped by
//	GET /values?dimension=region&search=e&limit=10  the values of a dimension
//	POST /values                                    those in the rows of a dashboard's panels, as its other filters leave them
//	POST /drilldown?lang=ru                         what a dashboard's panels can be filtered and grouped by, and what of a choice they have
//	GET /presets?lang=ru                            the presets, whatever the settings are
//	GET /detect?lang=ru                             what the database may hold, for administrators, whatever the mapping is
//	GET /schema?of=mapping&lang=ru                  the JSON Schema of a setting with the names that it may use, for administrators
//	POST /validate?lang=ru                          what is wrong with a setting that is being written, for administrators
//	GET /seen?lang=ru                               who sees what by the policy, for administrators
//	GET /seen?as=anna@example.com&role=Viewer       what one person sees
func (d *Datasource) resources() backend.CallResourceHandler {
	handlers := map[string]http.HandlerFunc{ // a ServeMux would lead an address that is not clean to another one, which is none of Grafana's
		"GET /catalog":    d.serve(d.serveCatalog),
		"GET /dimensions": d.serve(d.serveDimensions),
		"GET /values":     d.audited("values", d.serve(d.serveValues)),
		"POST /values":    d.audited("values", d.serveWith(d.serveValuesOfDashboard)),
		"POST /drilldown": d.serveWith(d.serveDrilldown),
		"GET /presets":    func(w http.ResponseWriter, r *http.Request) { answerJSON(w, http.StatusOK, presets(d.language(r))) },
		"GET /detect":     d.audited("detect", d.administrators(d.serveAlways(d.serveDetect))),
		"GET /schema":     d.administrators(d.serveAlways(d.serveSchema)),
		"POST /validate":  d.administrators(d.serveAlways(d.serveValidate)),
		"GET /seen":       d.audited("seen", d.administrators(d.serve(d.serveSeen))),
	}
	return readable{httpadapter.New(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if handler, ok := handlers[r.Method+" "+r.URL.Path]; ok {
			handler(w, r)
			return
		}
		answerJSON(w, http.StatusNotFound, noResource(r.Method, r.URL.Path, d.language(r)))
	})), d.settings.Language}
}

// readable answers what is no HTTP request, too: the SDK's adapter only fails then, which Grafana takes for a defect.
type readable struct {
	backend.CallResourceHandler
	language i18n.Language
}

func (h readable) CallResource(ctx context.Context, request *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	err := h.CallResourceHandler.CallResource(ctx, request, sender)
	if err == nil {
		return nil
	}
	status, text := written(http.StatusNotFound, noResource(request.Method, request.Path, h.language))
	return sender.Send(&backend.CallResourceResponse{Status: status, Headers: map[string][]string{"Content-Type": {"application/json"}}, Body: text})
}

func noResource(method, path string, language i18n.Language) resourceError {
	return resourceError{i18n.T("health.no_resource", "method", method, "path", path).In(language)}
}

type resourceError struct {
	Error string `json:"error"`
}

// serve is [Datasource.serveAlways] for what needs settings that are right.
func (d *Datasource) serve(handler func(*http.Request, audience) (any, error)) http.HandlerFunc {
	if d.fault != nil {
		handler = func(*http.Request, audience) (any, error) { return nil, d.fault }
	}
	return d.serveAlways(handler)
}

// serveWith is [Datasource.serve] for what reads the body of a request.
func (d *Datasource) serveWith(handler func(http.ResponseWriter, *http.Request, audience) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		d.serve(func(r *http.Request, reader audience) (any, error) { return handler(w, r, reader) })(w, r)
	}
}

// serveAlways answers with what a handler returns, or with its error. It waits for its turns as questions do.
func (d *Datasource) serveAlways(handler func(*http.Request, audience) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		reader := d.audienceOf(viewerOf(backend.UserFromContext(r.Context())), d.language(r), queryID(r.Context()))
		ctx, cancel := d.inTime(admission.By(r.Context(), personOf(backend.UserFromContext(r.Context()), false)))
		defer cancel()
		answer, err := guarded(func() (any, error) { return handler(r.WithContext(ctx), reader) })
		err = late(ctx, err)
		audited(ctx).failed(err)
		if err != nil {
			status, source := classify(err)
			known := []any{"queryId", reader.queryID, "path", r.URL.Path}
			logDefect(r.Context(), source, err, known...)
			backend.Logger.FromContext(r.Context()).Info("A request was not answered", append(append(known, "error", err), details(err)...)...)
			answerJSON(w, int(status), resourceError{reader.failure(err)})
			return
		}
		answerJSON(w, http.StatusOK, answer)
	}
}

// written is an answer as JSON.
func written(status int, answer any) (int, []byte) {
	text, err := json.Marshal(answer)
	if err != nil {
		return http.StatusInternalServerError, []byte(`{"error":"the answer cannot be written as JSON"}`)
	}
	return status, text
}

func answerJSON(w http.ResponseWriter, status int, answer any) {
	status, text := written(status, answer)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if _, err := w.Write(text); err != nil {
		backend.Logger.Debug("The answer was not taken", "error", err)
	}
}

// language is the one asked for, else that of the settings.
func (d *Datasource) language(r *http.Request) i18n.Language {
	if tag := r.URL.Query().Get("lang"); tag != "" {
		language, _ := i18n.Match(tag)
		return language
	}
	return d.settings.Language
}

func (d *Datasource) serveCatalog(r *http.Request, reader audience) (any, error) {
	known, err := d.described(r.Context())
	if err != nil {
		return nil, err
	}
	return d.describe(known, reader), nil
}

func (d *Datasource) serveDimensions(r *http.Request, _ audience) (any, error) {
	known, err := d.described(r.Context())
	if err != nil {
		return nil, err
	}
	var asked, available []*catalog.KPI
	for _, id := range strings.FieldsFunc(r.URL.Query().Get("kpis"), func(c rune) bool { return c == ',' }) {
		kpi, err := d.catalog.KPI(strings.TrimSpace(id))
		if err != nil {
			return nil, fault.ByAsker(err)
		}
		asked = append(asked, kpi)
		if known.engine.Available(kpi) == nil {
			available = append(available, kpi)
		}
	}
	if len(asked) == 0 {
		return nil, fault.New("health.no_kpis_named")
	}
	if len(available) > 0 { // the columns of the others are empty, however these are grouped
		asked = available
	}
	ids := known.engine.Dimensions(asked[0])
	for _, kpi := range asked[1:] {
		own := known.engine.Dimensions(kpi)
		ids = slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(own, id) })
	}
	return map[string][]named{"dimensions": known.dimensionTitles(ids, d.language(r))}, nil
}

// dimensionValue is a value of a dimension to choose from.
type dimensionValue struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}

// valuesAnswer are values to choose from, and whether there are more than these.
type valuesAnswer struct {
	Values []dimensionValue `json:"values"`
	More   bool             `json:"more,omitempty"`
}

func (d *Datasource) serveValues(r *http.Request, _ audience) (any, error) {
	asked := r.URL.Query()
	q := query.Question{Type: query.Values, Dimension: asked.Get("dimension"), Search: asked.Get("search")}
	if limit := asked.Get("limit"); limit != "" {
		n, err := strconv.Atoi(limit)
		if err != nil || n < 1 {
			return nil, fault.New("health.values_limit", "limit", limit, "most", cmp.Or(d.settings.Business.MaxListed, plan.DefaultMaxListed))
		}
		q.Rows = n
	}
	known, err := d.mapped(r.Context())
	if err != nil {
		return nil, err
	}
	return d.valuesOf(r, known, q, plan.Request{Viewer: viewerOf(backend.UserFromContext(r.Context()))})
}

// valuesOf answers a question for values, and says whether there are more.
func (d *Datasource) valuesOf(r *http.Request, known *mapped, q query.Question, asked plan.Request) (any, error) {
	found, err := known.engine.Ask(r.Context(), q, asked)
	if err != nil {
		return nil, err
	}
	audited(r.Context()).answered(found)
	table := found.Table()
	values := make([]dimensionValue, len(table.Rows))
	for i, row := range table.Rows {
		value, _ := row[0].(string)
		text, _ := row[1].(string)
		if known, ok := row[1].(i18n.Text); ok {
			text = known.In(d.language(r))
		}
		values[i] = dimensionValue{value, text}
	}
	return valuesAnswer{values, found.Table().Shortened()}, nil
}
