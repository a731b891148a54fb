package dashboards_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
)

// few is a catalogue of a few names.
type few struct{}

var horizons = map[string]string{"revenue": "past", "revenue_target": "past", "pipeline_value": "current", "forecast": "future", "roi": "past"}

func (few) KPI(id string) bool       { return horizons[id] != "" }
func (few) Dimension(id string) bool { return id == "team" || id == "campaign" || id == "deal_status" }
func (few) Horizon(id string) string { return horizons[id] }
func (few) Goal(id string) bool      { return id == "revenue_target" }

type object = map[string]any

func reference() object { return object{"type": dashboards.PluginID, "uid": "${datasource}"} }

func question() object { return asks("revenue") }

func asks(kpi string) object {
	return object{
		"refId": "A", "datasource": reference(), "version": 1, "queryType": "kpi", "kpis": []any{kpi},
		"filters": []any{object{"dimension": "team", "operator": "in", "values": []any{"$team"}}},
	}
}

func panel(id, x, y, w, h int) object {
	return object{
		"id": id, "type": "table", "title": "Revenue", "description": "Why there is no target.", "gridPos": object{"x": x, "y": y, "w": w, "h": h},
		"datasource": reference(), "targets": []any{question()}, "options": object{},
		"fieldConfig": object{"defaults": object{"links": []any{object{"title": "Rows", "url": "/d/crm-x?viewPanel=panel-4"}}}},
	}
}

func panelOf(kpi string, id, x, y, w, h int) object {
	p := panel(id, x, y, w, h)
	p["targets"] = []any{asks(kpi)}
	return p
}

// sound is a dashboard that breaks no rule.
func sound() object {
	return object{
		"uid": "crm-x", "title": "X", "description": "For X.", "time": object{"from": "now/y", "to": "now/y"},
		"templating": object{"list": []any{
			object{"name": "datasource", "type": "datasource", "query": dashboards.PluginID, "hide": 3},
			object{"name": "team", "type": "query", "datasource": reference(), "query": object{"refId": "v", "version": 1, "queryType": "values", "dimension": "team"}},
		}},
		"panels": []any{
			panel(1, 0, 0, 12, 8), panel(2, 12, 0, 12, 8), panel(5, 0, 8, 8, 8),
			panelOf("pipeline_value", 6, 8, 8, 8, 8), panelOf("forecast", 7, 16, 8, 8, 8),
			object{"id": 3, "type": "row", "title": "More", "collapsed": true, "gridPos": object{"x": 0, "y": 23, "w": 24, "h": 1}, "panels": []any{panel(4, 0, 24, 24, 8)}},
		},
	}
}

func lint(t *testing.T, d object) []string {
	t.Helper()
	text, err := json.Marshal(d)
	require.NoError(t, err)
	parsed, err := dashboards.Parse(text)
	require.NoError(t, err)
	var texts []string
	for _, problem := range dashboards.Lint(parsed, few{}) {
		texts = append(texts, problem.String())
	}
	return texts
}

func TestLintFindsNothingInASoundDashboard(t *testing.T) {
	require.Empty(t, lint(t, sound()))
}

