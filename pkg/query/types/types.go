// Package types knows the types of questions: what each is called, what fields its JSON has, how an editor shows them, and what
// makes a question of it wrong. A type is one value in a file of its own and one entry of the list that [All] returns; the plugin,
// the command line and, through the plugin's catalogue, the editors read that list.
package types

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Type is a type of questions.
type Type struct {
	ID                 query.Type
	Title, Description i18n.Text
	Behind             i18n.Text                           // what it tells of a KPI that is asked for; editors lead from there to it, unless it is empty
	Uses               []Use                               // where editors offer it
	Fields             []Field                             // of its JSON, in the order an editor shows them
	Defaults           func(query.Question) query.Question // fills in what is left open, besides what all types share; nil for nothing
	Check              func(query.Question) error          // what is wrong, besides what all types share; nil for nothing
}

// Use is a place where questions are asked.
type Use string

// The places where questions are asked.
const (
	ForPanels      Use = "panels" // and Explore
	ForAlerts      Use = "alerts"
	ForAnnotations Use = "annotations"
	ForVariables   Use = "variables"
)

var all = []Type{kpi, records, values, agenda, timeline, annotations, explain, check}

// All lists the types in the order in which editors offer them.
func All() []Type { return slices.Clone(all) }

// Of returns the type of that id; the error of an unknown one names those there are.
func Of(id query.Type) (Type, error) {
	i := slices.IndexFunc(all, func(t Type) bool { return t.ID == id })
	if i < 0 {
		ids := make([]string, len(all))
		for i, t := range all {
			ids[i] = string(t.ID)
		}
		return Type{}, fault.New("question.unknown_type", "type", id, "known", strings.Join(ids, ", ")).In("queryType")
	}
	return all[i], nil
}

// Parse reads a question's JSON, fills in the defaults and validates it.
func Parse(text []byte) (query.Question, error) {
	q, err := query.Parse(text)
	if err != nil {
		return q, err
	}
	q = WithDefaults(q)
	return q, Validate(q)
}

// WithDefaults fills in what a question leaves open.
func WithDefaults(q query.Question) query.Question {
	q = q.WithDefaults()
	if t, err := Of(q.Type); err == nil && t.Defaults != nil {
		q = t.Defaults(q)
	}
	return q
}

// Validate checks what can be checked without the catalogue; the error says what would be right.
func Validate(q query.Question) error {
	t, err := Of(q.Type)
	if err != nil {
		return err
	}
	if err := q.Validate(); err != nil { // with the bounds within which a type's own check is cheap
		return err
	}
	if err := checkFiltersOf(q); err != nil {
		return err
	}
	if t.Check != nil {
		return t.Check(q)
	}
	return nil
}

// checkFiltersOf refuses filters of a side, or before something is made, where no KPI is asked for.
func checkFiltersOf(q query.Question) error {
	ofKPIs := q.Type == query.KPI || q.Type == query.Explain || q.Type == query.Records && q.Entity == ""
	for _, f := range q.Filters {
		if f.Of != "" && !ofKPIs {
			return fault.New("question.filter_of_without_kpi", "filter", f.String(), "of", f.Of).In("filters")
		}
	}
	return nil
}

// described gives a type the texts of the messages types.list.ID.
func described(t Type) Type {
	id := string(t.ID)
	t.Title, t.Description = i18n.T("types.list."+id+".title"), i18n.T("types.list."+id+".help")
	return t
}
