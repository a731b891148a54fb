package oracle_test

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// comparing makes up a question with filters on fields, one in eight; the others are without.
func (g *generator) comparing() asked {
	q := g.question()
	if !g.chance(0.125) {
		return q
	}
	first := one(g.Rand, oracle.Comparing()...)
	q.Question.KPIs = []string{first}
	for range g.IntN(3) {
		if id := one(g.Rand, oracle.Comparing()...); !slices.Contains(q.Question.KPIs, id) && slices.Equal(oracle.Compared(id), oracle.Compared(first)) {
			q.Question.KPIs = append(q.Question.KPIs, id)
		}
	}
	q.Question.GroupBy, q.Question.Filters, q.Question.Parameters, q.Question.Transform = nil, nil, nil, ""
	q.Question.Limit, q.Question.Groups, q.Question.Compare, q.Question.CompareAs = nil, "", "", nil
	shared := g.dimensions[first]
	for _, id := range q.Question.KPIs {
		shared = both(shared, g.dimensions[id])
	}
	g.groups(&q.Question, shared)
	g.filters(&q.Question, shared)
	g.comparisons(&q.Question, oracle.Compared(first))
	g.shape(&q.Question)
	return q
}

// comparisons draws filters on fields.
func (g *generator) comparisons(q *query.Question, possible []string) {
	for range 1 + g.IntN(2) {
		f := g.comparison(one(g.Rand, possible...))
		if n := len(q.Filters); n > 0 && g.chance(0.3) {
			q.Filters[n-1] = query.Filter{Any: []query.Filter{q.Filters[n-1], f}}
		} else {
			q.Filters = append(q.Filters, f)
		}
	}
}

func (g *generator) comparison(field string) query.Filter {
	value := func() string { return calendar.NewDate(2024+g.IntN(3), 1, 1+g.IntN(365)).String() }
	switch field {
	case "amount":
		value = func() string { return strconv.Itoa(one(g.Rand, 1, 10, 100) * g.IntN(1000)) }
	case "probability":
		value = func() string { return strconv.FormatFloat(float64(g.IntN(21))/20, 'f', -1, 64) }
	}
	f := query.Filter{Field: field, Operator: one(g.Rand, query.Comparators()...), Values: []string{value()}}
	if f.Operator == query.Between {
		f.Values = append(f.Values, value())
		if strings.Contains(field, "_") {
			slices.Sort(f.Values)
		} else if decimal(f.Values[1]) < decimal(f.Values[0]) {
			slices.Reverse(f.Values)
		}
	}
	return f
}

func decimal(text string) float64 {
	v, _ := strconv.ParseFloat(text, 64)
	return v
}
