package frames_test

import (
	"encoding/json"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/frames"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// figures is an answer of columns for groups, one figure each.
func figures(groups []string, columns ...answer.Column) *answer.Result {
	r := &answer.Result{Grain: calendar.None, Buckets: make([]answer.Bucket, 1), Columns: columns, Groups: []answer.Group{{}}}
	if groups != nil {
		r.Dimensions, r.Groups = []answer.Dimension{{ID: "team", Title: i18n.Same("Team")}}, nil
		for _, g := range groups {
			r.Groups = append(r.Groups, answer.Group{Keys: []string{g}, Labels: []string{g}})
		}
	}
	r.Values = make([][][]*float64, len(columns))
	for c := range columns {
		for g := range r.Groups {
			v := float64(100 * (c + 1) * (g + 1))
			r.Values[c] = append(r.Values[c], []*float64{&v})
		}
	}
	return r
}

func columnOf(t *testing.T, id string) answer.Column {
	k, err := catalog.Default().KPI(id)
	require.NoError(t, err)
	return answer.Column{ID: id, KPI: k, Title: k.Title, Unit: k.Unit}
}

func goalOf(t *testing.T, id string, g catalog.Goal) answer.Column {
	k, err := catalog.Default().KPI(id)
	require.NoError(t, err)
	goal, err := catalog.Default().Goal(k, g)
	require.NoError(t, err)
	return answer.Column{ID: goal.ID, KPI: goal, Title: goal.Title, Unit: goal.Unit}
}

func styled(r *answer.Result, q query.Question, format query.Format) []*data.FieldConfig {
	var all []*data.FieldConfig
	for _, f := range frames.Of(r, frames.Options{Language: i18n.English, Format: format, Styled: &frames.Style{DataSource: "crm", Question: q}}) {
		for _, field := range f.Fields {
			if field.Type() == data.FieldTypeNullableFloat64 {
				all = append(all, field.Config)
			}
		}
	}
	return all
}

// colour is that in which Grafana shows a value.
func colour(c *data.FieldConfig, v float64) string {
	if c.Color["mode"] == "fixed" {
		return c.Color["fixedColor"].(string)
	}
	shown := ""
	for _, step := range c.Thresholds.Steps {
		if v >= float64(step.Value) {
			shown = step.Color
		}
	}
	return shown
}

func TestColoursFollowTheDirectionOfTheKPI(t *testing.T) {
	change := func(id string, as query.CompareAs) answer.Column {
		c := columnOf(t, id)
		c.ID, c.Compare, c.As = id+"_previous_year_"+string(as), query.PreviousYear, as
		return c
	}
	type seen map[float64]string
	for name, test := range map[string]struct {
		columns []answer.Column // the first is looked at
		want    seen
	}{
		"an amount":                    {[]answer.Column{columnOf(t, "revenue")}, seen{-1: "blue", 0: "blue", 1e9: "blue"}},
		"what lies ahead":              {[]answer.Column{columnOf(t, "forecast")}, seen{1: "purple"}},
		"a target":                     {[]answer.Column{goalOf(t, "revenue", catalog.GoalTarget)}, seen{1: "text"}},
		"a year ago":                   {[]answer.Column{change("revenue", query.AsValue)}, seen{1: "text"}},
		"more revenue":                 {[]answer.Column{change("revenue", query.AsRatio)}, seen{-0.1: "red", 0: "green", 0.1: "green"}},
		"slower answers":               {[]answer.Column{change("first_response_time", query.AsDifference)}, seen{-1: "green", 0: "green", 1: "red"}},
		"what has no direction":        {[]answer.Column{change("pipeline_change", query.AsRatio)}, seen{1: "text"}},
		"attainment":                   {[]answer.Column{goalOf(t, "revenue", catalog.Attainment)}, seen{0.5: "red", 0.89: "red", 0.9: "orange", 0.999: "orange", 1: "green", 3: "green"}},
		"pace of what should be low":   {[]answer.Column{goalOf(t, "first_response_time", catalog.Pace)}, seen{0.5: "red", 0.95: "orange", 1: "green"}},
		"beside its target of 200":     {[]answer.Column{columnOf(t, "revenue"), goalOf(t, "revenue", catalog.GoalTarget)}, seen{0: "red", 179: "red", 180: "orange", 199: "orange", 200: "green"}},
		"should be low, target of 200": {[]answer.Column{columnOf(t, "first_response_time"), goalOf(t, "first_response_time", catalog.GoalTarget)}, seen{0: "green", 200: "green", 201: "orange", 220: "orange", 221: "red"}},
		"beside another's target":      {[]answer.Column{columnOf(t, "revenue"), goalOf(t, "deals_won", catalog.GoalTarget)}, seen{1: "blue"}},
	} {
		t.Run(name, func(t *testing.T) {
			first := styled(figures(nil, test.columns...), query.Question{}, query.Table)[0]
			for value, want := range test.want {
				require.Equal(t, want, colour(first, value), "%v", value)
			}
		})
	}
}

// Each group is judged by a target of its own where it has a field of its own.
func TestEachGroupIsJudgedByItsTarget(t *testing.T) {
	r := figures([]string{"DACH", "EMEA"}, columnOf(t, "revenue"), goalOf(t, "revenue", catalog.GoalTarget))
	all := styled(r, query.Question{}, query.TimeSeries) // by column, then by group: targets are 200 and 400
	require.Equal(t, "green", colour(all[0], 250))
	require.Equal(t, "red", colour(all[1], 250))
	bars := styled(r, query.Question{}, query.Table)
	require.Equal(t, "blue", colour(bars[0], 250), "a column of all groups has no one target")
	require.NotContains(t, bars[0].Custom, "thresholdsStyle")

	*r.Values[1][1][0] = 200
	bars = styled(r, query.Question{}, query.Table)
	require.Equal(t, "green", colour(bars[0], 250), "unless all have the same")
	require.Equal(t, "red", colour(bars[0], 150))
	require.Equal(t, map[string]any{"mode": "dashed"}, bars[0].Custom["thresholdsStyle"])
	r.Values[1][0][0] = nil
	require.Equal(t, "blue", colour(styled(r, query.Question{}, query.Table)[0], 250), "or one of them has none")
}

// A target of the last 28 days is not that of the range.
func TestAKPIIsJudgedByTheTargetOfItsWindow(t *testing.T) {
	revenue, target := columnOf(t, "revenue"), goalOf(t, "revenue", catalog.GoalTarget)
	judge := func() string {
		return colour(styled(figures(nil, revenue, target), query.Question{}, query.Table)[0], 250) // of 200
	}
	target.ID += ":rolling=28d"
	require.Equal(t, "blue", judge())
	revenue.ID += ":rolling=28d"
	require.Equal(t, "green", judge())
	revenue, target = columnOf(t, "revenue"), columnOf(t, "revenue_target")
	require.Equal(t, "green", judge(), "the target that is a KPI of its own is the same")
}

// What grows until the end of the range has not missed a target before.
func TestNothingIsMissedBeforeTheRangeIsOver(t *testing.T) {
	judge := func(id string, g catalog.Goal, value float64) string {
		r := figures(nil, columnOf(t, id), goalOf(t, id, catalog.GoalTarget)) // of 200
		if g != "" {
			r = figures(nil, goalOf(t, id, g))
		}
		r.Buckets[0].Incomplete = true
		return colour(styled(r, query.Question{}, query.Table)[0], value)
	}
	require.Equal(t, "blue", judge("revenue", "", 10))
	require.Equal(t, "green", judge("revenue", "", 200))
	require.Equal(t, "blue", judge("revenue", catalog.Attainment, 0.2))
	require.Equal(t, "green", judge("revenue", catalog.Attainment, 1))
	require.Equal(t, "red", judge("revenue", catalog.Pace, 0.2), "a pace is judged by what is due by now")
	require.Equal(t, "red", judge("first_response_time", "", 300), "a level is what it is")
	require.Equal(t, "blue", judge("deals_lost", "", 100))
	require.Equal(t, "blue", judge("deals_lost", "", 200), "what is met exactly is not exceeded")
	require.Equal(t, "red", judge("deals_lost", "", 201))
	require.Equal(t, "blue", judge("deals_lost", catalog.Attainment, 1.5), "less than there may be so far")
	require.Equal(t, "blue", judge("deals_lost", catalog.Attainment, 1))
	require.Equal(t, "red", judge("deals_lost", catalog.Attainment, 0.9))
}

// Panels of figures have one for each group, over the whole range.
func TestFiguresHaveAFieldForEachGroup(t *testing.T) {
	all := frames.Of(figures([]string{"DACH", "EMEA"}, columnOf(t, "revenue")), frames.Options{Language: i18n.English, Format: query.Figures})
	require.Len(t, all, 2)
	require.Equal(t, data.FrameTypeNumericMulti, all[0].Meta.Type)
	require.Equal(t, "EMEA", all[1].Fields[0].Config.DisplayNameFromDS)
}

func TestBarsBeginAtZero(t *testing.T) {
	q := query.Question{}
	r := figures([]string{"DACH", "EMEA"}, columnOf(t, "revenue"))
	require.EqualValues(t, 0, *styled(r, q, query.Table)[0].Min)
	*r.Values[0][1][0] = -5
	require.Nil(t, styled(r, q, query.Table)[0].Min)
	require.Nil(t, styled(figures(nil, columnOf(t, "revenue")), q, query.Table)[0].Min, "one figure is no bar")
}

func TestFiguresLinkToTheirRows(t *testing.T) {
	q := query.Question{
		KPIs: query.Entries{"revenue"}, GroupBy: []string{"team"}, Parameters: map[string]string{"x": "y"},
		Filters:   []query.Filter{{Dimension: "region", Operator: query.In, Values: []string{"EMEA"}}},
		Dashboard: &query.Dashboard{Filters: []query.Filter{{Dimension: "channel", Operator: query.In, Values: []string{"Web"}}}},
	}
	compared := columnOf(t, "revenue")
	compared.Compare = query.PreviousYear
	r := figures([]string{"DACH", "EMEA"}, columnOf(t, "revenue"), goalOf(t, "revenue", catalog.Attainment), compared)
	for format, value := range map[query.Format]string{query.Table: `${__data.fields[\"team\"]}`, query.TimeSeries: `${__field.labels[\"team\"]}`} {
		all := styled(r, q, format)
		text, err := json.Marshal(all[0].Links)
		require.NoError(t, err)
		require.JSONEq(t, `[{"title": "Rows behind this number", "internal": {"datasourceUid": "crm", "query": {
			"version": 1, "queryType": "records", "kpis": ["revenue"], "parameters": {"x": "y"}, "filters": [
				{"dimension": "region", "operator": "in", "values": ["EMEA"]}, {"dimension": "team", "operator": "in", "values": ["`+value+`"]}],
				"dashboard": {"filters": [{"dimension": "channel", "operator": "in", "values": ["Web"]}]}}}}]`, string(text))
	}
	bars := styled(r, q, query.Table)
	require.Empty(t, bars[1].Links, "how far a target is reached has no rows")
	require.Empty(t, bars[2].Links, "rows of another period are not in the range that is shown")
	require.Len(t, q.Filters, 1)
}

// Lines of several groups keep the colours that tell them apart.
func TestLinesAreToldApart(t *testing.T) {
	r := result(calendar.Month, []answer.Dimension{{ID: "team"}}, "revenue")
	for _, c := range styled(r, query.Question{}, query.TimeSeries) {
		require.Nil(t, c.Color)
		require.Nil(t, c.Min)
	}
	require.Equal(t, "blue", colour(styled(result(calendar.Month, nil, "revenue"), query.Question{}, query.TimeSeries)[0], 1))

	three := styled(result(calendar.Month, nil, "revenue", "deals_won", "hours"), query.Question{}, query.TimeSeries)
	require.Equal(t, "blue", colour(three[0], 1))
	require.Equal(t, "dark-yellow", colour(three[1], 1))
	require.Nil(t, three[2].Color, "the panel's palette has more colours")
	groups := figures([]string{"DACH", "EMEA"}, columnOf(t, "revenue"), columnOf(t, "deals_won"))
	bars := styled(groups, query.Question{}, query.Table)
	require.NotEqual(t, colour(bars[0], 1), colour(bars[1], 1))
	for _, alone := range styled(groups, query.Question{}, query.Figures) {
		require.Equal(t, "blue", colour(alone, 1), "each is drawn by itself")
	}
}

// withTargets is an answer over months, or of groups, of a KPI, its target and its attainment.
func withTargets(t *testing.T, grain calendar.Grain, dimensions ...answer.Dimension) *answer.Result {
	r := result(grain, dimensions, "revenue", "revenue", "revenue")
	r.Columns = []answer.Column{columnOf(t, "revenue"), goalOf(t, "revenue", catalog.GoalTarget), goalOf(t, "revenue", catalog.Attainment)}
	r.Notices, r.Statements = nil, nil
	return r
}

// A target looks like a goal whatever the panel draws values as: bars, areas, stacked.
func TestTargetsLookLikeGoals(t *testing.T) {
	dashes := map[string]any{"fill": "dash", "dash": []int{6, 6}}
	for name, test := range map[string]struct {
		result *answer.Result
		format query.Format
	}{
		"lines":           {withTargets(t, calendar.Month), query.TimeSeries},
		"lines of groups": {withTargets(t, calendar.Month, region), query.TimeSeries},
		"bars of months":  {withTargets(t, calendar.Month), query.Table},
		"bars of groups":  {withTargets(t, calendar.None, region), query.Table},
	} {
		t.Run(name, func(t *testing.T) {
			all := styled(test.result, query.Question{}, test.format)
			of := len(all) / 3 // fields of each column
			for i, c := range all {
				switch i / of {
				case 0:
					require.NotContains(t, c.Custom, "lineStyle")
				case 1:
					require.Equal(t, "text", c.Color["fixedColor"])
					require.Equal(t, dashes, c.Custom["lineStyle"])
					require.Equal(t, "stepAfter", c.Custom["lineInterpolation"])
					require.Equal(t, "line", c.Custom["drawStyle"], "over bars of the values, too")
					require.Equal(t, map[string]any{"mode": "none"}, c.Custom["stacking"])
					require.Equal(t, 0, c.Custom["fillOpacity"])
				case 2:
					require.Equal(t, map[string]any{"mode": "dashed"}, c.Custom["thresholdsStyle"])
					require.Equal(t, 1, c.Custom["axisSoftMax"], "100 % is in sight")
				}
			}
		})
	}
}

// A bar chart in which a column has thresholds fills all bars as the first: none would be filled.
func TestTheFirstBarsAreFilled(t *testing.T) {
	r := figures([]string{"DACH", "EMEA"}, goalOf(t, "revenue", catalog.GoalTarget), columnOf(t, "revenue"))
	require.NotContains(t, styled(r, query.Question{}, query.Table)[0].Custom, "fillOpacity")
	require.Contains(t, styled(r, query.Question{}, query.TimeSeries)[0].Custom, "fillOpacity")
}

// Targets of groups that stand alone are told apart, and one of another time is a comparison.
func TestWhatIsNoGoalDoesNotLookLikeOne(t *testing.T) {
	r := withTargets(t, calendar.Month, region)
	r.Columns, r.Values = r.Columns[1:2], r.Values[1:2]
	alone := styled(r, query.Question{}, query.TimeSeries)
	require.Nil(t, alone[0].Color)
	r.Columns[0].Compare, r.Columns[0].As = query.PreviousYear, query.AsValue
	require.NotContains(t, styled(r, query.Question{}, query.TimeSeries)[0].Custom, "lineStyle")
}

func TestGoldenStyled(t *testing.T) {
	for name, test := range map[string]struct {
		result *answer.Result
		format query.Format
	}{
		"lines with a goal":          {withTargets(t, calendar.Month), query.TimeSeries},
		"bars of groups with a goal": {withTargets(t, calendar.None, region), query.Table},
	} {
		t.Run(name, func(t *testing.T) {
			got := frames.Of(test.result, frames.Options{Language: i18n.English, Currency: "EUR", Format: test.format, AsOf: asOf, Styled: &frames.Style{DataSource: "crm"}})
			experimental.CheckGoldenJSONFramer(t, "testdata", t.Name()[len("TestGoldenStyled/"):], framer(got), *update)
		})
	}
}

// Words that the product knows are shown as people write them; labels and what is filtered by stay as the rows have them.
func TestKnownWordsAreShownAsPeopleWriteThem(t *testing.T) {
	r := figures([]string{"social", "skywriting"}, columnOf(t, "new_leads"))
	r.Dimensions[0].Wording = map[string]i18n.Text{"social": i18n.New(i18n.Forms{"en": "Social media", "ru": "Соцсети"}), "email": i18n.Same("E-mail")}
	options := frames.Options{Language: i18n.Russian, Styled: &frames.Style{DataSource: "crm"}, Format: query.Table}
	field := frames.Of(r, options)[0].Fields[0]
	require.Equal(t, "social", field.At(0))
	require.Equal(t, data.ValueMappings{data.ValueMapper{"social": {Text: "Соцсети"}}}, field.Config.Mappings)
	options.Format = query.Figures
	var names []string
	for _, f := range frames.Of(r, options) {
		names = append(names, f.Fields[0].Labels["team"], f.Fields[0].Config.DisplayNameFromDS)
	}
	require.Equal(t, []string{"social", "Соцсети", "skywriting", "skywriting"}, names)
	options.Styled = nil
	require.Equal(t, "social", frames.Of(r, options)[0].Fields[0].Config.DisplayNameFromDS, "a panel of its own looks")
	r.Groups[1].Labels[0] = "Social media"
	options.Styled = &frames.Style{DataSource: "crm"}
	require.Equal(t, "social", frames.Of(r, options)[0].Fields[0].Config.DisplayNameFromDS, "two would look alike")
}
