package plan

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// restID is the group into which a limit folds the others.
const restID = "\x1drest"

// groups are the groups that the rows of an answer fall into.
type groups struct {
	order []string
	keys  map[string][]*string // key and label of each dimension
}

func newGroups() *groups { return &groups{keys: map[string][]*string{}} }

// groupID tells groups apart by their keys. A row without a value has a group of its own.
func groupID(keys []*string) string {
	parts := make([]string, 0, len(keys)/2)
	for i := 0; i < len(keys); i += 2 {
		if keys[i] == nil {
			parts = append(parts, sqlgen.NoKey)
		} else {
			parts = append(parts, *keys[i])
		}
	}
	return strings.Join(parts, "\x1f")
}

func (g *groups) add(keys []*string) string {
	id := groupID(keys)
	if _, known := g.keys[id]; !known {
		g.keys[id] = keys
		g.order = append(g.order, id)
	}
	return id
}

// group returns the id of a row's group and notes the group, unless the rows of the axis do not make groups.
func (p *planner) group(keys []*string, folded bool, a *axis) string {
	if folded {
		return restID
	}
	if a.silent {
		return groupID(keys)
	}
	return p.groups.add(keys)
}

// labelled returns the groups as shown, in the order of ids.
func (p *planner) labelled(ids []string) []Group {
	shared := p.sharedLabels(ids)
	out := make([]Group, len(ids))
	for n, id := range ids {
		dimensions := len(p.question.GroupBy)
		g := Group{Keys: make([]string, dimensions), Labels: make([]string, dimensions)}
		for d := range dimensions {
			switch key, label := p.groups.at(id, d); {
			case id == restID:
				g.Labels[d] = Rest
			case key == nil:
				g.Labels[d] = query.None
			default:
				g.Keys[d], g.Labels[d] = *key, *label
				if shared[d][*label] {
					g.Labels[d] = query.Qualified(*label, *key)
				}
			}
		}
		out[n] = g
	}
	return out
}

// Rest is the label of the group that a limit folds the others into.
const Rest = "Other"

func (g *groups) at(id string, dimension int) (key, label *string) {
	keys := g.keys[id]
	if len(keys) == 0 {
		return nil, nil
	}
	key, label = keys[2*dimension], keys[2*dimension+1]
	if label == nil {
		label = key
	}
	return key, label
}

// sharedLabels returns, for each dimension, the labels that more than one key has.
func (p *planner) sharedLabels(ids []string) []map[string]bool {
	shared := make([]map[string]bool, len(p.question.GroupBy))
	for d := range shared {
		shared[d] = map[string]bool{}
		owner := map[string]string{}
		for _, id := range ids {
			key, label := p.groups.at(id, d)
			if key == nil || id == restID {
				continue
			}
			if other, taken := owner[*label]; taken && other != *key {
				shared[d][*label] = true
			}
			owner[*label] = *key
		}
	}
	return shared
}

// sorted orders groups by their labels, dimension by dimension; rows without a value come last.
func (p *planner) sorted(ids []string) []string {
	labels := map[string]Group{}
	for i, g := range p.labelled(ids) {
		labels[ids[i]] = g
	}
	ordered := slices.Clone(ids)
	slices.SortFunc(ordered, func(x, y string) int {
		a, b := labels[x], labels[y]
		for d := range a.Labels {
			if none := cmp.Compare(rank(a.Labels[d]), rank(b.Labels[d])); none != 0 {
				return none
			}
			if c := cmp.Compare(a.Labels[d], b.Labels[d]); c != 0 {
				return c
			}
		}
		return cmp.Compare(x, y)
	})
	return ordered
}

func rank(label string) int {
	if label == query.None {
		return 1
	}
	return 0
}
