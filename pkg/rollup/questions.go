package rollup

import (
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Needs are what questions need of sums. Questions that the company cannot answer need nothing.
func Needs(b *plan.Business, questions []query.Question, r plan.Request) []plan.RollupNeed {
	var all []plan.RollupNeed
	for _, q := range questions {
		resolved, err := b.Resolve(q, r)
		if err != nil {
			continue
		}
		needs, _ := b.RollupNeeds(b.Rewrite(b.Compile(resolved)))
		all = append(all, needs...)
	}
	return all
}
