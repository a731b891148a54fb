package showcase

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// requireRight asks all panels of a dashboard and tells what is wrong with the answers.
func (f fixed) requireRight(t *testing.T, d dashboards.Dashboard) {
	t.Helper()
	for _, what := range f.wrong(t, d) {
		t.Errorf("%s: %s", d.Title, what)
	}
}

// wrong asks all panels of a dashboard and returns what is wrong with the answers: errors that are not expected, numbers that are none,
// panels that are empty without a word, figures that the oracle does not find, and such as contradict each other.
func (f fixed) wrong(t *testing.T, d dashboards.Dashboard) []string {
	t.Helper()
	views := f.views(t, d)
	f.answer(t, views)
	found := f.contradictions(t, views)
	for _, v := range views {
		v.problems = nil
		f.checked(v)
		for i := range v.questions {
			if v.response.Responses[v.answer.request.Queries[i].RefID].Error == nil && !f.partly {
				f.compare(t, v, i)
			}
		}
		found = append(found, v.problems...)
	}
	lists := f.lists(t, d)
	lists = slices.DeleteFunc(lists, func(v *view) bool { // where there is nobody to choose, there is nobody to tell of
		err := f.ofOne(t.Context(), v.answer.request)
		if err != nil && !errors.Is(err, errNobody) && !f.tellsWhatIsLacking(err) {
			found = append(found, err.Error())
		}
		return err != nil
	})
	f.answer(t, lists)
	for _, v := range lists {
		f.checked(v)
		found = append(found, v.problems...)
	}
	return found
}

// checked finds errors, numbers that are none, and answers that show nothing and do not say why.
func (f fixed) checked(v *view) {
	for _, q := range v.answer.request.Queries {
		part := v.response.Responses[q.RefID]
		if part.Error != nil {
			if !f.tellsWhatIsLacking(part.Error) {
				v.problem("query %s: %v", q.RefID, part.Error)
			}
			continue
		}
		told := false
		for _, f := range part.Frames {
			told = told || f.Meta != nil && len(f.Meta.Notices) > 0
			for _, field := range f.Fields {
				for row := range field.Len() {
					if field.Type().Numeric() {
						if value, err := field.FloatAt(row); err == nil && !field.NilAt(row) && (math.IsNaN(value) || math.IsInf(value, 0)) {
							v.problem("query %s: %s is %v", q.RefID, field.Name, value)
						}
					}
				}
			}
		}
		if !told && empty(part.Frames) != nil {
			v.problem("query %s is empty, and nothing says why", q.RefID)
		}
	}
}

// tellsWhatIsLacking reports whether an error says what is lacking, and where to put it.
func (f fixed) tellsWhatIsLacking(err error) bool {
	return slices.ContainsFunc(f.lacking, func(entity string) bool {
		return strings.Contains(err.Error(), fmt.Sprintf("add the entity %q to the mapping in the data source's settings", entity)) ||
			strings.Contains(err.Error(), fmt.Sprintf("add its rows to %s", entity))
	})
}

// lists are the panels that ask for rows.
func (f fixed) lists(t *testing.T, d dashboards.Dashboard) (all []*view) {
	t.Helper()
	for _, p := range d.All() {
		a, err := f.prepare(d, p)
		require.NoError(t, err)
		a.request.Queries = slices.DeleteFunc(a.request.Queries, func(q backend.DataQuery) bool {
			question, err := types.Parse(q.JSON)
			require.NoError(t, err)
			return question.Type == query.KPI
		})
		if len(a.request.Queries) > 0 {
			all = append(all, &view{panel: p, answer: a})
		}
	}
	return all
}

