package query

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func TestParseFillsInTheDefaults(t *testing.T) {
	q, err := Parse([]byte(`{"refId": "A", "kpis": ["revenue"], "groupBy": ["team"], "compare": "previous_year", "limit": {"top": 5}}`))
	require.NoError(t, err)
	require.Equal(t, CurrentVersion, q.Version)
	require.Equal(t, KPI, q.Type)
	require.Equal(t, Auto, q.Grain)
	require.Equal(t, []CompareAs{AsValue}, q.CompareAs)
	require.Equal(t, "revenue", q.Limit.By)
	q, err = Parse([]byte(`{"version": 1, "kpis": ["revenue"], "format": "table"}`))
	require.NoError(t, err)
	require.Equal(t, calendar.None, q.Grain)
}

func TestParseSaysWhatWouldBeRight(t *testing.T) {
	for text, want := range map[string]string{
		`{`:                                "not valid JSON",
		`{"kpis": "revenue"}`:              `the question's field "kpis" must be a`,
		`{"version": 2, "kpis": ["a"]}`:    "update the plugin",
		`{}`:                               "the question names no KPI",
		`{"kpis": ["a", "a"]}`:             `"a" stands twice in kpis`,
		`{"kpis": ["a"], "grain": "moon"}`: "or auto",
		`{"queryType": "sql"}`:             "the types are kpi, records, values, agenda",
		`{"queryType": "values"}`:          "names no dimension",
		`{"queryType": "records"}`:         "neither an entity nor a KPI",
		`{"queryType": "explain"}`:         "names 0 KPIs; name exactly one",
		`{"queryType": "explain", "kpis": ["a", "b"]}`:                                                     "names 2 KPIs; name exactly one",
		`{"queryType": "annotations", "events": ["holidays"]}`:                                             `no events "holidays" to annotate; the events are won_deals, campaigns, escalations, definitions`,
		`{"queryType": "annotations", "events": ["campaigns", "campaigns"]}`:                               `"campaigns" stands twice in events`,
		`{"queryType": "annotations", "events": "campaigns"}`:                                              `field "events" must be a`,
		`{"queryType": "check", "about": "rows"}`:                                                          `a check cannot be about "rows"; it can be about entities, kpis, findings`,
		`{"kpis": ["a"], "details": "yes"}`:                                                                `field "details" must be a bool`,
		`{"kpis": ["a"], "compare": "now"}`:                                                                "the comparisons are previous_period and previous_year",
		`{"kpis": ["a"], "compare": "previous_year", "compareAs": ["sum"]}`:                                "it can be shown as value, difference, ratio",
		`{"kpis": ["a"], "transform": "sum"}`:                                                              "the only one is running_total",
		`{"kpis": ["a"], "format": "csv"}`:                                                                 "the formats are timeseries and table",
		`{"kpis": ["a"], "limit": {"top": 5}}`:                                                             "a limit needs groups",
		`{"kpis": ["a"], "groupBy": ["team"], "limit": {"top": 0}}`:                                        "from 1 to 1000",
		`{"kpis": ["a"], "filters": [{"operator": "in", "values": ["x"]}]}`:                                "a filter has no dimension",
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "like", "values": ["x"]}]}`:         `there is no operator "like"`,
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "in"}]}`:                            "has no values",
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "contains", "values": ["a","b"]}]}`: "use in or not_in for several",
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "is_none", "values": ["a"]}]}`:      "takes no values",
	} {
		_, err := Parse([]byte(text))
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
		_, err := Parse([]byte(text))
		e, ok := errors.AsType[*fault.Error](err)
		require.True(t, ok, text)
		require.Equal(t, field, e.Field, text)
		require.NotEmpty(t, e.Text().Ru, text)
		require.NotEqual(t, e.Text().En, e.Text().Ru, text)
	}
	_, err := Parse([]byte(`{"queryType": "explain", "kpis": ["a", "b"]}`))
	require.Contains(t, i18n.Of(err).Ru, "называет 2 показателя;")
}

func TestParseReadsTheQuestionsOfLists(t *testing.T) {
	for text, want := range map[string]Question{
		`{"queryType": "timeline"}`:    {Version: 1, Type: Timeline, Grain: Auto},
		`{"queryType": "annotations"}`: {Version: 1, Type: Annotations, Grain: Auto},
		`{"queryType": "annotations", "events": ["campaigns", "won_deals"], "parameters": {"threshold": "5000"}}`: {
			Version: 1, Type: Annotations, Grain: Auto, Events: []string{Campaigns, WonDeals}, Parameters: map[string]string{"threshold": "5000"}},
		`{"queryType": "check"}`:                        {Version: 1, Type: Check, Grain: Auto, About: Entities},
		`{"queryType": "check", "about": "findings"}`:   {Version: 1, Type: Check, Grain: Auto, About: Findings},
		`{"queryType": "explain", "kpis": ["revenue"]}`: {Version: 1, Type: Explain, Grain: Auto, KPIs: []string{"revenue"}},
		`{"kpis": ["leads_needed"], "details": true}`:   {Version: 1, Type: KPI, Grain: Auto, KPIs: []string{"leads_needed"}, Details: true},
	} {
		q, err := Parse([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, want, q)
	}
}

// What a filter means for rows with and without a value; the SQL is compared with this by the oracle.
func TestFilterMatches(t *testing.T) {
	text := func(s string) *string { return &s }
	for _, test := range []struct {
		filter Filter
		key    string
		label  *string
		want   bool
	}{
		{Filter{Operator: In, Values: []string{"EMEA"}}, "EMEA", text("EMEA"), true},
		{Filter{Operator: In, Values: []string{"EMEA"}}, "", nil, false},
		{Filter{Operator: In, Values: []string{"EMEA", None}}, "", nil, true},
		{Filter{Operator: NotIn, Values: []string{"EMEA"}}, "", nil, true},
		{Filter{Operator: NotIn, Values: []string{"EMEA", None}}, "", nil, false},
		{Filter{Operator: NotEquals, Values: []string{"EMEA"}}, "APAC", text("APAC"), true},
		{Filter{Operator: IsNone}, "", nil, true},
		{Filter{Operator: IsNotNone}, "", nil, false},
		{Filter{Operator: Contains, Values: []string{"mEa"}}, "EMEA", text("EMEA"), true},
		{Filter{Operator: Contains, Values: []string{"mea"}}, "", nil, false},
		{Filter{Operator: NotContains, Values: []string{"mea"}}, "", nil, true},
		{Filter{Operator: StartsWith, Values: []string{"em"}}, "EMEA", text("EMEA"), true},
		{Filter{Operator: EndsWith, Values: []string{"em"}}, "EMEA", text("EMEA"), false},
		{Filter{Operator: Equals, Values: []string{"Anna Smith"}}, "17", text("Anna Smith"), true},
		{Filter{Operator: Equals, Values: []string{"Anna Smith #17"}}, "17", text("Anna Smith"), true},
		{Filter{Operator: Equals, Values: []string{"Anna Smith #17"}}, "18", text("Anna Smith"), false},
		{Filter{Operator: Equals, Values: []string{None}}, None, text(None), false},
		{Filter{Operator: Equals, Values: []string{"(none) #(none)"}}, None, text(None), true},
	} {
		require.Equal(t, test.want, test.filter.Matches(test.key, test.label), "%+v on %v", test.filter, test.label)
	}
}
