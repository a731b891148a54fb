package types_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

func TestParseSaysWhatWouldBeRight(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                                                   "the question names no KPI",
		`{"kpis": ["a", "a"]}`:                                 `"a" stands twice in kpis`,
		`{"kpis": ["a"], "grain": "moon"}`:                     "or auto",
		`{"queryType": "sql"}`:                                 "the types are kpi, records, values, agenda",
		`{"queryType": "values"}`:                              "names no dimension",
		`{"queryType": "records"}`:                             "neither an entity nor a KPI",
		`{"queryType": "explain"}`:                             "names 0 KPIs; name exactly one",
		`{"queryType": "explain", "kpis": ["a", "b"]}`:         "names 2 KPIs; name exactly one",
		`{"queryType": "annotations", "events": ["holidays"]}`: `no events "holidays" to annotate; the events are won_deals, campaigns, escalations, definitions`,
		`{"queryType": "annotations", "events": ["campaigns", "campaigns"]}`:               `"campaigns" stands twice in events`,
		`{"queryType": "check", "about": "rows"}`:                                          `a check cannot be about "rows"; it can be about entities, kpis, findings`,
		`{"kpis": ["a"], "compare": "now"}`:                                                "the comparisons are previous_period and previous_year",
		`{"kpis": ["a"], "compare": "previous_year", "compareAs": ["sum"]}`:                "it can be shown as value, difference, ratio",
		`{"kpis": ["a"], "transform": "sum"}`:                                              "the only one is running_total",
		`{"kpis": ["a"], "format": "csv"}`:                                                 "the formats are auto, timeseries, table and figures",
		`{"kpis": ["a"], "limit": {"top": 5}}`:                                             "a limit needs groups",
		`{"kpis": ["a"], "groupBy": ["team"], "limit": {"top": 0}}`:                        "from 1 to 1000",
		`{"kpis": ["a"], "groupBy": ["team"], "limit": {"by": "a", "rest": true}}`:         "a rest needs a limit: set limit.top",
		`{"kpis": ["a"], "groupBy": ["team"], "limit": {"top": 2, "thenAscending": true}}`: "limit.thenAscending orders by limit.then, which is missing",
		`{"kpis": "a"}`: "field \"kpis\" must be a",
		`{"kpis": ["a"], "filters": [{"operator": "in", "values": ["x"]}]}`: "a filter has no dimension",
	} {
		_, err := types.Parse([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
}

func TestFaultsAreInBothLanguagesAndNameTheField(t *testing.T) {
	for text, field := range map[string]string{
		`{"kpis": "revenue"}`:              "kpis",
		`{}`:                               "kpis",
		`{"queryType": "sql"}`:             "queryType",
		`{"kpis": ["a"], "rows": -1}`:      "rows",
		`{"kpis": ["a"], "filters": [{}]}`: "filters",
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "like"}]}`: "filters",
		`{"kpis": ["a"], "grain": "moon"}`:                                        "grain",
		`{"kpis": ["a"], "groupBy": ["team"], "limit": {"top": 0}}`:               "limit.top",
	} {
		_, err := types.Parse([]byte(text))
		e, ok := errors.AsType[*fault.Error](err)
		require.True(t, ok, text)
		require.Equal(t, field, e.Field, text)
		require.Empty(t, e.Text().Missing(), text)
		require.NotEqual(t, e.Text().In(i18n.English), e.Text().In(i18n.Russian), text)
	}
	_, err := types.Parse([]byte(`{"queryType": "explain", "kpis": ["a", "b"]}`))
	require.Contains(t, i18n.Of(err).In(i18n.Russian), "называет 2 показателя;")
}

func TestParseReadsTheQuestionsOfLists(t *testing.T) {
	for text, want := range map[string]query.Question{
		`{"queryType": "timeline"}`:    {Version: 1, Type: query.Timeline, Grain: query.Auto},
		`{"queryType": "annotations"}`: {Version: 1, Type: query.Annotations, Grain: query.Auto},
		`{"queryType": "annotations", "events": ["campaigns", "won_deals"], "parameters": {"threshold": "5000"}}`: {
			Version: 1, Type: query.Annotations, Grain: query.Auto, Events: []string{query.Campaigns, query.WonDeals}, Parameters: map[string]string{"threshold": "5000"}},
		`{"queryType": "check"}`:                        {Version: 1, Type: query.Check, Grain: query.Auto, About: query.Entities},
		`{"queryType": "check", "about": "findings"}`:   {Version: 1, Type: query.Check, Grain: query.Auto, About: query.Findings},
		`{"queryType": "explain", "kpis": ["revenue"]}`: {Version: 1, Type: query.Explain, Grain: query.Auto, KPIs: []string{"revenue"}},
		`{"kpis": ["leads_needed"], "details": true}`:   {Version: 1, Type: query.KPI, Grain: query.Auto, KPIs: []string{"leads_needed"}, Details: true},
	} {
		q, err := types.Parse([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, want, q)
	}
}

// Nobody draws what an alert rule asks: what would fit a panel is a table of the whole range then, unless a grain is named.
func TestTheFormatThatFits(t *testing.T) {
	for text, want := range map[string]query.Question{
		`{"kpis": ["a"], "format": "auto"}`:                                        {Format: query.Table, Grain: calendar.None},
		`{"kpis": ["a"], "format": "auto", "grain": "auto"}`:                       {Format: query.Table, Grain: calendar.None},
		`{"kpis": ["a"], "format": "auto", "grain": "none"}`:                       {Format: query.Table, Grain: calendar.None},
		`{"kpis": ["a"], "format": "auto", "grain": "month"}`:                      {Format: query.TimeSeries, Grain: calendar.Month},
		`{"kpis": ["a"], "format": "auto", "grain": "auto", "fits": "timeseries"}`: {Format: query.TimeSeries, Grain: query.Auto},
		`{"kpis": ["a"], "format": "auto", "grain": "none", "fits": "timeseries"}`: {Format: query.Table, Grain: calendar.None},
		`{"kpis": ["a"], "format": "auto", "grain": "auto", "fits": "table"}`:      {Format: query.Table, Grain: calendar.None},
		`{"kpis": ["a"], "format": "auto", "grain": "month", "fits": "table"}`:     {Format: query.Table, Grain: calendar.Month},
		`{"kpis": ["a"], "format": "auto", "grain": "auto", "fits": "figures"}`:    {Format: query.Figures, Grain: calendar.None},
		`{"kpis": ["a"], "format": "auto", "grain": "none", "fits": "figures"}`:    {Format: query.Figures, Grain: calendar.None},
		`{"kpis": ["a"], "format": "auto", "grain": "month", "fits": "figures"}`:   {Format: query.TimeSeries, Grain: calendar.Month},
		`{"kpis": ["a"], "format": "figures"}`:                                     {Format: query.Figures, Grain: calendar.None},
		`{"kpis": ["a"], "format": "figures", "grain": "week"}`:                    {Format: query.Figures, Grain: calendar.Week},
		`{"kpis": ["a"], "format": "table", "fits": "timeseries"}`:                 {Format: query.Table, Grain: calendar.None},
		`{"kpis": ["a"], "format": "table", "grain": "auto"}`:                      {Format: query.Table, Grain: query.Auto},
		`{"kpis": ["a"], "grain": "auto"}`:                                         {Grain: query.Auto},
	} {
		q, err := types.Parse([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, []any{want.Format, want.Grain}, []any{q.Format, q.Grain}, text)
	}
}
