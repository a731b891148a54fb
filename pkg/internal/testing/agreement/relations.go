package agreement

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// Contradictions returns what does not fit together, in the order of the figures.
func (s Screen) Contradictions() []string {
	return slices.Concat(s.repeated(), s.made(), s.shares(), s.parts(), s.flows())
}

// repeated finds one question with two answers.
func (s Screen) repeated() (found []string) {
	first := map[[4]string]Figure{}
	for _, f := range s {
		key := [4]string{f.KPI, f.Basis, f.Group, f.Time}
		if other, twice := first[key]; !twice {
			first[key] = f
		} else if !same(f.Value, other.Value) {
			found = append(found, fmt.Sprintf("%s is %s, but %s is %s", f, text(f.Value), other, text(other.Value)))
		}
	}
	return found
}

// made finds figures that are not what the figures beside them make: those of the same panel, whatever they depend on, and those of
// the same basis in others.
func (s Screen) made() (found []string) {
	for _, f := range s {
		if f.formula == nil || len(catalog.Parts(f.formula)) == 0 || f.Told && f.periods {
			continue
		}
		if value, ok := s.beside(f).reckon(f.formula); ok && !same(value, f.Value) {
			found = append(found, fmt.Sprintf("%s is %s, but the figures beside it give %s", f, text(f.Value), text(value)))
		}
	}
	return found
}

// beside are the figures that a reader takes together with one, the likeliest first.
func (s Screen) beside(f Figure) (all Screen) {
	near := func(o Figure) int {
		switch {
		case o.formula == nil || o.Group != f.Group || o.Time != f.Time || o.KPI == f.KPI:
			return 0
		case o.Panel == f.Panel && o.Basis == f.Basis:
			return 3
		case o.Panel == f.Panel:
			return 2
		case o.Basis == f.Basis:
			return 1
		}
		return 0
	}
	for _, o := range s {
		if near(o) > 0 {
			all = append(all, o)
		}
	}
	slices.SortStableFunc(all, func(a, b Figure) int { return near(b) - near(a) })
	return all
}

// reckon computes a formula from figures; false where one is missing.
func (s Screen) reckon(n catalog.Node) (float64, bool) {
	for _, f := range s {
		if reflect.DeepEqual(f.formula, n) {
			return f.Value, true
		}
	}
	switch n := n.(type) {
	case catalog.Number:
		return float64(n), true
	case catalog.Binary:
		x, okX := s.reckon(n.X)
		y, okY := s.reckon(n.Y)
		return binary(n.Op, x, y), okX && okY && (n.Op != '/' || y != 0)
	case catalog.Call:
		if n.Name == catalog.Max {
			x, okX := s.reckon(n.Args[0])
			y, okY := s.reckon(n.Args[1])
			return max(x, y), okX && okY
		}
	case *catalog.Attained:
		of, okOf := s.reckon(n.Of)
		target, okTarget := s.reckon(n.Target)
		value := of / target
		if n.Lower {
			value = 2 - value
		}
		return value, okOf && okTarget && target != 0
	}
	return 0, false
}

func binary(op byte, x, y float64) float64 {
	switch op {
	case '+':
		return x + y
	case '-':
		return x - y
	case '*':
		return x * y
	default:
		return x / y
	}
}

// shares finds shares of all groups that are not 1 together.
func (s Screen) shares() (found []string) {
	for _, groups := range s.together(func(f Figure) bool {
		call, ok := f.formula.(catalog.Call)
		return ok && call.Name == catalog.Share
	}) {
		f, sum := groups[0], total(groups)
		if f.Whole && !same(sum, 1) || sum > 1+tolerance {
			found = append(found, fmt.Sprintf("%s: the shares of all groups by %v are %s together, not 1", f, f.Dimensions, text(sum)))
		}
	}
	return found
}

