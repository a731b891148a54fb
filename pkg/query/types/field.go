package types

import "github.com/crmkpi/crm-datasource/pkg/i18n"

// Field is a field of a question's JSON and how an editor lets people set it. Two fields may share a name: one of kind [InputValue]
// keeps its value among the filters.
type Field struct {
	Name        string // in the JSON
	Input       Input
	Title, Help i18n.Text
	Placeholder i18n.Text   // shown while nothing is set
	Options     []Option    // of a choice; of an entity, those besides the entities
	Default     string      // what a question means that leaves it open
	Required    bool        // where the field is shown
	Beside      bool        // in the row of the field before it
	Folded      bool        // what few people need: editors fold it away until someone looks for it
	With        string      // a field without which this one means nothing
	Without     string      // a field with which this one means nothing
	For         Use         // the only place where editors offer it, besides where it is set; "" for none
	Dimension   string      // of a value
	Parameters  []Parameter // the type's own, besides those of the KPIs
}

// Input is a kind of input. An editor that does not know one offers a text.
type Input string

// The kinds of input.
const (
	InputKPIs       Input = "kpis"
	InputKPI        Input = "kpi"        // one, in a list all the same
	InputColumns    Input = "columns"    // statistics and windows behind the KPIs of a question
	InputDimensions Input = "dimensions" // those that the chosen KPIs share
	InputDimension  Input = "dimension"
	InputEntity     Input = "entity"
	InputChoice     Input = "choice"
	InputRadio      Input = "radio"   // a choice whose options are all in sight
	InputChoices    Input = "choices" // several of the options
	InputText       Input = "text"
	InputNumber     Input = "number"
	InputSwitch     Input = "switch"
	InputFilters    Input = "filters"
	InputHaving     Input = "having"     // conditions on the values of KPIs
	InputValue      Input = "value"      // one value of a dimension, kept as a filter on it
	InputParameters Input = "parameters" // of the chosen KPIs, and the type's own
	InputLimit      Input = "limit"
)

// Parameter is a parameter that a type has itself, whatever the KPIs are.
type Parameter struct {
	Name        string
	Title, Help i18n.Text
	Default     string
}

// named gives a field the texts of the messages types.fields.ID.
func (f Field) named(id string) Field {
	f.Title, f.Help = i18n.T("types.fields."+id+".title"), i18n.T("types.fields."+id+".help")
	return f
}

// folded folds a field away.
func folded(f Field) Field {
	f.Folded = true
	return f
}

// The fields that several types have.
var (
	filters    = Field{Name: "filters", Input: InputFilters}.named("filters")
	parameters = Field{Name: "parameters", Input: InputParameters}.named("parameters")
	rows       = Field{Name: "rows", Input: InputNumber, Placeholder: i18n.T("types.placeholders.rows")}.named("rows")
)