// compare finds figures other than those that the oracle computes from the rows, and buckets that do not lie in the range.
func (f fixed) compare(t *testing.T, v *view, number int) {
	t.Helper()
	asked, q := v.answer.request.Queries[number], types.WithDefaults(v.questions[number])
	frames := v.response.Responses[asked.RefID].Frames
	q, ok := forOracle(q)
	if !ok || len(frames) == 0 {
		return
	}
	q.Grain = grainOf(t, frames)
	r := calendar.Range{From: asked.TimeRange.From, To: asked.TimeRange.To}
	if r.To.Nanosecond() == int((time.Second - time.Millisecond).Nanoseconds()) {
		r.To = r.To.Add(time.Millisecond)
	}
	expected, err := f.company.Answer(f.settings, oracle.Question{Question: q, Range: r, Now: f.Now})
	if err != nil {
		v.problem("query %s: the oracle finds %v", asked.RefID, err)
		return
	}
	var rows [][]any
	for b, bucket := range expected.Buckets {
		if start := bucket.Start; q.Grain != calendar.None && (!start.Before(r.To) || !f.settings.Calendar.Next(start, q.Grain).After(r.From)) {
			v.problem("query %s: the bucket from %s lies outside of the range", asked.RefID, start)
		}
		for g, group := range expected.Groups {
			var row []any
			for _, label := range group.Labels {
				row = append(row, label)
			}
			for _, column := range expected.Columns {
				if value := expected.Values[column][g][b]; value != nil {
					row = append(row, *value)
				} else {
					row = append(row, nil)
				}
			}
			rows = append(rows, row)
		}
	}
	shown := rowsOf(frames)
	for i, row := range shown {
		if q.Details && i < len(rows) { // the parts of the figures stand behind them
			shown[i] = row[:len(rows[i])]
		}
	}
	if err := differ(fmt.Sprintf("query %s", asked.RefID), rows, shown); err != nil {
		v.problem("%v", err)
	}
}

// forOracle writes a question as the oracle takes it; false for one that it cannot answer.
func forOracle(q query.Question) (_ query.Question, ok bool) {
	ok = true
	plain := func(entry string) string {
		text, known := plainly(entry)
		ok = ok && known
		return text
	}
	q.KPIs, q.Having = slices.Clone(q.KPIs), slices.Clone(q.Having)
	for i := range q.KPIs {
		q.KPIs[i] = plain(q.KPIs[i])
	}
	for i := range q.Having {
		q.Having[i].KPI = plain(q.Having[i].KPI)
	}
	if q.Limit != nil {
		limit := *q.Limit
		limit.By, limit.Then = plain(limit.By), plain(limit.Then)
		q.Limit = &limit
	}
	return q, ok
}

// plainly writes what a question asks for without the names that it gives, as the oracle knows it: formulas of two operands at most, and
// nothing of what the data themselves are like.
func plainly(entry string) (string, bool) {
	text, formula := strings.CutPrefix(entry, "=")
	if !formula {
		return entry, !strings.HasPrefix(entry, "data_")
	}
	text, _, _ = strings.Cut(text, " as ")
	text, _, _ = strings.Cut(text, " in ")
	switch words := strings.Fields(text); {
	case strings.ContainsAny(text, "()"):
		return "", false
	case len(words) == 1:
		return text, true
	default:
		return "=" + text, len(words) == 3
	}
}

// grainOf is the grain that an answer has.
func grainOf(t *testing.T, frames data.Frames) calendar.Grain {
	t.Helper()
	text, err := json.Marshal(frames[0].Meta.Custom)
	require.NoError(t, err)
	var custom struct{ Grain calendar.Grain }
	require.NoError(t, json.Unmarshal(text, &custom))
	return custom.Grain
}

// What the oracle cannot compute is left to what stands beside it: a few formulas, and what the data themselves are like.
func TestPanelsUnderTheOracleAreMost(t *testing.T) {
	all, err := dashboards.Load(root(t, "dashboards"))
	require.NoError(t, err)
	computed, others := 0, 0
	for _, d := range all {
		for _, v := range (Show{Now: now}).views(t, d) {
			for _, q := range v.questions {
				if _, ok := forOracle(types.WithDefaults(q)); ok {
					computed++
				} else {
					others++
				}
			}
		}
	}
	require.Greater(t, computed, 7*others)
}
