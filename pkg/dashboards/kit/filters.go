package kit

import (
	"regexp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Chosen keeps the rows with what is chosen in the variable of a dimension's name.
func Chosen(dimension string) query.Filter {
	return query.Filter{Dimension: dimension, Operator: query.In, Values: []string{"$" + dimension}}
}

// Is keeps the rows with one of the values of a dimension.
func Is(dimension string, values ...string) query.Filter {
	return query.Filter{Dimension: dimension, Operator: query.In, Values: values}
}

// Known keeps the rows that have a value of a dimension.
func Known(dimension string) query.Filter {
	return query.Filter{Dimension: dimension, Operator: query.IsNotNone}
}

// reference is the model that the dashboards are written for. A mapping that lacks something says so in the panel.
var reference = plan.New(catalog.Default(), crm.Reference(), plan.Settings{})

// obeys reports whether a filter by a dimension can change the answer of a question: one of its KPIs has the dimension, or its rows do.
func (q *Question) obeys(dimension string) (bool, error) {
	if slices.Contains(q.without, dimension) {
		return false, nil
	}
	switch {
	case q.Type == query.Agenda:
		return slices.Contains(reference.DimensionsOf("activities"), dimension), nil
	case q.Type == query.Timeline:
		return dimension == "account", nil
	case q.Type == query.Check:
		return false, nil
	case q.Entity != "":
		return slices.Contains(reference.DimensionsOf(q.Entity), dimension), nil
	}
	for _, text := range q.KPIs {
		has, err := entryHas(text, dimension)
		if has || err != nil {
			return has, err
		}
	}
	return false, nil
}

// name finds the KPIs of a formula.
var name = regexp.MustCompile(`[a-z][a-z0-9_.]*`)

// entryHas reports whether a KPI has a dimension; of a formula, whether all its KPIs do.
func entryHas(text, dimension string) (bool, error) {
	entry, err := query.ParseEntry(text)
	if err != nil {
		return false, err
	}
	if entry.Formula.Text == "" {
		return kpiHas(entry.KPI, dimension)
	}
	for _, id := range name.FindAllString(entry.Formula.Text, -1) {
		if has, err := kpiHas(id, dimension); err == nil && !has {
			return false, nil
		}
	}
	return true, nil
}

func kpiHas(id, dimension string) (bool, error) {
	k, err := catalog.Default().KPI(id)
	if err != nil {
		return false, err
	}
	return slices.Contains(reference.Dimensions(k), dimension), nil
}
