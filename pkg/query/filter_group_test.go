package query

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGroupsOfFilters(t *testing.T) {
	q, err := Parse([]byte(`{"kpis": ["a"], "filters": [
		{"any": [{"dimension": "region", "operator": "in", "values": ["EMEA"]}, {"all": [{"dimension": "team", "operator": "is_none"}, {"dimension": "rep", "operator": "is_none"}]}]},
		{"all": [{"dimension": "stage", "operator": "is_none"}]}, {"any": [{"dimension": "source", "operator": "is_none"}]}]}`))
	require.NoError(t, err)
	dimensions := func(filters []Filter) (all []string) {
		for _, f := range filters {
			all = append(all, f.Dimension)
		}
		return all
	}
	require.Equal(t, []string{"region", "team", "rep", "stage", "source"}, dimensions(Comparisons(q.Filters)))
	require.Equal(t, []string{"", "stage", "source"}, dimensions(Required(q.Filters)), "the first group leaves a choice")
	for passing, want := range map[string]bool{
		"region stage source": true, "team rep stage source": true, "team stage source": false, "region rep stage": false, "": false,
	} {
		require.Equal(t, want, Pass(q.Filters, func(f Filter) bool { return strings.Contains(passing, f.Dimension) }), passing)
	}
}

// What a filter says of some dimensions alone: an alternative that cannot be judged may hold.
func TestWhatIsKnownOfGroups(t *testing.T) {
	a, b, c := Filter{Dimension: "a", Operator: IsNone}, Filter{Dimension: "b", Operator: IsNone}, Filter{Dimension: "c", Operator: IsNone}
	known := func(f Filter) bool { return f.Dimension != "c" }
	for _, test := range []struct{ filter, want Filter }{
		{a, a}, {c, Filter{}}, {Filter{Any: []Filter{a, b}}, Filter{Any: []Filter{a, b}}}, {Filter{Any: []Filter{a, c}}, Filter{}},
		{Filter{All: []Filter{a, c}}, Filter{All: []Filter{a}}}, {Filter{All: []Filter{c}}, Filter{}},
		{Filter{Any: []Filter{a, {All: []Filter{b, c}}}}, Filter{Any: []Filter{a, {All: []Filter{b}}}}},
		{Filter{Any: []Filter{a, {All: []Filter{c}}}}, Filter{}},
	} {
		var want []Filter
		if test.want.Dimension != "" || test.want.IsGroup() {
			want = []Filter{test.want}
		}
		require.Equal(t, want, Known([]Filter{test.filter}, known), "%v", test.filter)
	}
}

func TestGroupsOfFiltersThatAreNone(t *testing.T) {
	nested := func(depth int) string {
		return strings.Repeat(`{"any": [`, depth) + `{"dimension": "a", "operator": "is_none"}` + strings.Repeat("]}", depth)
	}
	for text, want := range map[string]string{
		`{"any": []}`: "holds nothing", `{"any": [{"all": []}]}`: "holds nothing", `{"any": [{}]}`: "a filter has no dimension",
		`{"any": [{"dimension": "a", "operator": "is_none"}], "dimension": "b"}`: "either a comparison",
		`{"any": [{"dimension": "a", "operator": "is_none"}], "all": []}`:        "either a comparison",
		`{"any": [{"dimension": "a", "operator": "like"}]}`:                      `filter on a: there is no operator "like"`,
		nested(MaxFilterDepth + 1):                                               "more than 5 deep", `{"any": {}}`: `field "filters.any" must be`,
		`{"any": [` + strings.Repeat(`{"dimension": "a", "operator": "is_none"},`, MaxFilters) + `{"dimension": "a", "operator": "is_none"}]}`: "51 filters are too many",
	} {
		_, err := Parse([]byte(`{"kpis": ["a"], "filters": [` + text + `]}`))
		require.ErrorContains(t, err, want, text)
	}
	_, err := Parse([]byte(`{"kpis": ["a"], "filters": [` + nested(MaxFilterDepth) + `]}`))
	require.NoError(t, err)
}
