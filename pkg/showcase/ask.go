package showcase

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

// width of a panel in pixels, which is the number of points it asks for.
const width = 1000

// answer is a panel's.
type answer struct {
	title   string
	span    backend.TimeRange
	request *backend.QueryDataRequest
	unseen  []string    // the queries that only say how others look, which may have no value, as targets that nobody has set
	frames  data.Frames // of all queries, in their order
	failure string      // why the panel shows an error or nothing; "" when it is well
}

// prepare makes the request that Grafana's front end sends for a panel.
func (s Show) prepare(d dashboards.Dashboard, p dashboards.Panel) (answer, error) {
	from, to := d.Range(p)
	span, err := s.timeRange(from, to)
	if err != nil {
		return answer{}, err
	}
	points := cmp.Or(p.MaxDataPoints, width)
	a := answer{title: title(p.Title, span.To.In(s.Now.Location())), span: span, request: &backend.QueryDataRequest{PluginContext: s.Source}}
	for _, t := range p.Targets {
		if t.Datasource.Type != dashboards.PluginID {
			continue
		}
		if !p.Shows(t.RefID) {
			a.unseen = append(a.unseen, t.RefID)
		}
		question, err := d.Asked(t)
		if err != nil {
			return a, fmt.Errorf("query %s: %w", t.RefID, err)
		}
		a.request.Queries = append(a.request.Queries, backend.DataQuery{
			RefID: t.RefID, JSON: question, TimeRange: span, MaxDataPoints: points, Interval: span.Duration() / time.Duration(points),
		})
	}
	return a, nil
}

// youngest is how old a period must be to have figures: on the first days of a year the one before is shown as well. What lies ahead has some.
const youngest = 14 * 24 * time.Hour

// timeRange resolves relative times as Grafana does: a rounded end is the last millisecond of its period.
func (s Show) timeRange(from, to string) (r backend.TimeRange, err error) {
	c := calendar.Calendar{Location: s.Now.Location()}
	if r.From, err = c.ParseTime(from, s.Now); err != nil {
		return r, err
	}
	if strings.Contains(from, "/") && !strings.HasPrefix(to, "now+") && s.Now.Sub(r.From) < youngest && !s.young {
		if r.From, err = c.ParseTime(from, s.Now.Add(-youngest)); err != nil {
			return r, err
		}
	}
	r.To, err = c.ParseTo(to, s.Now)
	if strings.Contains(to, "/") {
		r.To = r.To.Add(-time.Millisecond)
	}
	return r, err
}

var endOfRange = regexp.MustCompile(`\$\{__to(:[^}]*)?\}`)

// title replaces the variable of a title that says when the range ends.
func title(text string, to time.Time) string {
	return endOfRange.ReplaceAllString(text, to.Format("2006-01-02 15:04"))
}

// fill takes what the plugin answered.
func (a *answer) fill(response *backend.QueryDataResponse, err error) {
	if err != nil {
		a.failure = err.Error()
		return
	}
	var failures []string
	for _, q := range a.request.Queries {
		part := response.Responses[q.RefID]
		err := part.Error
		if !slices.Contains(a.unseen, q.RefID) {
			a.frames = append(a.frames, part.Frames...)
			err = cmp.Or(err, empty(part.Frames))
		}
		if err != nil {
			failures = append(failures, fmt.Sprintf("query %s: %v", q.RefID, err))
		}
	}
	a.failure = strings.Join(failures, "; ")
}

var errEmpty = errors.New("the answer holds no value")

// empty returns an error unless the answer to a query shows something.
func empty(frames data.Frames) error {
	if slices.ContainsFunc(frames, showsSomething) {
		return nil
	}
	return errEmpty
}

// showsSomething tells whether a frame has a figure, or in a list of things, a row.
func showsSomething(f *data.Frame) bool {
	if f.Meta != nil && f.Meta.Type == data.FrameTypeTable {
		return f.Rows() > 0
	}
	for _, field := range f.Fields {
		for i := range field.Len() {
			if field.Type().Numeric() && !field.NilAt(i) {
				return true
			}
		}
	}
	return false
}

// notices are what the plugin says about the answer, each once.
func (a *answer) notices() []string {
	var texts []string
	for _, f := range a.frames {
		if f.Meta == nil {
			continue
		}
		for _, n := range f.Meta.Notices {
			if !slices.Contains(texts, n.Text) {
				texts = append(texts, n.Text)
			}
		}
	}
	return texts
}
