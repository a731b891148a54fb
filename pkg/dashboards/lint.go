package dashboards

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// Catalogue knows the names that questions may use.
type Catalogue interface {
	KPI(id string) bool
	Dimension(id string) bool
	// Horizon tells when the numbers of a KPI lie: past, current or future. "" for none.
	Horizon(id string) string
	// Goal reports whether a KPI is a target, or tells how a value stands to one.
	Goal(id string) bool
}

// Problem is a rule that a dashboard breaks.
type Problem struct {
	Dashboard string // uid
	Panel     string // title or, without one, number; "" for the dashboard itself
	Text      string // what is wrong and what would be right
}

func (p Problem) String() string {
	if p.Panel == "" {
		return p.Dashboard + ": " + p.Text
	}
	return fmt.Sprintf("%s, panel %s: %s", p.Dashboard, p.Panel, p.Text)
}

type linter struct {
	d        Dashboard
	known    Catalogue
	problems []Problem
}

func (l *linter) dashboard(format string, args ...any) {
	l.problems = append(l.problems, Problem{Dashboard: l.d.UID, Text: fmt.Sprintf(format, args...)})
}

func (l *linter) panel(p Panel, format string, args ...any) {
	name := strconv.Quote(p.Title)
	if p.Title == "" {
		name = strconv.Itoa(p.ID)
	}
	l.problems = append(l.problems, Problem{Dashboard: l.d.UID, Panel: name, Text: fmt.Sprintf(format, args...)})
}

// Lint checks a dashboard against the rules of all shipped ones; none are broken when the result is empty.
func Lint(d Dashboard, known Catalogue) []Problem {
	l := &linter{d: d, known: known}
	l.whole()
	lintGrid(l, d.Panels)
	lintFold(l, d.Panels)
	l.ids()
	l.everywhere()
	l.variables()
	l.horizons()
	l.controls()
	for _, p := range d.Panels {
		if p.Type == "row" {
			l.head(p)
		}
	}
	for _, p := range d.All() {
		l.read(p)
		l.texts(p)
		l.targets(p)
		l.fields(p)
		l.named(p)
		l.narrow(p)
		l.head(p)
		l.links(p)
	}
	return l.problems
}

func (l *linter) whole() {
	if l.d.UID == "" || l.d.Title == "" || l.d.Description == "" {
		l.dashboard("it needs a uid, a title and a description")
	}
	if l.d.Time.From == "" || l.d.Time.To == "" {
		l.dashboard("it needs a time range, as in from now/y to now/y")
	}
}

func (l *linter) ids() {
	seen := map[int]bool{}
	check := func(p Panel) {
		if p.ID < 1 || seen[p.ID] {
			l.panel(p, "its id %d is missing or taken; give each panel and row a number of its own", p.ID)
		}
		seen[p.ID] = true
	}
	for _, p := range l.d.Panels {
		check(p)
		for _, inner := range p.Panels {
			check(inner)
		}
	}
}

func (l *linter) texts(p Panel) {
	if strings.TrimSpace(p.Title) == "" {
		l.panel(p, "it needs a title")
	}
	if strings.TrimSpace(p.Description) == "" {
		l.panel(p, "it needs a description: what it shows, its target or comparison, or why there is none")
	}
}

// targets checks the questions of a panel.
func (l *linter) targets(p Panel) {
	if len(p.Targets) == 0 && p.Type != "text" {
		l.panel(p, "it asks nothing; give it a query")
	}
	values := 0
	var refs []string
	for _, t := range p.Targets {
		if t.RefID == "" || slices.Contains(refs, t.RefID) {
			l.panel(p, "its query has the refId %q; give each query a letter of its own", t.RefID)
		}
		refs = append(refs, t.RefID)
		if t.Datasource.Type == PluginID {
			q := l.question(t.JSON, func(format string, args ...any) {
				l.panel(p, "query "+t.RefID+": "+format, args...)
			})
			if p.Shows(t.RefID) {
				values += len(q.KPIs) * (1 + len(q.CompareAs))
			}
		}
	}
	l.figures(p, values)
	if p.Type == "stat" && values > mostFigures {
		l.panel(p, "%d figures side by side are not readable on a phone; at most %d", values, mostFigures)
	}
}

