package formula

import (
	"cmp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// labels are the texts shown for the members of each dimension that some groups have, by the members' numbers. No two members share
// a text, shown or not, nor has one that of rows without a value, or of the rest where there is one: such a text gets the key behind it.
func (g *Groups) labels(groups []int) [][]string {
	shown := make([][]string, g.dimensions)
	rest := slices.Contains(groups, g.rest)
	for d := range shown {
		shown[d] = make([]string, len(g.members[d]))
		var used []int32
		there := make([]bool, len(g.members[d]))
		for _, n := range groups {
			if m := g.keys[n][d]; n != g.rest && m > 0 && !there[m] {
				there[m], used = true, append(used, m)
				shown[d][m] = *g.members[d][m].label
			}
		}
		for g.tellApart(shown[d], used, d, rest) { // a text with a key behind it may be another member's own text
		}
	}
	return shown
}

// tellApart puts the key behind each text that several members have, or that means something else; false when there is none.
func (g *Groups) tellApart(shown []string, members []int32, d int, rest bool) (changed bool) {
	taken := make(map[string]int, len(members)+len(g.shared[d])+2)
	for _, text := range g.shared[d] {
		taken[text] = 1
	}
	taken[query.None] = 1
	if rest {
		taken[answer.Rest] = 1
	}
	named := len(taken)
	for _, m := range members {
		taken[shown[m]]++
	}
	if len(taken) == len(members)+named {
		return false
	}
	for _, m := range members {
		if text := shown[m]; taken[text] > 1 {
			shown[m], changed = query.Qualified(text, *g.members[d][m].key), true
		}
	}
	return changed
}

// Labelled returns groups as they are shown.
func (g *Groups) Labelled(groups []int) []answer.Group {
	shown := g.labels(groups)
	out := make([]answer.Group, len(groups))
	for i, n := range groups {
		one := answer.Group{Keys: make([]string, g.dimensions), Labels: make([]string, g.dimensions)}
		for d := range g.dimensions {
			switch m := g.keys[n][d]; {
			case n == g.rest:
				one.Labels[d] = answer.Rest
			case m == 0:
				one.Labels[d] = query.None
			default:
				one.Keys[d], one.Labels[d] = *g.members[d][m].key, shown[d][m]
			}
		}
		out[i] = one
	}
	return out
}

// sorted orders groups as their dimensions are, else by their labels, dimension by dimension; rows without a value come last.
func (g *Groups) sorted(groups []int) []int {
	shown := g.labels(groups)
	ordered := slices.Clone(groups)
	slices.SortFunc(ordered, func(x, y int) int {
		for d := range g.dimensions {
			a, b := g.keys[x][d], g.keys[y][d]
			switch {
			case a == b:
				continue
			case a == 0:
				return 1
			case b == 0:
				return -1
			}
			if c := cmp.Or(g.compare(d, a, b), cmp.Compare(shown[d][a], shown[d][b])); c != 0 {
				return c
			}
		}
		return cmp.Compare(x, y)
	})
	return ordered
}
