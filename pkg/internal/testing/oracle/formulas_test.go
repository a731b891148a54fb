package oracle_test

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// formulas makes columns of the others: of two of them, or of one and a number.
func (g *generator) formulas(q *query.Question) {
	columns := slices.Clone(q.KPIs)
	for range 1 + g.own.IntN(2) {
		x, y := one(g.own, columns...), one(g.own, append(columns, "2", "0.5")...)
		if g.own.IntN(5) == 0 {
			x, y = "3", x
		}
		key := "=" + x + " " + one(g.own, "+", "-", "*", "/", "/") + " " + y
		if q.KPIs.Has(key) {
			continue
		}
		q.KPIs = append(q.KPIs, key+" in points")
		if l := q.Limit; l != nil && g.own.IntN(2) == 0 {
			l.By = key
		}
	}
}
