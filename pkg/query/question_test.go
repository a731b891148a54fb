package query

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
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
		`{`:                             "not valid JSON",
		`{"kpis": "revenue"}`:           `the question's field "kpis" must be a`,
		`{"version": 2, "kpis": ["a"]}`: "update the plugin",
		`{"queryType": "annotations", "events": "campaigns"}`:                                              `field "events" must be a`,
		`{"kpis": ["a"], "details": "yes"}`:                                                                `field "details" must be a bool`,
		`{"kpis": ["a"], "filters": [{"operator": "in", "values": ["x"]}]}`:                                "a filter has no dimension",
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "like", "values": ["x"]}]}`:         `there is no operator "like"`,
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "in"}]}`:                            "has no values",
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "contains", "values": ["a","b"]}]}`: "use in or not_in for several",
		`{"kpis": ["a"], "filters": [{"dimension": "team", "operator": "is_none", "values": ["a"]}]}`:      "takes no values",
		`{"kpis": ["a"], "rows": -1}`:                                                                      "rows is -1; give a positive number",
	} {
		_, err := Parse([]byte(text))
		require.ErrorContains(t, err, want, text)
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

func TestEntriesHaveOneForm(t *testing.T) {
	for text, want := range map[string]string{
		"revenue":                              "revenue",
		"csat.target":                          "csat.target",
		" revenue : statistic = median":        "revenue:statistic=median",
		"revenue:statistic=p90:rolling=28d":    "revenue:rolling=28d:statistic=p90",
		"revenue:to_date=year:offset=1y":       "revenue:offset=1y:to_date=year",
		"risk:segment_weights=Small=2;Big=0.5": "risk:segment_weights=Small=2;Big=0.5",
	} {
		e, err := ParseEntry(text)
		require.NoError(t, err, text)
		require.Equal(t, want, e.String())
		again, err := ParseEntry(e.String())
		require.NoError(t, err)
		require.Equal(t, e, again)
	}
	for text, want := range map[string]string{
		"":                              "names no KPI",
		":rolling=28d":                  "names no KPI",
		"revenue:":                      `"" in "revenue:" is not an argument`,
		"revenue:rolling":               "is not an argument",
		"revenue:rolling=":              "is not an argument",
		"revenue:Rolling=28d":           "is not an argument",
		"revenue:rolling=1d:rolling=2d": "rolling stands twice",
		"revenue:rolling=0d":            `"0d" is not a number of days`,
		"revenue:offset=-1d":            `"-1d" is not a number of days`,
		"revenue:offset=99999d":         "99999d is more than 100 years",
		"revenue:to_date=century":       `there is no period "century" to date; the periods are week, month, quarter, year`,
	} {
		_, err := ParseEntry(text)
		require.ErrorContains(t, err, want, text)
	}
	q, err := Parse([]byte(`{"kpis": ["revenue:statistic=p90:rolling=1y"], "groupBy": ["team"], "limit": {"top": 2, "by": "revenue:rolling=1y:statistic=p90"}}`))
	require.NoError(t, err)
	require.Equal(t, q.KPIs[0], q.Limit.By)
}
