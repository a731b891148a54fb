package plan

import (
	"fmt"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// leaf is a value that a formula needs from the database: a measure on an axis.
type leaf struct {
	measure   *catalog.Measure
	arguments map[string]string
	axis      *axis
}

// id tells leaves apart: the same measure, arguments and axis are asked for once.
func (l leaf) id() string { return l.axis.name + " | " + l.column() }

// column tells the values of one statement apart.
func (l leaf) column() string {
	id := []string{l.measure.ID}
	for _, name := range l.measure.Parameters() {
		if value := l.arguments[name]; value != "" {
			id = append(id, name+"="+value)
		}
	}
	return strings.Join(id, " ")
}

// series holds the values of a leaf: for each group, one for each window. A missing group or a nil value means that no row was found.
type series map[string][]*float64

// leaves are the values read from the database, by [leaf.id].
type leaves map[string]series

// zero is the value of a window without rows: 0 for what is counted, null for a percentile, a mean, and an empty window.
func (l leaf) zero(i int) *float64 {
	if !l.measure.Countable() || empty(l.axis.windows[i]) {
		return nil
	}
	return new(float64)
}

// value returns a leaf's value in a window of its axis.
func (v leaves) value(l leaf, group string, i int) *float64 {
	if values, ok := v[l.id()][group]; ok && values[i] != nil {
		return values[i]
	}
	return l.zero(i)
}

// leafOf returns the leaf of a measure for a KPI on an axis.
func (p *planner) leafOf(m *catalog.Measure, k asked, a *axis) leaf {
	m = p.effective(m)
	if m.Future {
		var horizon time.Duration
		if text := k.arguments["horizon"]; text != "" {
			horizon, _ = catalog.ParseSpan(text)
		}
		a = p.axes.ahead(a, horizon, p.single(k))
	}
	switch o := m.Overlap; {
	case o == nil:
	case o.ShareOf == catalog.OfBucket:
		a = p.axes.elapsed(a)
	default:
		a = p.axes.whole(a)
	}
	return leaf{measure: m, arguments: k.arguments, axis: a}
}

// targetRef is a target metric on an axis.
type targetRef struct {
	catalog.Target
	axis *axis
}

func (t targetRef) id() string { return fmt.Sprintf("%s | target of %s", t.axis.name, t.Metric) }

// need is what the formulas of a question ask for.
type need struct {
	leaves   []leaf
	targets  []targetRef
	hitRates []hitRateOn
	reported bool
}

// collect walks a KPI's formula on an axis and notes what it needs.
func (n *need) collect(p *planner, k asked, node catalog.Node, a *axis) {
	switch node := node.(type) {
	case catalog.Ref:
		n.leaves = append(n.leaves, p.leafOf(node.Measure, k, a))
	case catalog.Target:
		n.targets = append(n.targets, targetRef{Target: node, axis: a})
	case catalog.Binary:
		n.collect(p, k, node.X, a)
		n.collect(p, k, node.Y, a)
	case catalog.Assumed:
		if given(k, node) == nil || hasTarget(node.Of) { // a target that is given instead still has its periods
			n.collect(p, k, node.Of, a)
		}
	case *catalog.HitRate:
		n.hitRates = append(n.hitRates, hitRateOn{node, k, a})
	case catalog.Reported:
		n.reported = true
	case catalog.Call:
		a = p.axes.of(node.Name, a, k.arguments)
		for _, arg := range node.Args {
			n.collect(p, k, arg, a)
		}
	}
}

// needs returns what the whole question asks for.
func (p *planner) needs() need {
	var n need
	for _, k := range p.kpis {
		n.collect(p, k, k.Formula, p.axes.main)
		if p.axes.compare != nil {
			n.collect(p, k, k.Formula, p.axes.compare)
		}
		if p.ranked(k) {
			n.collect(p, k, k.Formula, p.axes.total(p.axes.main))
		}
	}
	return n
}

// ranked reports whether the groups are ranked by the KPI over the whole range, for which its buckets do not suffice.
func (p *planner) ranked(k asked) bool {
	return p.question.Limit != nil && p.question.Limit.By == k.ID && p.axes.grain != calendar.None
}
