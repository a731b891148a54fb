package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Who sees nothing is told why.
func TestEmptyAnswersSayWhy(t *testing.T) {
	e := over(t, handMade(t, ""), crm.Reference())
	r := thisMarch(t)
	next := r
	next.Range = calendar.Range{From: r.Now.AddDate(0, 1, 0), To: r.Now.AddDate(0, 2, 0)}
	for name, c := range map[string]struct {
		question query.Question
		want     string // "" for nothing to tell
	}{
		"a sum of nothing":      {query.Question{KPIs: []string{"revenue", "deals_won"}}, ""},
		"nothing to divide by":  {query.Question{KPIs: []string{"deals_won", "win_rate", "cac"}}, "No value of Win rate, Customer acquisition cost: there is nothing in the range"},
		"a value or its target": {query.Question{KPIs: []string{"revenue_attainment"}}, "or no target is set"},
		"a target":              {query.Question{KPIs: []string{"revenue_target"}}, "no target is set for the range"},
		"no group":              {query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}}, "no groups to show"},
		"no row":                {query.Question{Type: query.Records, Entity: "deals"}, "No rows are found"},
		"nothing planned":       {query.Question{Type: query.Agenda}, "No rows are found"},
		"nothing wrong":         {query.Question{Type: query.Check, About: "findings"}, "Nothing is wrong"},
		"all values":            {query.Question{Type: query.Values, Dimension: "rep"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if c.question.Type == "" || c.question.Type == query.KPI {
				c.question.Grain = calendar.None
			}
			found, err := e.Ask(t.Context(), c.question, r)
			require.NoError(t, err)
			texts := noticesOf(found, i18n.English)
			if c.want == "" {
				require.Empty(t, texts)
				return
			}
			require.Len(t, texts, 1)
			require.Contains(t, texts[0], c.want)
		})
	}
	found, err := e.Ask(t.Context(), query.Question{KPIs: []string{"revenue", "revenue_target"}, Grain: calendar.None}, next)
	require.NoError(t, err)
	require.Len(t, noticesOf(found, i18n.English), 2)
	require.Contains(t, noticesOf(found, i18n.English)[0], "No value yet of Revenue: the range has not begun")
}

// A browser's clock may be ahead: what is asked over the next days has begun, and has the state of now.
func TestARangeThatBeginsAMomentAheadHasBegun(t *testing.T) {
	e := over(t, handMade(t, fiveDeals), crm.Reference())
	r := thisMarch(t)
	question := query.Question{KPIs: []string{"open_deals", "deals", "revenue"}, Grain: calendar.None}
	now := r
	now.Range.To = r.Now
	want := ask(t, e, question, now)
	for _, early := range []time.Duration{0, time.Millisecond, 20 * time.Second, 5 * time.Minute} {
		r.Range = calendar.Range{From: r.Now.Add(early), To: r.Now.AddDate(0, 0, 14)}
		a := ask(t, e, question, r)
		require.Equal(t, want.Values[0], a.Values[0], early)
		require.Equal(t, want.Values[1], a.Values[1], early)
		require.Zero(t, *a.Values[2][0][0], early)
	}
	r.Range.From = r.Now.Add(time.Hour)
	require.Nil(t, ask(t, e, question, r).Values[0][0][0])
}
