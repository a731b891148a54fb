// Package reference writes the reference of the KPIs as Markdown, from their definitions: what each means, how it is computed,
// what it can be grouped by, what it is easily mistaken for, and a question to copy.
package reference

//go:generate go run ./generate ../../docs

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// files are where the page of each language is, below the folder of the documentation.
var files = map[i18n.Language]string{i18n.English: "kpis.md", i18n.Russian: "ru/kpis.md"}

//go:embed page.en.md
var english string

//go:embed page.ru.md
var russian string

// Pages returns the reference in every language, by file.
func Pages() (map[string][]byte, error) {
	c := catalog.Default()
	m := crm.Reference()
	w := writer{catalog: c, model: m.Model, engine: engine.New(c, m, plan.Settings{}, nil)}
	pages := map[string][]byte{}
	for language, text := range map[i18n.Language]string{i18n.English: english, i18n.Russian: russian} {
		w.language = language
		page, err := w.page(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", files[language], err)
		}
		pages[files[language]] = page
	}
	return pages, nil
}

// writer writes the page of one language.
type writer struct {
	catalog  *catalog.Catalog
	model    *crm.Model
	engine   *engine.Engine
	language i18n.Language
}

func (w writer) in(t i18n.Text) string { return t.In(w.language) }

// say is a message of the reference.
func (w writer) say(id string, arguments ...any) string {
	return w.in(i18n.T("reference."+id, arguments...))
}

// department is a section of the page.
type department struct {
	ID, Title string
	KPIs      []entry
}

// entry is a KPI as the page shows it.
type entry struct {
	*catalog.KPI
	Title, Description        string
	Unit, Better, Looks, Kind string
	Grain, Formula, Usual     string
	Names, Parameters, Mind   []string // lines
	Times, Dimensions, Goals  string
	Statistics                string // one that can be asked for; empty for none
	Question, Panel, Command  string
}

func (w writer) page(text string) ([]byte, error) {
	t, err := template.New("page").Parse(text)
	if err != nil {
		return nil, err
	}
	var all []department
	for _, k := range w.catalog.KPIs() {
		if n := len(all); n == 0 || all[n-1].ID != k.Department {
			all = append(all, department{ID: k.Department, Title: w.in(catalog.DepartmentTitle(k.Department))})
		}
		e, err := w.entry(k)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", k.ID, err)
		}
		last := &all[len(all)-1]
		last.KPIs = append(last.KPIs, e)
	}
	var out bytes.Buffer
	err = t.Execute(&out, all)
	return out.Bytes(), err
}

func (w writer) entry(k *catalog.KPI) (entry, error) {
	question := Example(k, w.engine)
	panel, err := question.Panel()
	if err != nil {
		return entry{}, err
	}
	return entry{
		KPI: k, Title: w.in(k.Title), Description: w.in(k.Description),
		Unit: w.say("unit_" + string(k.Unit)), Better: w.say("better_" + cmp.Or(string(k.Better), "neither")), Looks: w.say("horizon_" + string(k.Horizon)),
		Kind: w.say("kind_" + string(k.Kind)), Grain: w.grain(k),
		Formula: w.formula(k), Names: w.names(k), Times: codes(w.times(k)),
		Dimensions: codes(w.engine.Dimensions(k)), Goals: w.goals(k), Usual: codes(k.GroupBy), Parameters: w.parameters(k), Mind: w.mind(k),
		Statistics: otherStatistic(k),
		Question:   question.Words(w.model, w.language), Panel: panel, Command: question.Command(w.language),
	}, nil
}

// otherStatistic is one that can be asked of a KPI instead of its own; "" for none.
func otherStatistic(k *catalog.KPI) string {
	switch {
	case !k.HasStatistics():
		return ""
	case isDuration(k):
		return "mean"
	}
	return "median"
}

// goals names the goals of a KPI, and tells what its targets are; empty for a target.
func (w writer) goals(k *catalog.KPI) string {
	var ids []string
	for _, goal := range w.catalog.GoalsOf(k) {
		ids = append(ids, goal.ID)
	}
	switch {
	case ids == nil:
		return ""
	case w.catalog.Steady(k.ID):
		return w.say("goals_steady", "goals", codes(ids))
	}
	return w.say("goals_spread", "goals", codes(ids))
}

