package oracle_test

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// alone gives a question filters that hold for something alone, one in eight; the others stay as they are.
func (g *generator) alone(q asked) asked {
	if !g.chance(0.125) {
		return q
	}
	q.Question.GroupBy, q.Question.Filters, q.Question.Having, q.Question.Parameters, q.Question.Transform = nil, nil, nil, nil, ""
	q.Question.Limit, q.Question.Groups, q.Question.Compare, q.Question.CompareAs = nil, "", "", nil
	alone := g.sides
	if g.chance(0.4) {
		alone = g.before
	}
	filters := alone(&q.Question)
	shared := g.dimensions[q.Question.KPIs[0]]
	for _, id := range q.Question.KPIs[1:] {
		shared = both(shared, g.dimensions[id])
	}
	g.groups(&q.Question, shared)
	g.filters(&q.Question, shared)
	g.shape(&q.Question)
	q.Question.Filters = append(q.Question.Filters, filters...)
	if len(q.Question.GroupBy) > 0 && g.chance(0.2) {
		q.Question.Having = append(q.Question.Having, g.condition(query.Question{KPIs: q.Question.KPIs, Grain: q.Question.Grain, Filters: compared}))
	}
	return q
}

// compared keep conditions on groups to the KPIs of the question.
var compared = []query.Filter{{Field: "amount"}}

// sides asks for ratios with filters on some of their sides, by what all of these have.
func (g *generator) sides(q *query.Question) (filters []query.Filter) {
	q.KPIs = []string{one(g.Rand, oracle.Ratios()...)}
	if other := one(g.Rand, oracle.Ratios()...); other != q.KPIs[0] && g.chance(0.3) {
		q.KPIs = append(q.KPIs, other)
	}
	for _, side := range one(g.Rand, []string{query.Numerator}, []string{query.Denominator}, []string{query.Numerator, query.Denominator}) {
		possible := g.dimensions[oracle.LikeSide(q.KPIs[0], side)]
		fields := oracle.Compared(q.KPIs[0])
		for _, id := range q.KPIs[1:] {
			possible, fields = both(possible, g.dimensions[oracle.LikeSide(id, side)]), both(fields, oracle.Compared(id))
		}
		filters = append(filters, g.filterOf(side, possible, fields)...)
	}
	if len(filters) == 0 {
		return g.sides(q)
	}
	return filters
}

// before asks for what is made of touches and deals with filters on these.
func (g *generator) before(q *query.Question) (filters []query.Filter) {
	made := []string{"attributed_revenue", "unattributed_revenue", "roi", "net_roi", "campaign_roi"}
	q.KPIs = []string{one(g.Rand, made...)}
	if other := one(g.Rand, made...); other != q.KPIs[0] {
		q.KPIs = append(q.KPIs, other)
	}
	if g.chance(0.8) {
		filters = g.filterOf("touches", []string{"campaign", "channel", "account", "segment", "region"}, []string{"occurred_at"})
	}
	if len(filters) == 0 || g.chance(0.3) {
		// The parts of a time are those of an event, which won deals have more than one of.
		ofDeals := slices.DeleteFunc(slices.Clone(g.dimensions["deals_won"]), func(d string) bool { return slices.Contains(oracle.Parts, d) })
		filters = append(filters, g.filterOf("deals", ofDeals, oracle.Compared("deals_won"))...)
	}
	return filters
}

// filterOf is a filter of something alone, or a group of them; none of what has no dimensions.
func (g *generator) filterOf(of string, dimensions, fields []string) []query.Filter {
	dimensions = slices.DeleteFunc(slices.Clone(dimensions), func(d string) bool { return len(g.labels[d]) == 0 })
	if len(dimensions) == 0 {
		return nil
	}
	f := g.filterOrGroup(dimensions, 1)
	if len(fields) > 0 && g.chance(0.3) {
		f = query.Filter{Any: []query.Filter{f, g.comparison(one(g.Rand, fields...))}}
	}
	f.Of = of
	return []query.Filter{f}
}