// parts finds groups, and buckets, that do not add up to the whole that stands elsewhere.
func (s Screen) parts() (found []string) {
	for _, parts := range s.together(func(f Figure) bool {
		ref, ok := f.formula.(catalog.Ref)
		return ok && f.Whole && (f.Group != "" || f.Time != "") && ref.Measure.Additive() &&
			(f.Time == "" || ref.Measure.AddsUpOverTime() && !ref.Measure.Future)
	}) {
		f, sum := parts[0], total(parts)
		for _, whole := range s {
			if whole.KPI == f.KPI && whole.Basis == f.Basis && whole.Group == "" && whole.Time == "" && !same(whole.Value, sum) {
				found = append(found, fmt.Sprintf("%s is %s, but the parts by %v in %q add up to %s", whole, text(whole.Value), f.Dimensions, f.Panel, text(sum)))
			}
		}
	}
	return found
}

// flows finds an opening that, with what changed it in the same panel, does not give the closing: in one figure, in groups, or in
// formulas that show the changes above zero.
func (s Screen) flows() (found []string) {
	moved, err := catalog.Default().KPI("pipeline_change")
	if err != nil {
		return []string{err.Error()}
	}
	change := moved.Formula
	for _, opening := range s {
		if opening.KPI != "pipeline_opening" || opening.Time != "" {
			continue
		}
		var closing *Figure
		sum, changes, whole := 0.0, false, false
		for i, f := range s {
			if f.Panel != opening.Panel || f.Time != "" || f.formula == nil {
				continue
			}
			if f.KPI == "pipeline_closing" && f.Group == opening.Group {
				closing = &s[i]
				continue
			}
			up, ok := Screen{{formula: change, Value: 1}}.reckon(f.formula)
			down, _ := Screen{{formula: change, Value: -1}}.reckon(f.formula)
			switch {
			case !ok || up == down || whole || f.Group != opening.Group && opening.Group != "":
			case f.Group == opening.Group: // all of it
				sum, changes, whole = f.Value, true, true
			default:
				sum, changes = sum+math.Copysign(1, up-down)*f.Value, true
			}
		}
		if closing != nil && changes && !same(opening.Value+sum, closing.Value) {
			found = append(found, fmt.Sprintf("%s is %s, with the changes of %s it is not the closing of %s", opening, text(opening.Value), text(sum), text(closing.Value)))
		}
	}
	return found
}

// together collects the figures of one question that parts of a whole can be, those with a bucket over all buckets.
func (s Screen) together(which func(Figure) bool) [][]Figure {
	var order []string
	groups := map[string][]Figure{}
	for _, f := range s {
		if f.formula == nil || !which(f) {
			continue
		}
		key := fmt.Sprint(f.Panel, f.KPI, f.Basis, f.Dimensions, f.Time != "")
		if _, share := f.formula.(catalog.Call); share {
			key += f.Time // shares are 1 in each bucket
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], f)
	}
	all := make([][]Figure, len(order))
	for i, key := range order {
		all[i] = groups[key]
	}
	return all
}

// Widens finds the first step of a funnel that holds more than the one before. The steps are KPIs side by side, or one KPI by a
// dimension, where other dimensions and KPIs make funnels of their own.
func (s Screen) Widens() (found []string) {
	for i := 1; i < len(s); i++ {
		before := s[i-1]
		if before.Funnel != s[i].Funnel || before.Group != s[i].Group && before.KPI != s[i].KPI {
			continue
		}
		if s[i].Value > before.Value {
			found = append(found, fmt.Sprintf("%s is %s, more than the step before, %s of %s: they are not one cohort", s[i], text(s[i].Value), cmp.Or(before.Group, before.KPI), text(before.Value)))
		}
	}
	return found
}

func total(figures []Figure) (sum float64) {
	for _, f := range figures {
		sum += f.Value
	}
	return sum
}

// tolerance is what adding up in another order may change.
const tolerance = 1e-6

func same(a, b float64) bool { return math.Abs(a-b) <= tolerance*max(1, math.Abs(a), math.Abs(b)) }

func text(v float64) string { return fmt.Sprintf("%.6g", v) }
