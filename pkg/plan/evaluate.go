package plan

import (
	"math"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// evaluate returns the value of a formula for a group in a window of an axis; nil is null. With running, what adds up is
// added from the first window on before any ratio is taken.
func (p *planner) evaluate(k asked, n catalog.Node, a *axis, group string, i int, running bool) *float64 {
	switch n := n.(type) {
	case catalog.Number:
		value := float64(n)
		return &value
	case catalog.Ref:
		l := p.leafOf(n.Measure, k, a)
		return p.at(l.id(), l.axis, group, i, running, func(j int) *float64 { return p.leaves.value(l, group, j) })
	case catalog.Target:
		t := targetRef{Target: n, axis: a}
		return p.at(t.id(), a, group, i, running, func(j int) *float64 {
			if values := p.leaves[t.id()][group]; values != nil {
				return values[j]
			}
			return nil
		})
	case catalog.Assumed:
		if value := given(k, n); value != nil {
			return value
		}
		return p.evaluate(k, n.Of, a, group, i, running)
	case *catalog.HitRate:
		return p.hitRate(k, n, a, group, i, running)
	case catalog.CalendarDays:
		return p.countDays(n, a, i)
	case catalog.Reported:
		return p.reported(n, group)
	case catalog.Binary:
		return binary(n.Op, p.evaluate(k, n.X, a, group, i, running), p.evaluate(k, n.Y, a, group, i, running))
	case catalog.Call:
		return p.call(k, n, a, group, i, running)
	}
	return nil
}

// at returns a leaf's value in a window, or its running total; an axis of one window holds for all of them.
func (p *planner) at(id string, a *axis, group string, i int, running bool, value func(int) *float64) *float64 {
	if len(a.windows) == 1 {
		return value(0)
	}
	if !running {
		return value(i)
	}
	key := id + "\x1d" + group
	if p.totals[key] == nil {
		sums := make([]*float64, len(a.windows))
		var sum *float64
		for j := range sums {
			if v := value(j); v != nil {
				next := *v
				if sum != nil {
					next += *sum
				}
				sum = &next
			}
			sums[j] = sum
		}
		p.totals[key] = sums
	}
	return p.totals[key][i]
}

func (p *planner) call(k asked, c catalog.Call, a *axis, group string, i int, running bool) *float64 {
	a = p.axes.of(c.Name, a, k.arguments)
	running = running || c.Name == catalog.Cumulative
	args := make([]*float64, len(c.Args))
	for n, arg := range c.Args {
		if args[n] = p.evaluate(k, arg, a, group, i, running); args[n] == nil {
			return nil
		}
	}
	value := *args[0]
	switch c.Name {
	case catalog.Ceil:
		value = math.Ceil(value)
	case catalog.Max:
		value = max(value, *args[1])
	case catalog.CappedRatio:
		return cappedRatio(value, *args[1], *args[2])
	case catalog.Share:
		return binary('/', &value, p.ofAllGroups(k, c.Args[0], a, i, running))
	}
	return &value
}

// ofAllGroups adds a formula up over all groups, those that a limit leaves out included.
func (p *planner) ofAllGroups(k asked, n catalog.Node, a *axis, i int, running bool) *float64 {
	var sum float64
	for _, group := range p.everyone {
		if v := p.evaluate(k, n, a, group, i, running); v != nil {
			sum += *v
		}
	}
	return &sum
}

// binary is null when an operand is, and when the divisor is 0.
func binary(op byte, x, y *float64) *float64 {
	if x == nil || y == nil || op == '/' && *y == 0 {
		return nil
	}
	var value float64
	switch op {
	case '+':
		value = *x + *y
	case '-':
		value = *x - *y
	case '*':
		value = *x * *y
	case '/':
		value = *x / *y
	}
	return &value
}

// cappedRatio is x / y, at most limit; without a y it is the limit if there is an x, else null.
func cappedRatio(x, y, limit float64) *float64 {
	if x == 0 && y == 0 {
		return nil
	}
	value := limit
	if y != 0 {
		value = min(limit, x/y)
	}
	return &value
}
