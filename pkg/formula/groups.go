// Package formula makes an answer of what a plan has read: it evaluates formulas over arrays, by index. Its cost is linear in the
// cells of the answer.
package formula

import (
	"cmp"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// member is a value of a dimension: a key and the label shown for it. No key is a member of its own.
type member struct{ key, label *string }

// groupKey is a group by the numbers of its members, dimension by dimension.
type groupKey [measure.MaxKeys]int32

// Groups are the groups that rows fall into, by number, in the order in which they were found.
type Groups struct {
	dimensions int
	numbers    []map[string]int32 // of members by key, for each dimension
	members    [][]member         // the first one is that without a key
	found      map[groupKey]int
	keys       []groupKey
	shown      []bool           // rows make a group of the answer; those of a silent axis alone do not
	rest       int              // the group that others are folded into; -1 until it is asked for
	orders     []crm.Order      // of the dimensions; none where it makes no difference
	places     []map[string]int // of keys, for each dimension whose order has been read; nil for the others
	shared     [][]string       // labels that mean others as well, for each dimension
}

func newGroups(dimensions int) *Groups {
	g := &Groups{dimensions: dimensions, found: map[groupKey]int{}, rest: -1, places: make([]map[string]int, dimensions), shared: make([][]string, dimensions)}
	for range dimensions {
		g.numbers = append(g.numbers, map[string]int32{})
		g.members = append(g.members, []member{{}})
	}
	return g
}

// Of returns the number of the group with a pair of key and label for each dimension.
func (g *Groups) Of(pairs []*string) int {
	var k groupKey
	for d := range g.dimensions {
		k[d] = g.member(d, pairs[2*d], pairs[2*d+1])
	}
	n, known := g.found[k]
	if !known {
		n = g.add(k)
		g.found[k] = n
	}
	return n
}

// Show makes a group one of the answer; one that is stays so.
func (g *Groups) Show(n int, shown bool) { g.shown[n] = g.shown[n] || shown }

func (g *Groups) add(k groupKey) int {
	g.keys, g.shown = append(g.keys, k), append(g.shown, false)
	return len(g.keys) - 1
}

func (g *Groups) member(d int, key, label *string) int32 {
	if key == nil {
		return 0
	}
	n, known := g.numbers[d][*key]
	if !known {
		n = int32(len(g.members[d])) // #nosec G115 -- groups of one answer, which has a bound
		g.numbers[d][*key] = n
		if label == nil {
			label = key
		}
		g.members[d] = append(g.members[d], member{key, label})
	}
	return n
}

// Place notes that a key comes behind those of its dimension that have been noted before.
func (g *Groups) Place(dimension int, key string) {
	if g.places[dimension] == nil {
		g.places[dimension] = map[string]int{}
	}
	if _, known := g.places[dimension][key]; !known {
		g.places[dimension][key] = len(g.places[dimension])
	}
}

// LabelsOf are the labels that the members of a dimension have by themselves, those of some groups.
func (g *Groups) LabelsOf(dimension int, groups []int) []string {
	var labels []string
	for _, n := range groups {
		if m := g.keys[n][dimension]; m > 0 {
			labels = append(labels, *g.members[dimension][m].label)
		}
	}
	return labels
}

// Share notes which labels of a dimension mean others as well, be they among the groups or not.
func (g *Groups) Share(dimension int, labels []string) { g.shared[dimension] = labels }

// compare puts two members of a dimension in its order; 0 where that does not say.
func (g *Groups) compare(dimension int, a, b int32) int {
	x, y := *g.members[dimension][a].key, *g.members[dimension][b].key
	if places := g.places[dimension]; places != nil {
		place := func(key string) int {
			if at, known := places[key]; known {
				return at
			}
			return len(places)
		}
		return cmp.Compare(place(x), place(y))
	}
	if g.orders == nil {
		return 0
	}
	return g.orders[dimension].Compare(x, y)
}

// Rest returns the number of the group that others are folded into.
func (g *Groups) Rest() int {
	if g.rest < 0 {
		g.rest = g.add(groupKey{})
	}
	return g.rest
}

// Shown returns the groups of the answer.
func (g *Groups) Shown() []int {
	var all []int
	for n, shown := range g.shown {
		if shown {
			all = append(all, n)
		}
	}
	return all
}

// Keys returns the keys of a group, nil for none.
func (g *Groups) Keys(n int) []*string {
	keys := make([]*string, g.dimensions)
	for d := range keys {
		keys[d] = g.members[d][g.keys[n][d]].key
	}
	return keys
}

// outer returns the group of other groups that has the first dimensions of one of these.
func (g *Groups) outer(n int, of *Groups) int {
	pairs := make([]*string, 0, 2*of.dimensions)
	for d := range of.dimensions {
		m := g.members[d][g.keys[n][d]]
		pairs = append(pairs, m.key, m.label)
	}
	outer := of.Of(pairs)
	of.Show(outer, true)
	return outer
}