// own are the fields that Grafana adds to a question.
var own = []string{"refId", "datasource", "hide", "version"}

// question checks a question against its contract and the catalogue.
func (l *linter) question(text json.RawMessage, problem func(string, ...any)) query.Question {
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &fields); err != nil {
		problem("it is not a JSON object: %v", err)
		return query.Question{}
	}
	if string(fields["version"]) != strconv.Itoa(query.CurrentVersion) {
		problem("its version is %q; the current one is %d", fields["version"], query.CurrentVersion)
	}
	q, err := types.Parse(text)
	if err != nil {
		problem("%v", err)
		return q
	}
	// What the question does not carry back is not part of the contract.
	carried := map[string]json.RawMessage{}
	if again, err := json.Marshal(q); err != nil || json.Unmarshal(again, &carried) != nil {
		problem("it cannot be written as JSON again: %v", err)
	}
	for name := range fields {
		if _, ok := carried[name]; !ok && !slices.Contains(own, name) {
			problem("it has a field %q that says nothing; remove it, or see whether it is misspelt", name)
		}
	}
	for _, text := range q.KPIs {
		entry, err := query.ParseEntry(text)
		if !variable.MatchString(text) && (err != nil || entry.Formula.Text == "" && !l.known.KPI(entry.KPI)) {
			problem("there is no KPI %q in the catalogue", text)
		}
	}
	dimensions := slices.Clone(q.GroupBy)
	for _, f := range query.Comparisons(q.Filters) {
		if f.Field == "" {
			dimensions = append(dimensions, f.Dimension)
		}
	}
	if q.Dimension != "" {
		dimensions = append(dimensions, q.Dimension)
	}
	for _, id := range dimensions {
		if !variable.MatchString(id) && !l.known.Dimension(id) {
			problem("there is no dimension %q", id)
		}
	}
	return q
}

// fields checks that units come with the data and that several series can be told apart.
func (l *linter) fields(p Panel) {
	unit := p.FieldConfig.Defaults.Unit
	for _, override := range p.FieldConfig.Overrides {
		for _, property := range override.Properties {
			if property.ID == "unit" {
				unit = string(property.Value)
			}
		}
	}
	calculated := slices.ContainsFunc(p.Transformations, func(t Transformation) bool { return t.ID == "calculateField" })
	switch {
	case unit == "", strings.HasPrefix(unit, `"time:`): // a time has no unit, only a way to be written
	case calculated && unit == `"short"`: // what Grafana calculates from fields has lost their unit
	default:
		l.panel(p, "it sets the unit %s; remove it, since the unit comes from the catalogue with the data", unit)
	}
	switch p.Type {
	case "timeseries", "barchart", "piechart":
		if legend := p.Options.Legend; legend == nil || !legend.ShowLegend {
			l.panel(p, "it hides the legend, which tells its series apart")
		}
	}
}

var viewPanel = regexp.MustCompile(`^/d/([\w-]+)\?(?:.*&)?viewPanel=panel-(\d+)`)

// links checks that those to a panel of the same dashboard find it.
func (l *linter) links(p Panel) {
	for _, link := range p.Links() {
		if link.Title == "" || link.URL == "" {
			l.panel(p, "a link needs a title and a URL")
		}
		found := viewPanel.FindStringSubmatch(link.URL)
		if found == nil || found[1] != l.d.UID {
			continue
		}
		if !slices.ContainsFunc(l.d.All(), func(p Panel) bool { return strconv.Itoa(p.ID) == found[2] }) {
			l.panel(p, "its link %q leads to panel %s, which does not exist", link.Title, found[2])
		}
	}
}
