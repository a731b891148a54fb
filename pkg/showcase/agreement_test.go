package showcase

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/agreement"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// span is a range that readers choose; none is that of the dashboard.
type span struct{ name, from, to string }

func spans(now time.Time) []span {
	year := now.Year()
	return []span{
		{"at first", "", ""}, {"the last 7 days", "now-7d", "now"}, {"this month", "now/M", "now/M"}, {"last year", "now-1y/y", "now-1y/y"},
		{"next month", "now+1M/M", "now+1M/M"}, {"a fiscal quarter", fmt.Sprintf("%d-02-01", year), fmt.Sprintf("%d-05-01", year)},
	}
}

// Numbers on one screen agree, whatever range is chosen: by the plugin's process, over the demo company. An ordinary run chooses one range
// for each dashboard, by turns.
func TestNumbersOnOneScreenAgree(t *testing.T) {
	now := time.Now().UTC()
	show := Show{Plugin: startPlugin(t), Source: demoCompany(t), Now: now}
	all, err := dashboards.Load(root(t, "dashboards"))
	require.NoError(t, err)
	for i, d := range all {
		for _, s := range share.Of(spans(now), 6, i) {
			t.Run(d.UID+" "+s.name, func(t *testing.T) {
				for _, fault := range show.faults(t, d, s) {
					t.Error(fault)
				}
			})
		}
	}
}

// The faults that a review found are found again.
func TestNumbersThatContradictEachOtherAreFound(t *testing.T) {
	now := time.Now().UTC()
	show := Show{Plugin: startPlugin(t), Source: demoCompany(t), Now: now}
	known := `[{"dimension": "campaign", "operator": "is_not_none"}]`
	for name, c := range map[string]struct {
		span   span
		panels []string
		want   string
	}{
		"a ratio of other costs than those beside it": {span{"", "now-1y/y", "now-1y/y"}, []string{
			`{"type": "stat", "targets": [{"kpis": ["marketing_cost", "attributed_revenue"]}, {"kpis": ["roi"], "filters": ` + known + `}]}`,
		}, "but the figures beside it give"},
		"an attainment beside the gap of more days": {span{"", "now-7d", "now"}, []string{
			`{"type": "stat", "targets": [{"kpis": ["revenue", "revenue_target", "revenue_attainment"]}]}`, `{"type": "stat", "targets": [{"kpis": ["revenue_gap"]}]}`,
		}, "revenue_gap"},
		"groups that are not all": {span{"", "now/y", "now/y"}, []string{
			`{"type": "stat", "targets": [{"kpis": ["revenue", "deals_won"]}]}`,
			`{"type": "table", "targets": [{"kpis": ["=revenue / deals_won"]}, {"kpis": ["revenue"], "filters": [{"dimension": "campaign", "operator": "is_not_none"}]}]}`,
		}, "but the figures beside it give"},
		"a funnel that widens": {span{"", "now-1y/y", "now-1y/y"}, []string{
			`{"type": "bargauge", "title": "Lead funnel", "targets": [{"kpis": ["deals_won", "new_deals"]}]}`,
		}, "they are not one cohort"},
		"buckets longer than the range": {span{"", "now-7d", "now"}, []string{
			`{"type": "timeseries", "targets": [{"kpis": ["revenue"], "grain": "year", "format": "time_series"}]}`,
		}, "begin before the range"},
		"states of two days": {span{"", "now-1y/y", "now-1y/y"}, []string{
			`{"type": "stat", "targets": [{"kpis": ["open_deals"]}]}`,
			`{"type": "table", "timeFrom": "7d", "hideTimeOverride": true, "targets": [{"kpis": ["stalled_deals"], "groupBy": ["stage"]}]}`,
		}, "at another time"},
		"rows that say nothing": {span{"", "now-7d", "now"}, []string{
			`{"type": "table", "targets": [{"kpis": ["deals_won"], "groupBy": ["rep"], "groups": "all", "limit": {"top": 5, "by": "deals_won", "ascending": true}}]}`,
		}, "say nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			found := show.faults(t, broken(t, c.panels), c.span)
			require.NotEmpty(t, found)
			require.Contains(t, strings.Join(found, "\n"), c.want)
		})
	}
}

