package oracle_test

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// any makes up a question of any kind.
func (g *generator) any() asked { return g.alone(g.conditioned(g.columns(g.comparing()))) }

// conditioned gives a question with groups conditions on them, one in six; the others stay as they are.
func (g *generator) conditioned(q asked) asked {
	if len(q.Question.GroupBy) == 0 || !g.chance(1.0/6) {
		return q
	}
	for range 1 + g.IntN(2) {
		q.Question.Having = append(q.Question.Having, g.condition(q.Question))
	}
	return q
}

// condition compares a KPI of the question, or another one that has its dimensions.
func (g *generator) condition(q query.Question) query.Having {
	entry := one(g.Rand, q.KPIs...)
	if others := g.others(q); len(others) > 0 && g.chance(0.5) {
		entry = one(g.Rand, others...)
	}
	unit := unitOf(entry)
	value := func() float64 { return float64(g.IntN(12)) }
	switch unit {
	case catalog.Percent:
		value = func() float64 { return float64(g.IntN(21)) / 20 }
	case catalog.Money:
		value = func() float64 { return float64(one(g.Rand, 1, 100, 10_000) * g.IntN(100)) }
	}
	numbers := []float64{value()}
	h := query.Having{KPI: entry, Operator: one(g.Rand, query.Comparators()...)}
	if h.Operator == query.Between {
		numbers = append(numbers, value())
		slices.Sort(numbers)
	}
	for _, n := range numbers {
		text := strconv.FormatFloat(n, 'f', -1, 64)
		if unit == catalog.Percent && g.chance(0.5) {
			text = fmt.Sprintf("%.0f%%", 100*n)
		}
		h.Values = append(h.Values, text)
	}
	return h
}

// unitOf is what a KPI of a question is counted in; a formula is a plain number.
func unitOf(entry string) catalog.Unit {
	parsed, err := query.ParseEntry(entry)
	if err != nil {
		panic(err)
	}
	if parsed.KPI == "" {
		return catalog.Count
	}
	k, err := catalog.Default().KPI(parsed.KPI)
	if err != nil {
		panic(err)
	}
	return k.Unit
}

// others are KPIs that have all dimensions of the question, and that its filters on fields leave alone.
func (g *generator) others(q query.Question) []string {
	needed := slices.Clone(q.GroupBy)
	for _, f := range query.Comparisons(q.Filters) {
		if f.Field != "" {
			return nil
		}
		needed = append(needed, f.Dimension)
	}
	var ids []string
	for _, k := range catalog.Default().KPIs() {
		_, ahead := k.Parameters["horizon"]
		if slices.Contains(aboutData, k.ID) || q.Grain != calendar.None && (k.SingleFigure() || ahead) {
			continue
		}
		if len(both(needed, g.dimensions[k.ID])) == len(needed) {
			ids = append(ids, k.ID)
		}
	}
	return ids
}
