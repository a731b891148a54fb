package query

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Having keeps the groups whose value of a KPI, over the whole range, compares with numbers. A group without a value passes no
// comparison.
type Having struct {
	KPI      string   `json:"kpi"`      // an [Entry], whether the question shows it or not
	Operator Operator `json:"operator"` // one of [Comparators]
	Values   []string `json:"values"`   // numbers, as 1000, 0.8 or 80%
}

// Validate checks the entry, the operator and the number of values.
func (h Having) Validate() error {
	if unreadable(h.KPI) || slices.ContainsFunc(h.Values, unreadable) {
		return fault.New("question.unreadable", "field", "having").In("having")
	}
	if _, err := ParseEntry(h.KPI); err != nil {
		return err
	}
	if err := checkComparison(h.Operator, h.Values); err != nil {
		return fault.At(i18n.T("question.having_on", "kpi", h.KPI), err.In("having"))
	}
	return nil
}

// normalHaving writes the entries of conditions in their one form; the list it is given stays as it is.
func normalHaving(all []Having) []Having {
	all = slices.Clone(all)
	for i := range all {
		all[i].KPI = normal(all[i].KPI)
	}
	return all
}