// broken makes a dashboard of panels, and adds what all of them have.
func broken(t *testing.T, panels []string) dashboards.Dashboard {
	t.Helper()
	var list []any
	for i, text := range panels {
		var panel map[string]any
		require.NoError(t, json.Unmarshal([]byte(text), &panel))
		panel["id"], panel["gridPos"] = i+1, map[string]any{"x": 0, "y": 0, "w": 12, "h": 8}
		for j, target := range panel["targets"].([]any) {
			fields := target.(map[string]any)
			fields["refId"], fields["version"], fields["queryType"] = string(rune('A'+j)), 1, "kpi"
			fields["datasource"] = map[string]any{"type": dashboards.PluginID, "uid": "${datasource}"}
			if fields["grain"] == nil {
				fields["grain"] = "none"
			}
		}
		list = append(list, panel)
	}
	text, err := json.Marshal(map[string]any{"uid": "crm-broken", "title": "Broken", "time": map[string]any{"from": "now/y", "to": "now/y"}, "panels": list})
	require.NoError(t, err)
	d, err := dashboards.Parse(text)
	require.NoError(t, err)
	return d
}

// faults asks the KPI questions of a dashboard over a range and returns what does not fit.
func (s Show) faults(t *testing.T, d dashboards.Dashboard, r span) []string {
	t.Helper()
	if r.from != "" {
		d.Time.From, d.Time.To = r.from, r.to
	}
	views := s.views(t, d)
	s.answer(t, views)
	return append(errorsOf(views), s.contradictions(t, views)...)
}

// errorsOf are the errors of the questions.
func errorsOf(views []*view) (found []string) {
	for _, v := range views {
		for _, q := range v.answer.request.Queries {
			if err := v.response.Responses[q.RefID].Error; err != nil {
				found = append(found, fmt.Sprintf("%q: query %s: %v", v.panel.Title, q.RefID, err))
			}
		}
	}
	return found
}

// contradictions are what does not fit in the answers to the questions of a dashboard.
func (s Show) contradictions(t *testing.T, views []*view) []string {
	t.Helper()
	var screen agreement.Screen
	var found []string
	for _, v := range views {
		figures := v.figures(t)
		screen = append(screen, figures...)
		found = append(found, v.problems...)
		if strings.Contains(strings.ToLower(v.panel.Title), "funnel") {
			found = append(found, figures.Widens()...)
		}
	}
	found = append(found, s.instants(views)...)
	return append(found, screen.Contradictions()...)
}

// view is what a panel asks for, each question as a table, and the answers.
type view struct {
	panel     dashboards.Panel
	answer    answer
	questions []query.Question
	response  *backend.QueryDataResponse
	problems  []string
}

// views are the panels of a dashboard that ask for KPIs, not yet answered.
func (s Show) views(t *testing.T, d dashboards.Dashboard) []*view {
	t.Helper()
	var views []*view
	for _, p := range d.All() {
		a, err := s.prepare(d, p)
		require.NoError(t, err)
		v := &view{panel: p, answer: a}
		asked := a.request.Queries[:0]
		for _, q := range a.request.Queries {
			fields := map[string]any{}
			require.NoError(t, json.Unmarshal(q.JSON, &fields))
			fields["format"] = query.Table
			q.JSON, err = json.Marshal(fields)
			require.NoError(t, err)
			question, err := types.Parse(q.JSON)
			require.NoError(t, err, p.Title)
			if question.Type == query.KPI {
				asked, v.questions = append(asked, q), append(v.questions, question)
			}
		}
		if a.request.Queries = asked; len(asked) > 0 {
			views = append(views, v)
		}
	}
	return views
}

func (s Show) answer(t *testing.T, views []*view) {
	t.Helper()
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, v := range views {
		group.Go(func() (err error) {
			v.response, err = s.Plugin.QueryData(t.Context(), v.answer.request)
			return err
		})
	}
	require.NoError(t, group.Wait())
}

// figures are the numbers of a panel.
func (v *view) figures(t *testing.T) (all agreement.Screen) {
	t.Helper()
	for i, q := range v.questions {
		asked := v.answer.request.Queries[i]
		part := v.response.Responses[asked.RefID]
		for _, f := range part.Frames {
			figures := v.read(t, q, f)
			all = append(all, figures...)
			v.hidden(figures)
		}
	}
	require.NoError(t, all.Read())
	v.silent(all)
	return all
}

func (v *view) problem(format string, args ...any) {
	v.problems = append(v.problems, fmt.Sprintf("%q: ", v.panel.Title)+fmt.Sprintf(format, args...))
}

