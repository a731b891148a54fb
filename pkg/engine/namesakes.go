package engine

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/exec"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// namesakes tells which values of filters name several rows, all of which the filter means: whoever reads "Felix Lindner" above a number
// thinks of one.
func (e *Engine) namesakes(all, valued []query.Filter, r plan.Request) lookup {
	filters, values := []query.Filter{}, map[string][]string{}
	for _, f := range valued {
		d, err := e.Dimension(f.Dimension)
		if err == nil && e.Named(d.Entity) && (f.Operator == query.In || f.Operator == query.NotIn) {
			filters = append(filters, f)
			values[d.Entity] = append(values[d.Entity], f.Values...)
		}
	}
	part, found, err := exec.NamesakesOf(e.Business, r, all, values)
	if err != nil {
		part = nil
	}
	return lookup{part, func(read bool) (notices []answer.Notice) {
		for _, f := range filters {
			d, _ := e.Dimension(f.Dimension)
			if names, one := several(f.Values, found[d.Entity]); read && len(names) > 0 {
				more := max(0, len(names)-valuesShown)
				notices = append(notices, answer.Notice{Warning: true, Text: i18n.T("notice.namesakes", "dimension", d.Title, "values", names[:len(names)-more], "more", more, "one", one)})
			}
		}
		return notices
	}}
}

// several are the values that name several rows, each with how many, and the value that names one row of the first of them.
func several(values []string, shared exec.Namesakes) (names []string, one string) {
	for _, value := range values {
		if shared.Has(value) {
			names = append(names, fmt.Sprintf("%s (%d)", value, shared[value].Rows))
			if one == "" {
				one = shared[value].One
			}
		}
	}
	return names, one
}
