package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// GroupCondition is a [query.Having] whose KPI has its meaning.
type GroupCondition struct {
	KPI      ResolvedKPI
	Operator query.Operator
	Numbers  []float64 // two of [query.Between], else one
}

// Having is a condition on groups, and what is compared: the KPI over the whole range.
type Having struct {
	GroupCondition
	Formula Formula
}

// having gives the conditions on groups their meaning. One on a KPI that is unavailable is refused: it could keep any group or none.
func (b *Business) having(q *Query) error {
	for _, h := range q.Question.Having {
		k, err := b.resolveKPI(h.KPI, q.Question.Parameters)
		if err != nil {
			return fault.ByAsker(err)
		}
		if k.Unavailable != nil {
			return k.Unavailable
		}
		numbers, err := comparedWith(h.KPI, h.Values, "having")
		if err != nil {
			return err
		}
		q.Having = append(q.Having, GroupCondition{KPI: k, Operator: h.Operator, Numbers: numbers})
	}
	return nil
}

// used are the KPIs that can be answered and those of the conditions on groups.
func (q *Query) used() []ResolvedKPI {
	all := slices.Clip(q.KPIs)
	for _, h := range q.Having {
		all = append(all, h.KPI)
	}
	return all
}

// having compiles a condition on groups. Rows that nothing but the condition looks at make no groups.
func (c *compiler) having(h GroupCondition) {
	c.silent = true
	defer func() { c.silent = false }()
	f := formulas{compiler: c, column: h.KPI, kpi: h.KPI}
	c.plan.Having = append(c.plan.Having, Having{h, f.compile(h.KPI.Formula, c.whole(h.KPI), false)})
}

// Holds compares a value.
func (h GroupCondition) Holds(v float64) bool {
	first, last := h.Numbers[0], h.Numbers[len(h.Numbers)-1]
	switch h.Operator {
	case query.Above:
		return v > first
	case query.AtLeast:
		return v >= first
	case query.Below:
		return v < first
	case query.AtMost:
		return v <= first
	}
	return v >= first && v <= last
}

func numbersText(numbers []float64) string {
	texts := make([]string, len(numbers))
	for i, n := range numbers {
		texts[i] = fmt.Sprint(n)
	}
	return strings.Join(texts, " and ")
}
