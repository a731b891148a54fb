package oracle_test

import (
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// ownStatistics are those that single KPIs are asked for.
var ownStatistics = append(measure.Statistics(), "p90_disc", "p99.5", "p12.5", "p50_disc")

// columns asks more of the columns of a question, one in two; the others stay as they are.
func (g *generator) columns(q asked) asked {
	if g.own.IntN(3) == 0 {
		g.entries(&q.Question)
		g.order(q.Question.Limit)
	}
	if g.own.IntN(4) == 0 {
		g.formulas(&q.Question)
	}
	return q
}

// entries gives KPIs of a question arguments of their own, and asks some of them once more with others.
func (g *generator) entries(q *query.Question) {
	for _, id := range slices.Clone(q.KPIs) {
		other := normal(g.entry(*q, id))
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

// order asks for more of the order of groups.
func (g *generator) order(l *query.Limit) {
	if l == nil {
		return
	}
	l.Rank = g.own.IntN(2) == 0
	if l.Then != "" && g.own.IntN(3) == 0 {
		ascending := g.own.IntN(2) == 0
		l.ThenAscending = &ascending
	}
	if g.own.IntN(4) == 0 {
		l.Top, l.Rest = 0, false
	}
}

// normal is the one form of an entry.
func normal(text string) string {
	e, err := query.ParseEntry(text)
	if err != nil {
		panic(err)
	}
	return e.String()
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
	entry += g.window(k)
	if q.Transform == query.RunningTotal && !oracle.RunningTotal(entry) {
		return id
	}
	return entry
}

// window is one over which a KPI has values, and mostly none.
func (g *generator) window(k *catalog.KPI) string {
	if k.SingleFigure() || k.Horizon == catalog.Future || slices.ContainsFunc(k.Measures(), func(m *catalog.Measure) bool { return m.Future || m.Has(measure.OnlyNow) }) {
		return ""
	}
	text := ""
	if g.own.IntN(3) == 0 {
		text += ":offset=" + one(g.own, "1d", "7d", "1w", "13w", "1M", "5M", "1Q", "1y", "2y")
	}
	if !overAnyWindow(k) {
		return text
	}
	switch g.own.IntN(4) {
	case 0:
		text = text + ":rolling=" + one(g.own, "3d", "28d", "2w", "1M", "3M", "2Q", "1y")
	case 1:
		text = text + ":to_date=" + one(g.own, "week", "month", "quarter", "year")
	}
	return text
}

// overAnyWindow reports whether nothing in a KPI says itself over what time it is found.
func overAnyWindow(k *catalog.KPI) bool {
	fits := true
	catalog.Walk(k.Formula, func(n catalog.Node) {
		switch n := n.(type) {
		case catalog.Call:
			switch n.Name {
			case catalog.Trailing, catalog.Previous, catalog.Opening, catalog.Closing, catalog.WholePeriods, catalog.OpenPeriods, catalog.Cumulative:
				fits = false
			}
		case catalog.Ref:
			fits = fits && n.Measure.Timing.Windowed(n.Measure) == nil && !n.Measure.Trails()
		}
	})
	return fits
}