func (w writer) grain(k *catalog.KPI) string {
	if k.SingleFigure() {
		return w.say("only_one")
	}
	if k.Grain == "" {
		return "–"
	}
	return w.say("grain_" + string(k.Grain))
}

// formula is the definition as written.
func (w writer) formula(k *catalog.KPI) string {
	switch k.Kind {
	case catalog.TargetKind:
		return w.say("targets_of", "metric", code(k.Formula.(catalog.Target).Metric))
	case catalog.ReportKind:
		return w.say("report_" + string(k.Report))
	}
	return code(k.Definition)
}

var word = regexp.MustCompile(`[a-z][a-z0-9_]*`)

// names explains the measures and KPIs that a formula names.
func (w writer) names(k *catalog.KPI) []string {
	if k.Kind == catalog.TargetKind || k.Kind == catalog.ReportKind {
		return nil
	}
	var lines []string
	seen := map[string]bool{}
	for _, name := range word.FindAllString(k.Definition, -1) {
		if seen[name] {
			continue
		}
		seen[name] = true
		if m, ok := w.catalog.Measure(name); ok {
			lines = append(lines, w.measures(m)...)
		} else if other, err := w.catalog.KPI(name); err == nil {
			lines = append(lines, fmt.Sprintf("%s – %s", link(name), w.in(other.Title)))
		}
	}
	return lines
}

// measures explains a measure and those that stand in for it.
func (w writer) measures(m *catalog.Measure) []string {
	line := code(m.ID) + ": " + w.measure(m)
	lines := []string{line}
	if other, ok := w.catalog.Measure(m.Otherwise); ok && m.Otherwise != "" {
		lines[0] += w.say("otherwise", "entity", code(m.Entity), "other", code(other.ID))
		lines = append(lines, w.measures(other)...)
	}
	return lines
}

// times lists the columns that put rows into a period, each once.
func (w writer) times(k *catalog.KPI) []string {
	var all []string
	add := func(entity string, expressions ...expression.Expression) {
		for _, e := range expressions {
			for _, column := range e.Paths() {
				if column = entity + "." + column; !slices.Contains(all, column) {
					all = append(all, column)
				}
			}
		}
	}
	for _, m := range k.Measures() {
		add(m.Entity, m.Timing.Times(m)...)
	}
	if hasTarget(k) {
		all = append(all, "targets.period_start", "targets.period_end")
	}
	return all
}

func (w writer) parameters(k *catalog.KPI) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(k.Parameters)) {
		line := code(name)
		if value := k.Parameters[name]; value != "" {
			line += " = " + code(value)
		}
		if k.Computes(name) {
			other, _ := w.catalog.KPI(name)
			line += ": " + w.say("replaces", "kpi", link(name), "unit", w.say("unit_"+string(other.Unit)))
		} else if options := w.catalog.Options(k, name); options != nil {
			line += ": " + codes(options)
			if name == "statistic" {
				line += w.say("any_percentile", "one", code("p99.5"), "discrete", code("p90_disc"))
			}
		} else {
			line += ": " + w.in(k.Form(name))
		}
		lines = append(lines, line)
	}
	return lines
}

func code(text string) string { return "`" + strings.Join(strings.Fields(text), " ") + "`" }

func codes(all []string) string {
	quoted := make([]string, len(all))
	for i, one := range all {
		quoted[i] = code(one)
	}
	return strings.Join(quoted, ", ")
}

func link(id string) string { return fmt.Sprintf("[%s](#%s)", id, id) }

// short are the ids without an underscore that are no words of a language.
var short = []string{"cac", "cltv", "cpa", "csat", "nps", "roi"}

// linked makes links of the KPIs that a text names, and code of other ids.
func (w writer) linked(text string) string {
	return word.ReplaceAllStringFunc(text, func(id string) string {
		switch _, err := w.catalog.KPI(id); {
		case !strings.Contains(id, "_") && !slices.Contains(short, id):
			return id
		case err == nil:
			return link(id)
		default:
			return code(id)
		}
	})
}
