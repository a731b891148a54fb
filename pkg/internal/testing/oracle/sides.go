package oracle

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// sides are both sides of a ratio, and KPIs that have the dimensions of each.
type sides struct {
	numerator, denominator     func(*cell) *float64
	likeNumerator, likeDivisor string
}

var ratios = map[string]sides{
	"win_rate":          {func(c *cell) *float64 { return c.count(won) }, func(c *cell) *float64 { return plus(c.count(won), c.count(lost)) }, "deals_won", "deals_lost"},
	"average_deal_size": {func(c *cell) *float64 { return c.sum(won) }, func(c *cell) *float64 { return c.countKnown(won) }, "revenue", "deals_won"},
	"roi":               {func(c *cell) *float64 { return c.sum(creditedWon) }, func(c *cell) *float64 { return c.sum(spent) }, "attributed_revenue", "marketing_cost"},
	"net_roi":           {func(c *cell) *float64 { return minus(c.sum(creditedWon), c.sum(spent)) }, func(c *cell) *float64 { return c.sum(spent) }, "roi", "marketing_cost"},
	"cac":               {func(c *cell) *float64 { return c.sum(spent) }, func(c *cell) *float64 { return c.count(customersWon) }, "marketing_cost", "new_customers"},
	"cpa":               {func(c *cell) *float64 { return c.sum(spentOnMedia) }, func(c *cell) *float64 { return c.count(newLeads) }, "media_cost", "new_leads"},
	"cost_per_lead":     {func(c *cell) *float64 { return c.sum(spent) }, func(c *cell) *float64 { return c.count(newLeads) }, "marketing_cost", "new_leads"},
	"escalation_rate":   {func(c *cell) *float64 { return c.count(escalated) }, func(c *cell) *float64 { return c.count(ticketsCreated) }, "escalation_rate", "tickets_created"},
	"csat":              {func(c *cell) *float64 { return c.count(happy) }, func(c *cell) *float64 { return c.count(answers) }, "csat", "csat"},
}

// Ratios are the KPIs of which the oracle knows both sides, sorted.
func Ratios() []string { return slices.Sorted(maps.Keys(ratios)) }

// LikeSide is a KPI that has the dimensions of a side of a ratio.
func LikeSide(kpi, side string) string {
	if side == query.Numerator {
		return ratios[kpi].likeNumerator
	}
	return ratios[kpi].likeDivisor
}

// valueOf computes a KPI; a ratio that has filters on a side, from both of them.
func (c *cell) valueOf(kpi string) (v *float64) {
	r, ok := ratios[kpi]
	if !ok || !slices.ContainsFunc(c.asking.question.Filters, query.Filter.IsSide) {
		return kpiOf(kpi).value(c)
	}
	var x, y *float64
	c.asking.sides(func() { x = r.numerator(c) }, func() { y = r.denominator(c) })
	return ratio(x, y)
}

// countKnown counts the rows that have a value, and looks at those without.
func (c *cell) countKnown(l *leaf) *float64 {
	known := 0.0
	for _, f := range c.rows(l, c.part.span) {
		known += bit64(!f.unknown)
	}
	if c.part.empty() {
		return nil
	}
	return &known
}

// sides computes what stands above a division and below it. What stands in another one is on its side as a whole.
func (a *asking) sides(numerator, denominator func()) {
	within := a.side != ""
	if !within {
		a.side = query.Numerator
	}
	numerator()
	if !within {
		a.side = query.Denominator
	}
	denominator()
	if !within {
		a.side = ""
	}
}

// attributable are the won deals with the touches that they can be credited to, of those that pass the filters on what comes before.
func (a *asking) attributable() []*path {
	ofDeals, ofTouches := query.Of(a.question.Filters, "deals"), query.Of(a.question.Filters, "touches")
	if len(ofDeals)+len(ofTouches) == 0 {
		return a.paths
	}
	var deals []*deal
	for _, d := range a.deals {
		if a.meets(d, ofDeals) {
			deals = append(deals, d)
		}
	}
	var touches []*touch
	for _, t := range a.touches {
		if a.meets(t, ofTouches) {
			touches = append(touches, t)
		}
	}
	return pathsOf(deals, touches)
}

func (t *touch) field(path string) (scalar, bool) {
	return scalar{instant: &t.OccurredAt}, path == "occurred_at"
}
