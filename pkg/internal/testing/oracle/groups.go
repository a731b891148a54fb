package oracle

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// keys are the keys of the group's values, "" for none.
func (g *group) keys() (keys []string) {
	for _, v := range g.values {
		keys = append(keys, v.key)
	}
	return keys
}

// tellsApart tells whether a row is one of those among which names are told apart: of stages those of the pipelines that the question is about.
func (a *asking) tellsApart(dimension string, s subject) bool {
	if dimension != "stage" {
		return true
	}
	for _, f := range query.Of(a.question.Filters, "") {
		if v, ok := s.dimension("pipeline"); ok && f.Dimension == "pipeline" && verdictOf(v, f) == no {
			return false
		}
	}
	return true
}

// labels gives each group its labels, those that several keys share with their key, be the others among the groups or not.
func (a *asking) labels(keys []string) map[string][]string {
	labels := map[string][]string{}
	for i, dimension := range a.question.GroupBy {
		owners := map[string]map[string]bool{}
		own := func(v value) {
			if owners[v.label] == nil {
				owners[v.label] = map[string]bool{}
			}
			owners[v.label][v.key] = true
		}
		for _, m := range a.membersOf(dimension) {
			if v, _ := m.dimension(dimension); !v.none && a.tellsApart(dimension, m) {
				own(v)
			}
		}
		for _, key := range keys {
			if v := a.groups[key].values[i]; !v.none {
				own(v)
			}
		}
		for _, key := range keys {
			v := a.groups[key].values[i]
			label := v.label
			switch {
			case v.none:
				label = query.None
			case len(owners[v.label]) > 1:
				label = query.Qualified(v.label, v.key)
			}
			labels[key] = append(labels[key], label)
		}
	}
	return labels
}

// byLabel orders groups as their dimensions are, else by their labels, byte by byte, those without a value last.
func (a *asking) byLabel(labels map[string][]string, x, y string) int {
	for i := range a.question.GroupBy {
		noneX, noneY := a.groups[x].values[i].none, a.groups[y].values[i].none
		switch {
		case noneX && noneY:
			continue
		case noneX:
			return 1
		case noneY:
			return -1
		}
		dimension := a.question.GroupBy[i]
		if order := strings.Compare(a.place(dimension, a.groups[x].values[i]), a.place(dimension, a.groups[y].values[i])); order != 0 {
			return order
		}
		if order := strings.Compare(labels[x][i], labels[y][i]); order != 0 {
			return order
		}
	}
	return 0
}

// limit ranks the groups, which come in their order, by a KPI over the whole range and then by the next one, and keeps the first ones
// with all that are equal to the last of them.
func (a *asking) limit(keys []string) (kept, rest []string, err error) {
	l := a.question.Limit
	if l == nil {
		return keys, nil, nil
	}
	whole := calendar.Bucket{Start: a.whole.From, End: a.whole.To, Range: a.whole}
	a.ranking = true
	defer func() { a.ranking = false }()
	ranks := map[string][]*float64{}
	for _, key := range keys {
		for _, id := range []string{l.By, l.Then} {
			if id == "" {
				continue
			}
			v, _, fault := a.value(id, whole, []string{key}, "")
			if v != nil { // sums that differ by the order of their addends are equal
				v = number64(round(*v))
			}
			ranks[key], err = append(ranks[key], v), errors.Join(err, fault)
		}
	}
	compare := func(x, y string) int {
		for i, vx := range ranks[x] {
			vy, order := ranks[y][i], 0
			switch {
			case vx == nil || vy == nil:
				order = cmp.Compare(bit(vx == nil), bit(vy == nil))
			case i == 0 && l.Ascending, i == 1 && (l.ThenAscending == nil && l.Ascending || l.ThenAscending != nil && *l.ThenAscending):
				order = cmp.Compare(*vx, *vy)
			default:
				order = cmp.Compare(*vy, *vx)
			}
			if order != 0 {
				return order
			}
		}
		return 0
	}
	slices.SortStableFunc(keys, compare)
	// The place of a group is one more than there are better ones.
	a.places = map[string]*float64{}
	for _, key := range keys {
		if ranks[key][0] == nil {
			continue
		}
		better := 0.0
		for _, other := range keys {
			if compare(other, key) < 0 {
				better++
			}
		}
		a.places[key] = number64(1 + better)
	}
	n := min(l.Top, len(keys))
	if l.Top == 0 {
		n = len(keys)
	}
	for n > 0 && n < len(keys) && compare(keys[n-1], keys[n]) == 0 {
		n++
	}
	if l.Rest {
		rest = keys[n:]
	}
	return keys[:n], rest, err
}

// round keeps twelve digits.
func round(v float64) float64 {
	if v == 0 {
		return 0
	}
	unit := math.Pow10(11 - int(math.Floor(math.Log10(math.Abs(v)))))
	return math.Round(v*unit) / unit
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