func (v *view) read(t *testing.T, q query.Question, f *data.Frame) (all agreement.Screen) {
	t.Helper()
	basis, err := json.Marshal([]any{v.answer.span, q.Filters, q.Parameters, q.Transform, q.Groups, q.Grain})
	require.NoError(t, err)
	perKPI := 1
	if q.Compare != "" {
		perKPI += max(1, len(q.CompareAs))
	}
	columns := 0
	for _, field := range f.Fields {
		if !field.Type().Numeric() {
			continue
		}
		number := columns
		columns++
		if number%perKPI != 0 || number/perKPI >= len(q.KPIs) {
			continue // a comparison or a rank
		}
		for row := range f.Rows() {
			value, err := field.NullableFloatAt(row)
			require.NoError(t, err)
			if value == nil {
				continue
			}
			group, funnel, at := place(f, row)
			all = append(all, agreement.Figure{
				Panel: cmp.Or(v.panel.Title, fmt.Sprint(v.panel.ID)), KPI: q.KPIs[number/perKPI], Basis: string(basis), Group: group, Funnel: funnel, Time: at, Value: *value,
				Told:       wholePeriods.MatchString(v.panel.Description),
				Dimensions: q.GroupBy, Whole: (q.Limit == nil || q.Limit.Top == 0 || q.Limit.Rest) && len(q.Having) == 0,
			})
		}
	}
	return all
}

// place tells the groups of a row, those without the last one, and the bucket.
func place(f *data.Frame, row int) (group, funnel, at string) {
	var labels []string
	for _, field := range f.Fields {
		switch value, ok := field.ConcreteAt(row); {
		case field.Type() == data.FieldTypeString || field.Type() == data.FieldTypeNullableString:
			labels = append(labels, fmt.Sprintf("%s=%v", field.Name, value))
		case ok && field.Type().Time():
			at = value.(time.Time).Format(time.RFC3339)
		}
	}
	if len(labels) > 0 {
		funnel = strings.Join(labels[:len(labels)-1], ", ")
	}
	slices.Sort(labels)
	return strings.Join(labels, ", "), funnel, at
}

// hidden finds buckets that Grafana does not show, because it shows none that begin before the range.
func (v *view) hidden(figures agreement.Screen) {
	if v.panel.Type != "timeseries" || len(figures) == 0 {
		return
	}
	for _, f := range figures {
		if at, err := time.Parse(time.RFC3339, f.Time); err != nil || !at.Before(v.answer.span.From) {
			return
		}
	}
	v.problem("all its buckets begin before the range, so Grafana shows none; take the grain auto")
}

// silent finds rows of a ranking that say nothing.
func (v *view) silent(figures agreement.Screen) {
	if !slices.ContainsFunc(v.questions, func(q query.Question) bool { return q.Limit != nil && q.Limit.Top > 0 }) {
		return
	}
	says := map[string]bool{}
	for _, f := range figures {
		says[f.Group] = says[f.Group] || f.Value != 0 || !f.Counts() // a rate of 0 says something
	}
	var silent []string
	for group, something := range says {
		if !something {
			silent = append(silent, group)
		}
	}
	if len(silent) > 0 {
		v.problem("%d rows have nothing but zeros and say nothing, as that of %s; keep the groups with more than 0", len(silent), slices.Min(silent))
	}
}

// wholePeriods finds the words by which a panel says that it looks at more than the range.
var wholePeriods = regexp.MustCompile(`(?i)periods that the range touches|whole (target )?periods`)

// ownTime finds the words by which a panel says that it does not go by the range.
var ownTime = regexp.MustCompile(`(?i)\b(now|whatever the range|independent of|over a year|last|next)\b`)

// instants finds states on one screen that are not those of one time, where the panel does not say so.
func (s Show) instants(views []*view) (found []string) {
	var first *view
	at := func(v *view) time.Time {
		if end := v.answer.span.To; end.Before(s.Now) {
			return end
		}
		return s.Now
	}
	for _, v := range views {
		if !slices.ContainsFunc(v.questions, func(q query.Question) bool { return q.Grain == "none" && agreement.HasState(q) }) {
			continue
		}
		if v.panel.TimeFrom != "" && (!v.panel.HideTimeOverride || ownTime.MatchString(v.panel.Title+" "+v.panel.Description)) {
			continue
		}
		if first == nil {
			first = v
		} else if !at(v).Equal(at(first)) {
			found = append(found, fmt.Sprintf("%q shows a state at another time than %q: ask both over the same range, or say in the panel that it does not go by the range", v.panel.Title, first.panel.Title))
		}
	}
	return found
}
