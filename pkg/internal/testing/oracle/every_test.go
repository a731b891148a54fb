package oracle_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// every checks a relation for every KPI that can have it, by so many random questions about each. A KPI without enough questions
// that suit is a failure, so that none drops out unseen. An ordinary run takes a sixth of them; which one goes by the name of the test.
func every(t *testing.T, w world, times int, has func(*catalog.KPI) bool, check func(t *testing.T, g *generator, q asked) (suits bool)) {
	seed := number(t, "CRMKPI_ORACLE_SEED", everyday)
	kpis := catalog.Default().KPIs()
	suiting := slices.DeleteFunc(slices.Clone(kpis), func(k *catalog.KPI) bool { return slices.Contains(aboutData, k.ID) || !has(k) })
	for _, k := range share.Of(suiting, min(6, len(suiting)), len(t.Name())) {
		i, checked := slices.Index(kpis, k), 0
		for n := uint64(0); checked < times && n < 200; n++ {
			g := w.generator(seed, uint64(i)<<32|n)
			q := g.about(k.ID)
			if told(t, seed, n, q, func() bool { return check(t, g, q) }) {
				checked++
			}
		}
		if checked < times {
			t.Errorf("only %d questions about %s suit", checked, k.ID)
		}
	}
}

// about makes up a question about KPIs, without a comparison, transform or limit.
func (g *generator) about(ids ...string) asked {
	g.goals = nil
	q := g.question()
	fresh := q.Question
	fresh.KPIs, fresh.GroupBy, fresh.Filters, fresh.Parameters = ids, nil, nil, nil
	fresh.Compare, fresh.CompareAs, fresh.Transform, fresh.Limit = "", nil, "", nil
	possible := g.dimensions[ids[0]]
	for _, id := range ids {
		possible = both(possible, g.dimensions[id])
		if k, err := g.catalog.KPI(id); err != nil || k.SingleFigure() {
			fresh.Grain = calendar.None
		}
	}
	g.groups(&fresh, possible)
	g.filters(&fresh, possible)
	g.parameters(&fresh)
	q.Question = fresh
	return q
}

// figure makes a question one that asks for a single figure.
func (q *asked) figure() { q.Question.GroupBy, q.Question.Grain = nil, calendar.None }

// given adds a parameter to a question, whose other copies stay as they are.
func (q *asked) given(name, value string) {
	q.Question.Parameters = maps.Clone(q.Question.Parameters)
	if q.Question.Parameters == nil {
		q.Question.Parameters = map[string]string{}
	}
	q.Question.Parameters[name] = value
}

// over is a question about another range.
func (q asked) over(r calendar.Range) asked {
	q.From, q.To = r.From, r.To
	return q
}

// mapped is the company with one entity's rows taken from elsewhere.
func (w world) mapped(entity string, source crm.Source) world {
	m := w.mapping
	if m.Entities == nil {
		m = crm.Reference()
	}
	m.Entities = maps.Clone(m.Entities)
	m.Entities[entity] = source
	w.mapping = m
	return w
}

// sumBy adds the values of a column up over groups that agree in the first so many dimensions; nil where all are null.
func sumBy(r *answer.Result, column, dimensions int) map[string][]*float64 {
	sums := map[string][]*float64{}
	for g, group := range r.Groups {
		key := keyOf(group, dimensions)
		if sums[key] == nil {
			sums[key] = make([]*float64, len(r.Buckets))
		}
		for b, v := range r.Values[column][g] {
			sums[key][b] = add(sums[key][b], v)
		}
	}
	return sums
}

// keyOf names a group by its first so many dimensions.
func keyOf(g answer.Group, dimensions int) string {
	text, _ := json.Marshal([2][]string{g.Keys[:dimensions], g.Labels[:dimensions]})
	return string(text)
}

// isSum reports whether a KPI is a formula over sums and counts on the question's own range, or the state before it.
func isSum(k *catalog.KPI) bool {
	sums := len(k.Measures()) > 0
	catalog.Walk(k.Formula, func(n catalog.Node) {
		switch n := n.(type) {
		case catalog.Number, catalog.Binary:
		case catalog.Ref:
			sums = sums && n.Measure.Additive() && !isFrozen(n.Measure)
		case catalog.Call:
			sums = sums && slices.Contains([]string{catalog.Mature, catalog.Opening, catalog.Closing}, n.Name)
		default:
			sums = false
		}
	})
	return sums
}

// compute gives a formula over sums its value.
func compute(n catalog.Node, sum func(*catalog.Measure) float64) *float64 {
	switch n := n.(type) {
	case catalog.Number:
		v := float64(n)
		return &v
	case catalog.Ref:
		v := sum(n.Measure)
		return &v
	case catalog.Call:
		return compute(n.Args[0], sum)
	case catalog.Binary:
		x, y := compute(n.X, sum), compute(n.Y, sum)
		if x == nil || y == nil || n.Op == '/' && *y == 0 {
			return nil
		}
		v := map[byte]func(x, y float64) float64{
			'+': func(x, y float64) float64 { return x + y }, '-': func(x, y float64) float64 { return x - y },
			'*': func(x, y float64) float64 { return x * y }, '/': func(x, y float64) float64 { return x / y },
		}[n.Op](*x, *y)
		return &v
	}
	return nil
}

// told runs a check and, when it fails, which ends the test, tells of which question.
func told(t *testing.T, seed, n uint64, q asked, check func() bool) (suits bool) {
	ended := false
	defer func() {
		if !ended {
			text, _ := json.Marshal(q)
			t.Logf("CRMKPI_ORACLE_SEED=%d, question %d: %s", seed, n, text)
		}
	}()
	suits = check()
	ended = true
	return suits
}

func isFrozen(m *catalog.Measure) bool {
	_, ok := m.Timing.(*measure.Frozen)
	return ok
}
