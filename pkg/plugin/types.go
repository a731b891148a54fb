package plugin

import (
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// typeAnswer is a query type as editors show it.
type typeAnswer struct {
	ID          query.Type    `json:"id"`
	Title       string        `json:"title"`
	Description string        `json:"description"`
	Behind      string        `json:"behind,omitempty"` // what it tells of a KPI that is asked for
	Uses        []types.Use   `json:"uses"`
	Fields      []fieldAnswer `json:"fields"`
}

// fieldAnswer is [types.Field] in one language.
type fieldAnswer struct {
	Name        string            `json:"name"`
	Input       types.Input       `json:"input"`
	Title       string            `json:"title"`
	Help        string            `json:"help,omitempty"`
	Placeholder string            `json:"placeholder,omitempty"`
	Options     []optionAnswer    `json:"options,omitempty"`
	Default     string            `json:"default,omitempty"`
	Required    bool              `json:"required,omitempty"`
	Beside      bool              `json:"beside,omitempty"`
	Folded      bool              `json:"folded,omitempty"`
	With        string            `json:"with,omitempty"`
	Without     string            `json:"without,omitempty"`
	For         types.Use         `json:"for,omitempty"`
	Dimension   string            `json:"dimension,omitempty"`
	Parameters  []parameterAnswer `json:"parameters,omitempty"`
}

// optionAnswer is a value to choose.
type optionAnswer struct {
	ID      string            `json:"id"`
	Title   string            `json:"title"`
	Help    string            `json:"help,omitempty"`
	Phrase  string            `json:"phrase,omitempty"` // in a sentence of what is asked
	Clashes map[string]string `json:"clashes,omitempty"`
}

// operatorAnswer is an operator of filters and how many values it takes at most.
type operatorAnswer struct {
	ID    query.Operator `json:"id"`
	Title string         `json:"title"`
	Most  int            `json:"most"`
}

func queryTypes(language i18n.Language) []typeAnswer {
	var list []typeAnswer
	for _, t := range types.All() {
		described := typeAnswer{ID: t.ID, Title: t.Title.In(language), Description: t.Description.In(language), Behind: t.Behind.In(language), Uses: t.Uses}
		for _, f := range t.Fields {
			described.Fields = append(described.Fields, fieldIn(f, language))
		}
		list = append(list, described)
	}
	return list
}

func fieldIn(f types.Field, language i18n.Language) fieldAnswer {
	answer := fieldAnswer{
		Name: f.Name, Input: f.Input, Title: f.Title.In(language), Help: f.Help.In(language), Placeholder: f.Placeholder.In(language),
		Default: f.Default, Required: f.Required, Beside: f.Beside, Folded: f.Folded, With: f.With, Without: f.Without, For: f.For, Dimension: f.Dimension,
	}
	for _, o := range f.Options {
		answer.Options = append(answer.Options, optionAnswer{
			ID: o.ID, Title: o.Title.In(language), Help: o.Help.In(language), Phrase: o.Phrase.In(language), Clashes: o.Clashes,
		})
	}
	for _, p := range f.Parameters {
		answer.Parameters = append(answer.Parameters, parameterAnswer{
			Name: p.Name, Title: p.Title.In(language), Help: p.Help.In(language), Default: p.Default,
		})
	}
	return answer
}

func operators(all []types.Operator, language i18n.Language) []operatorAnswer {
	var list []operatorAnswer
	for _, o := range all {
		list = append(list, operatorAnswer{ID: o.ID, Title: o.Title.In(language), Most: o.ID.Most()})
	}
	return list
}
