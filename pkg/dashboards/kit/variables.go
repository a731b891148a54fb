package kit

import (
	"cmp"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Variable is what a reader can change.
type Variable struct {
	Name, Label, Description string

	kind       dashboard.VariableType
	question   query.Question // values of a dimension
	expression string         // of Prometheus, instead of a question
	text       string         // of a text box or a list; the type of data sources
	single     bool
	filters    bool // all questions that can obey it do
	hide       dashboard.VariableHide
	refresh    dashboard.VariableRefresh // when a list of values is asked for; with each change of the range by default
}

// Filter is a choice among the values of a dimension, for all questions that have it.
func Filter(dimension, label, description string) Variable {
	return Variable{
		Name: dimension, Label: label, Description: description, kind: dashboard.VariableTypeQuery, filters: true,
		question: query.Question{Version: query.CurrentVersion, Type: query.Values, Dimension: dimension, Rows: 1000},
	}
}

// Picked is a choice of one value of a dimension for the questions that name the variable, with what is chosen at first.
func Picked(dimension, label, description, first string) Variable {
	v := Filter(dimension, label, description).One()
	v.filters, v.text = false, first
	return v
}

// Text is a text that a reader types, with what stands there at first.
func Text(name, label, description, first string) Variable {
	return Variable{Name: name, Label: label, Description: description, kind: dashboard.VariableTypeTextbox, text: first}
}

// One lets a reader choose one value, not several or all.
func (v Variable) One() Variable {
	v.single = true
	return v
}

// Within is a choice among the values of rows that pass the filters of other variables.
func (v Variable) Within(dimensions ...string) Variable {
	for _, dimension := range dimensions {
		v.question.Filters = append(v.question.Filters, Chosen(dimension))
	}
	return v
}

// Folded puts a filter into the menu of the dashboard's controls, so that the others stand in one line on a phone.
func (v Variable) Folded() Variable {
	v.hide = dashboard.VariableHideInControlsMenu
	return v
}

// carried reports whether links take the choice along.
func (v Variable) carried() bool { return v.Name != "datasource" }

func sourceVariable() Variable {
	return Variable{Name: "datasource", Label: "Data source", Description: "The CRM that is asked", kind: dashboard.VariableTypeDatasource, text: dashboards.PluginID, hide: dashboard.VariableHideInControlsMenu}
}

func (v Variable) model() (dashboard.VariableModel, error) {
	m := dashboard.VariableModel{
		Type: v.kind, Name: v.Name, Label: &v.Label, Description: &v.Description, Hide: &v.hide, SkipUrlSync: to(false),
		Multi: to(false), IncludeAll: to(false), Options: []dashboard.VariableOption{},
	}
	switch v.kind {
	case dashboard.VariableTypeDatasource:
		m.Query, m.Refresh, m.Regex = &dashboard.StringOrMap{String: &v.text}, to(dashboard.VariableRefreshOnDashboardLoad), to("")
		if v.text == dashboards.PluginID {
			m.Current = option("CRM KPIs", "crm-kpis")
		}
	case dashboard.VariableTypeQuery:
		if v.expression != "" {
			m.Query, m.Datasource, m.Definition = &dashboard.StringOrMap{String: &v.expression}, prometheusSource(), &v.expression
			m.Refresh, m.Regex, m.Sort = to(dashboard.VariableRefreshOnTimeRangeChanged), to(""), to(dashboard.VariableSortAlphabeticalAsc)
			m.Multi, m.IncludeAll, m.AllValue = to(true), to(true), to(".*")
			m.Current = &dashboard.VariableOption{Selected: to(true), Text: several("All"), Value: several("$__all")}
			return m, nil
		}
		target, err := (&Question{Question: v.question}).target("values")
		if err != nil {
			return m, err
		}
		fields, err := asMap(target)
		if err != nil {
			return m, err
		}
		delete(fields, "datasource")
		m.Query, m.Datasource, m.Definition = &dashboard.StringOrMap{Map: fields}, source(), &v.Name
		m.Refresh, m.Regex, m.Sort = to(cmp.Or(v.refresh, dashboard.VariableRefreshOnTimeRangeChanged)), to(""), to(dashboard.VariableSortDisabled)
		if v.text != "" {
			m.Current = option(v.text, v.text)
		}
		if !v.single {
			m.Multi, m.IncludeAll, m.AllValue = to(true), to(true), to("")
			m.Current = &dashboard.VariableOption{Selected: to(true), Text: several("All"), Value: several("$__all")}
		}
	case dashboard.VariableTypeTextbox:
		m.Query, m.Current = &dashboard.StringOrMap{String: &v.text}, option(v.text, v.text)
	}
	return m, nil
}

func option(text, value string) *dashboard.VariableOption {
	return &dashboard.VariableOption{Selected: to(true), Text: one(text), Value: one(value)}
}

func one(text string) dashboard.StringOrArrayOfString {
	return dashboard.StringOrArrayOfString{String: &text}
}

func several(texts ...string) dashboard.StringOrArrayOfString {
	return dashboard.StringOrArrayOfString{ArrayOfString: texts}
}
