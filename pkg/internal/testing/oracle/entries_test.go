package oracle_test

import (
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// ownStatistics are those that single KPIs are asked for.
var ownStatistics = []string{"median", "mean", "minimum", "maximum", "sum", "distinct", "p75", "p90_disc", "p99.5", "p12.5", "p50_disc"}

// entries gives KPIs of a question arguments of their own, and asks some of them once more with others.
func (g *generator) entries(q *query.Question) {
	for _, id := range slices.Clone(q.KPIs) {
		other := g.entry(*q, id)
		if other == id || slices.Contains(q.KPIs, other) {
			continue
		}
		if g.own.IntN(2) == 0 {
			q.KPIs = append(q.KPIs, other)
			continue
		}
		q.KPIs[slices.Index(q.KPIs, id)] = other
		if l := q.Limit; l != nil {
			for _, by := range []*string{&l.By, &l.Then} {
				if *by == id {
					*by = other
				}
			}
		}
	}
}

// entry is a KPI with arguments of its own that the question can have; without any where there are none.
func (g *generator) entry(q query.Question, id string) string {
	k, err := catalog.Default().KPI(id)
	if err != nil {
		panic(err)
	}
	entry := id
	if k.HasStatistics() {
		statistic := one(g.own, ownStatistics...)
		usual := k.Parameters["statistic"]
		given := q.Parameters["statistic"]
		if statistic != usual && (usual == "" || statistic != given) {
			entry += fmt.Sprintf(":statistic=%s", statistic)
		}
	}
	if q.Transform == query.RunningTotal && !oracle.RunningTotal(entry) {
		return id
	}
	return entry
}
