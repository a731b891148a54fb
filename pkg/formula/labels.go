package formula

import (
	"cmp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// labels are the texts shown for the members of each dimension that some groups have, by the members' numbers. No two members share
// a text, nor has one that of rows without a value, or of the rest where there is one: such a text gets the key behind it.
func (g *Groups) labels(groups []int) []map[int32]string {
	shown := make([]map[int32]string, g.dimensions)
	for d := range shown {
		shown[d] = map[int32]string{}
		rest := false
		for _, n := range groups {
			if n == g.rest {
				rest = true
			} else if m := g.keys[n][d]; m > 0 {
				shown[d][m] = *g.members[d][m].label
			}
		}
		for range 3 { // a text with a key behind it may be another member's own text
			taken := map[string]int{query.None: 1}
			if rest {
				taken[answer.Rest] = 1
			}
			for _, text := range shown[d] {
				taken[text]++
			}
			for m, text := range shown[d] {
				if taken[text] > 1 {
					shown[d][m] = query.Qualified(text, *g.members[d][m].key)
				}
			}
		}
	}
	return shown
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

// sorted orders groups by their labels, dimension by dimension; rows without a value come last.
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
			if c := cmp.Compare(shown[d][a], shown[d][b]); c != 0 {
				return c
			}
		}
		return cmp.Compare(x, y)
	})
	return ordered
}
