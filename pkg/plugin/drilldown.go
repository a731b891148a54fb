package plugin

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// mostAsked bounds what the front end says of a dashboard, in bytes.
const mostAsked = 4 << 20

// dashboardAsked is what the front end says of a dashboard: the questions of its panels, what its readers chose, and its range.
type dashboardAsked struct {
	Questions []json.RawMessage `json:"questions"`
	query.Dashboard
	From time.Time `json:"from"`
	To   time.Time `json:"to"`

	// Of the values of one dimension.
	Dimension string `json:"dimension"`
	Search    string `json:"search"`
	Limit     int    `json:"limit"`
}

func readDashboard(w http.ResponseWriter, r *http.Request) (asked dashboardAsked, err error) {
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostAsked)).Decode(&asked); err != nil {
		return asked, fault.New("health.not_a_dashboard", "reason", i18n.Untranslated(err.Error()))
	}
	return asked, asked.Validate()
}

// panels are the questions that can be read. Those that cannot are told where they are shown.
func (a dashboardAsked) panels() []query.Question {
	var all []query.Question
	for _, text := range a.Questions {
		if q, err := types.Parse(text); err == nil {
			all = append(all, q)
		}
	}
	return all
}

func (a dashboardAsked) request(r *http.Request, now time.Time) plan.Request {
	asked := plan.Request{Range: calendar.Range{From: a.From, To: a.To}, Now: now, Viewer: viewerOf(backend.UserFromContext(r.Context()))}
	if asked.Range.Validate() != nil {
		asked.Range = calendar.Range{From: now.AddDate(0, -1, 0), To: now}
	}
	return asked
}

// drilldownAnswer is what the panels of a dashboard make of what their readers may choose.
type drilldownAnswer struct {
	Dimensions []string        `json:"dimensions"` // by which at least one can be filtered
	Fields     []string        `json:"fields"`
	Filters    []applicability `json:"filters"` // in their order
	GroupBy    []applicability `json:"groupBy"`
}

// applicability says whether at least one panel has something, and why none has.
type applicability struct {
	Applicable bool   `json:"applicable"`
	Reason     string `json:"reason,omitempty"`
}

func (d *Datasource) serveDrilldown(w http.ResponseWriter, r *http.Request, reader audience) (any, error) {
	asked, err := readDashboard(w, r)
	if err != nil {
		return nil, err
	}
	known, err := d.described(r.Context())
	if err != nil {
		return nil, err
	}
	answer := drilldownAnswer{Dimensions: []string{}, Fields: []string{}, Filters: make([]applicability, len(asked.Filters)), GroupBy: make([]applicability, len(asked.GroupBy))}
	asks := false
	for _, q := range asked.panels() {
		dimensions, fields := known.engine.Keys(q)
		answer.Dimensions, answer.Fields = append(answer.Dimensions, dimensions...), append(answer.Fields, fields...)
		q.Dashboard = &asked.Dashboard
		fit := known.engine.Fit(q, asked.request(r, d.Now()))
		if fit.Wrong != nil { // which the panel says
			continue
		}
		asks = true
		judge(answer.Filters, fit.Filters, reader)
		judge(answer.GroupBy, fit.GroupBy, reader)
	}
	if !asks { // nothing is known against any of it
		judge(answer.Filters, nil, reader)
		judge(answer.GroupBy, nil, reader)
	}
	slices.Sort(answer.Dimensions)
	slices.Sort(answer.Fields)
	answer.Dimensions, answer.Fields = slices.Compact(answer.Dimensions), slices.Compact(answer.Fields)
	return answer, nil
}

// judge takes what one panel says: one that has something is enough; of those that have not, the first says why.
func judge(all []applicability, declined map[int]engine.Declined, reader audience) {
	for i := range all {
		d, no := declined[i]
		switch {
		case !no:
			all[i] = applicability{Applicable: true}
		case !all[i].Applicable && all[i].Reason == "":
			all[i].Reason = reader.reads(d.Reason)
		}
	}
}

// valuesAsked is the question for the values of a dimension in a dashboard: those in the rows of its panels. Where a panel shows other rows
// than those of KPIs, they are all that there are.
func (a dashboardAsked) valuesAsked(e *engine.Engine) query.Question {
	q := query.Question{Type: query.Values, Dimension: a.Dimension, Search: a.Search, Rows: cmp.Or(a.Limit, e.Settings.MaxListed), Dashboard: &query.Dashboard{Filters: a.Filters}}
	for _, panel := range a.panels() {
		dimensions, _ := e.Keys(panel)
		switch {
		case !slices.Contains(dimensions, a.Dimension):
		case len(panel.KPIs) == 0 || panel.Entity != "" || panel.Type == query.Values:
			q.KPIs = nil
			return q
		default:
			for _, entry := range panel.KPIs {
				if !slices.Contains(q.KPIs, entry) {
					q.KPIs = append(q.KPIs, entry)
				}
			}
		}
	}
	if len(q.KPIs) > query.MaxKPIs {
		q.KPIs = nil
	}
	return q
}

func (d *Datasource) serveValuesOfDashboard(w http.ResponseWriter, r *http.Request, _ audience) (any, error) {
	asked, err := readDashboard(w, r)
	if err != nil {
		return nil, err
	}
	audited(r.Context()).note("groupBy", d.audit.dimension(asked.Dimension))
	if text, err := json.Marshal(asked); err == nil && d.audit.notes == AuditValues {
		audited(r.Context()).note("question", cut(string(text)))
	}
	if asked.Limit < 0 {
		return nil, fault.New("health.values_limit", "limit", asked.Limit, "most", cmp.Or(d.settings.Business.MaxListed, plan.DefaultMaxListed))
	}
	known, err := d.mapped(r.Context())
	if err != nil {
		return nil, err
	}
	return d.valuesOf(r, known, asked.valuesAsked(known.engine), asked.request(r, d.Now()))
}