// Each rule is broken by one change to the sound dashboard, and nothing else is found.
func TestLintFindsWhatIsBroken(t *testing.T) {
	first := func(d object) object { return d["panels"].([]any)[0].(object) }
	asked := func(d object) object { return first(d)["targets"].([]any)[0].(object) }
	list := func(d object) []any { return d["templating"].(object)["list"].([]any) }
	column := func(name, property string, value any) object {
		return object{"matcher": object{"id": "byName", "options": name}, "properties": []any{object{"id": property, "value": value}}}
	}
	columns := func(d object, overrides ...any) { first(d)["fieldConfig"].(object)["overrides"] = overrides }
	compared := func(d object) { // three figures side by side
		first(d)["type"] = "stat"
		asked(d)["compare"], asked(d)["compareAs"] = "previous_year", []any{"value", "ratio"}
	}
	cases := map[string]struct {
		change func(object)
		want   string
	}{
		"no description":              {func(d object) { d["description"] = "" }, "crm-x: it needs a uid, a title and a description"},
		"no time range":               {func(d object) { delete(d, "time") }, "it needs a time range"},
		"panel without a title":       {func(d object) { first(d)["title"] = " " }, `it needs a title`},
		"panel without a description": {func(d object) { first(d)["description"] = "" }, `panel "Revenue": it needs a description`},
		"id taken":                    {func(d object) { first(d)["id"] = 4 }, "its id 4 is missing or taken"},
		"id missing":                  {func(d object) { delete(first(d), "id") }, "its id 0 is missing or taken"},
		"overlap":                     {func(d object) { first(d)["gridPos"].(object)["w"] = 13 }, `it overlaps with "Revenue"`},
		"too wide":                    {func(d object) { d["panels"].([]any)[1].(object)["gridPos"].(object)["w"] = 13 }, "does not fit in the 24 columns"},
		"across the fold": {func(d object) {
			panels := d["panels"].([]any)
			panels[4].(object)["gridPos"].(object)["h"] = 20
			panels[5].(object)["gridPos"].(object)["y"] = 30
		}, "it begins above the fold and ends below"},
		"too many reports": {func(d object) {
			for i := range 3 {
				d["panels"] = append(d["panels"].([]any), panel(10+i, i*4, 16, 4, 5))
			}
		}, "8 reports above the fold are more than 7"},
		"too few reports": {func(d object) {
			panels := d["panels"].([]any)
			d["panels"] = append(panels[1:2], panels[3:]...)
		}, "3 panels above the fold are fewer than 5"},
		"nothing ahead": {func(d object) { d["panels"].([]any)[4].(object)["targets"] = []any{question()} }, "none of its KPIs is of the horizon future"},
		"too many variables": {func(d object) {
			for _, name := range []string{"a", "b", "c", "e"} {
				d["templating"].(object)["list"] = append(list(d), object{"name": name, "type": "textbox"})
				d["title"] = d["title"].(string) + " $" + name
			}
		}, "5 variables stand in several lines on a phone"},
		"no target and no reason": {func(d object) { first(d)["description"] = "Revenue." }, "it shows no target and no comparison"},
		"a list that ends without a word": {func(d object) {
			first(d)["title"] = "Revenue of 50 teams"
			asked(d)["groupBy"], asked(d)["limit"] = []any{"team"}, object{"top": 5}
		}, "it shows 5 rows and leaves the others out; say so in its title"},
		"rows that a transformation leaves out": {func(d object) {
			first(d)["transformations"] = []any{object{"id": "limit", "options": object{"limitField": 3}}}
		}, "it shows 3 rows and leaves the others out"},
		"two columns of one name": {func(d object) {
			called := func(column string) object {
				return object{"matcher": object{"id": "byName", "options": column}, "properties": []any{object{"id": "displayName", "value": "Change"}}}
			}
			first(d)["fieldConfig"].(object)["overrides"] = []any{called("revenue"), called("roi")}
		}, `its columns "revenue" and "roi" are both called "Change"`},
		"leads nowhere": {func(d object) { delete(first(d)["fieldConfig"].(object)["defaults"].(object), "links") }, "a click leads nowhere"},
		"grain longer than ranges": {func(d object) {
			first(d)["type"], first(d)["options"] = "timeseries", object{"legend": object{"showLegend": true}}
			asked(d)["grain"] = "month"
		}, "take the grain auto"},
		"bars as thin as lines": {func(d object) {
			first(d)["type"], first(d)["options"], first(d)["timeFrom"] = "timeseries", object{"legend": object{"showLegend": true}}, "26w"
			first(d)["hideTimeOverride"] = true
			columns(d, column("revenue", "custom.drawStyle", "bars"))
		}, "its range begins at now-26w, amid a period"},
		"costs cut off": {func(d object) {
			asked(d)["kpis"], asked(d)["groupBy"] = []any{"roi"}, []any{"campaign"}
		}, "roi by campaign leaves out what a campaign cost before the range"},
		"part of a column on a phone": {func(d object) {
			asked(d)["groupBy"], asked(d)["kpis"], asked(d)["format"] = []any{"team"}, []any{"revenue", "pipeline_value"}, "table"
			columns(d, column("team", "custom.width", 200), column("revenue", "custom.minWidth", 100))
		}, "the first two, team and revenue, are 300 pixels wide; make them 340"},
		"more columns than a desk has": {func(d object) {
			asked(d)["groupBy"], asked(d)["kpis"], asked(d)["format"] = []any{"team"}, []any{"revenue", "pipeline_value"}, "table"
			columns(d, column("team", "custom.width", 600), column("revenue", "custom.width", 200))
		}, "its columns are 950 pixels wide, more than the 922"},
		"title cut by a phone": {func(d object) { first(d)["title"] = "Revenue of everybody in ${team}" }, "a phone cuts its title"},
		"head of a column cut": {func(d object) {
			asked(d)["groupBy"], asked(d)["kpis"], asked(d)["format"] = []any{"team"}, []any{"revenue", "pipeline_value"}, "table"
			columns(d, column("team", "custom.width", 240), column("revenue", "custom.width", 100), column("revenue", "displayName", "Underachievement of all"))
		}, `the head "Underachievement of all" of a column is cut: "Underachievement" takes 127 pixels, more than 100`},
		"name of a figure cut": {func(d object) {
			compared(d)
			columns(d, column("revenue", "displayName", "Counterrevolutionarily"), column("revenue_previous_year", "displayName", "A year ago"))
		}, `a phone cuts the name "Counterrevolutionarily": "Counterrevolutionarily" is wider than the 103 pixels that each of 3 figures has`},
		"name of a figure in many lines": {func(d object) {
			compared(d)
			columns(d, column("revenue", "displayName", "Revenue of won deals of everybody this year"))
		}, "in 4 lines, more than 2; shorten it"},
		"name of a figure in two lines of a low panel": {func(d object) {
			compared(d)
			first(d)["gridPos"].(object)["h"] = 3
			columns(d, column("revenue", "displayName", "Revenue of won deals"))
		}, "in 2 lines, more than 1; shorten it, or make the panel higher"},
		"range told in English": {func(d object) { first(d)["timeFrom"] = "7d" }, "Grafana tells its own range beside the title"},
		"no number on a phone": {func(d object) {
			columns(d, column("team", "custom.width", 190))
			asked(d)["groupBy"], asked(d)["format"] = []any{"team", "campaign"}, "table"
		}, "have no number; put a KPI among them"},
		"too many columns": {func(d object) {
			many, order := object{}, object{}
			for i := range 15 {
				name := string(rune('a' + i))
				many[name], order[name] = true, i
			}
			first(d)["targets"] = []any{object{"refId": "A", "datasource": reference(), "version": 1, "queryType": "records", "kpis": []any{"revenue"}}}
			first(d)["transformations"] = []any{object{"id": "organize", "options": object{"includeByName": many, "indexByName": order}}}
			every := object{"matcher": object{"id": "byRegexp", "options": "/.*/"}, "properties": []any{object{"id": "custom.width", "value": 40}}}
			columns(d, every, column("a", "custom.width", 300))
		}, "15 columns of a list are more than 14"},
		"a name of the data":              {func(d object) { first(d)["title"] = "Revenue of forecast_submissions" }, `"forecast_submissions" is a name of the data`},
		"codes for words":                 {func(d object) { asked(d)["groupBy"], asked(d)["format"] = []any{"deal_status"}, "table" }, "it shows the values of deal_status as the data have them"},
		"asks nothing":                    {func(d object) { first(d)["targets"] = []any{} }, "it asks nothing"},
		"refId taken":                     {func(d object) { first(d)["targets"] = []any{question(), question()} }, `the refId "A"`},
		"old version":                     {func(d object) { delete(asked(d), "version") }, `its version is ""; the current one is 1`},
		"broken query":                    {func(d object) { asked(d)["grain"] = "decade" }, "decade"},
		"misspelt field":                  {func(d object) { asked(d)["group_by"] = []any{"team"} }, `it has a field "group_by" that says nothing`},
		"unknown KPI":                     {func(d object) { asked(d)["kpis"] = []any{"revenues"} }, `there is no KPI "revenues"`},
		"unknown dimension":               {func(d object) { asked(d)["groupBy"] = []any{"teams"} }, `there is no dimension "teams"`},
		"unknown dimension of a variable": {func(d object) { list(d)[1].(object)["query"].(object)["dimension"] = "teams" }, `variable team: there is no dimension "teams"`},
		"undefined variable":              {func(d object) { first(d)["title"] = "Revenue of ${rep}" }, "it uses a variable rep that it does not define"},
		"unused variable": {func(d object) {
			d["templating"].(object)["list"] = append(list(d), object{"name": "rep", "type": "textbox", "hide": 3})
		}, "nothing uses its variable rep"},
		"fixed data source": {func(d object) { first(d)["datasource"] = object{"type": dashboards.PluginID, "uid": "crm-kpis"} }, "refer to type " + dashboards.PluginID},
		"absolute address":  {func(d object) { d["links"] = []any{object{"url": "http://localhost:3000/d/crm-y"}} }, "url is an absolute address"},
		"unit set":          {func(d object) { first(d)["fieldConfig"].(object)["defaults"].(object)["unit"] = "short" }, "it sets the unit short"},
		"legend hidden":     {func(d object) { first(d)["type"] = "timeseries" }, "it hides the legend"},
		"too many figures": {func(d object) {
			first(d)["type"] = "stat"
			two := question()
			two["refId"], two["compare"], two["compareAs"] = "B", "previous_year", []any{"value", "difference", "ratio"}
			three := question()
			three["refId"], three["compare"], three["compareAs"] = "C", "previous_year", []any{"ratio"}
			first(d)["targets"] = []any{question(), two, three}
		}, "7 figures side by side are not readable on a phone"},
		"dead link": {func(d object) {
			first(d)["fieldConfig"].(object)["defaults"].(object)["links"] = []any{object{"title": "Rows", "url": "/d/crm-x?viewPanel=panel-9"}}
		}, `its link "Rows" leads to panel 9, which does not exist`},
		"dead link of a column": {func(d object) {
			first(d)["fieldConfig"].(object)["overrides"] = []any{object{"properties": []any{object{"id": "links", "value": []any{object{"title": "", "url": "/d/crm-x"}}}}}}
		}, "a link needs a title and a URL"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			d := sound()
			c.change(d)
			found := lint(t, d)
			require.Len(t, found, 1)
			require.Contains(t, found[0], c.want)
		})
	}
}

func TestTranslateNamesMissingTexts(t *testing.T) {
	text, err := json.Marshal(sound())
	require.NoError(t, err)
	translation := dashboards.Translation{"X": "Икс", "For X.": "Для Икс.", "Revenue": "Выручка", "Why there is no target.": "Почему нет плана.", "Rows": "Строки"}
	_, err = dashboards.Translate(text, translation)
	require.ErrorContains(t, err, "add them to pkg/dashboards/shipped/ru:\n  More")

	translation["More"] = "Ещё"
	russian, err := dashboards.Translate(text, translation)
	require.NoError(t, err)
	d, err := dashboards.Parse(russian)
	require.NoError(t, err)
	require.Equal(t, "crm-x-ru", d.UID)
	require.Equal(t, "Икс", d.Title)
	require.Equal(t, "Ещё", d.Panels[5].Title)
	require.Contains(t, string(russian), `"crm-kpis-ru"`)
	require.Equal(t, "Почему нет плана.", d.Panels[5].Panels[0].Description)
	require.Empty(t, dashboards.Lint(d, few{}))
}
