package formula

import (
	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// rank adds the place of each group over the whole range, the same in every bucket, where the question asks for it: null of a group
// without a value, and of the rest.
func (c combiner) rank() {
	if r := c.Plan.Ranking; r == nil || !r.Rank {
		return
	}
	values := make([][]*float64, len(c.Ordered))
	for i, group := range c.Ordered {
		values[i] = make([]*float64, len(c.result.Buckets))
		place, ranked := c.Places[group]
		if !ranked {
			continue
		}
		for b := range values[i] {
			v := float64(place)
			values[i][b] = &v
		}
	}
	c.add(answer.Column{ID: query.RankColumn, Title: i18n.T("answer.rank"), Unit: catalog.Count}, values)
}
