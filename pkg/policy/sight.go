package policy

import (
	"encoding/json"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Sights are what is seen: the rows of each of them.
type Sights []Sight

// Sight is a part of the rows.
type Sight struct {
	Kind Kind
	// Filters are those that the rows of a [Where] pass.
	Filters []query.Filter
}

// Kind is which rows a sight has.
type Kind string

// The kinds of sights.
const (
	Everything Kind = "everything"
	Nothing    Kind = "nothing"
	Own        Kind = "own"     // one's own
	Reports    Kind = "reports" // one's own and those of all who report to one, by `manager`
	Team       Kind = "team"    // those of reports, and of one's team and the teams below it, by `parent`
	Where      Kind = "where"   // those that filters on dimensions keep
)

// kinds are those that are a word.
var kinds = []string{string(Everything), string(Nothing), string(Own), string(Reports), string(Team)}

// UnmarshalYAML reads one sight, or a list of them.
func (s *Sights) UnmarshalYAML(node *yaml.Node) error {
	each := []*yaml.Node{node}
	if node.Kind == yaml.SequenceNode {
		each = node.Content
	}
	*s = Sights{}
	for _, one := range each {
		sight, err := read(one)
		if err != nil {
			return fault.AtLine(one.Line, nil, err)
		}
		*s = append(*s, sight)
	}
	return nil
}

// read reads a word, the values of dimensions, or filters as questions have them.
func read(node *yaml.Node) (Sight, error) {
	if node.Kind == yaml.ScalarNode {
		if !slices.Contains(kinds, node.Value) {
			return Sight{}, fault.New("policy.unknown_sight", "sight", node.Value, "known", kinds)
		}
		return Sight{Kind: Kind(node.Value)}, nil
	}
	var given map[string]yaml.Node
	if err := node.Decode(&given); err != nil {
		return Sight{}, fault.New("policy.unknown_sight", "sight", node.Value, "known", kinds)
	}
	s := Sight{Kind: Where}
	if list, ok := given["filters"]; ok && len(given) == 1 {
		var filters any
		if err := list.Decode(&filters); err != nil {
			return s, err
		}
		text, err := json.Marshal(filters)
		if err != nil {
			return s, err
		}
		return s, json.Unmarshal(text, &s.Filters)
	}
	for _, dimension := range slices.Sorted(maps.Keys(given)) {
		s.Filters = append(s.Filters, query.Filter{Dimension: dimension, Operator: query.In, Values: values(given[dimension])})
	}
	return s, nil
}

// values are the texts of one value, or of a list, as they are written.
func values(given yaml.Node) []string {
	if given.Kind == yaml.ScalarNode {
		return []string{given.Value}
	}
	var all []string
	for _, one := range given.Content {
		all = append(all, one.Value)
	}
	return all
}

// ofPeople reports whether somebody must be known to say what they are.
func (s Sights) ofPeople() bool {
	return slices.ContainsFunc(s, func(one Sight) bool { return one.Kind == Own || one.Kind == Reports || one.Kind == Team })
}

// everything reports whether all rows are seen.
func (s Sights) everything() bool {
	return slices.ContainsFunc(s, func(one Sight) bool { return one.Kind == Everything })
}

func (s Sights) check(model *crm.Model) error {
	if len(s) == 0 {
		return fault.New("policy.no_sight", "known", kinds)
	}
	for _, one := range s {
		if one.Kind == Where && len(one.Filters) == 0 {
			return fault.New("policy.no_sight", "known", kinds)
		}
		for _, f := range one.Filters {
			if err := f.Validate(); err != nil {
				return err
			}
		}
		for _, f := range query.Comparisons(one.Filters) {
			if f.Dimension == "" || f.Of != "" {
				return fault.New("policy.filter_of_dimension")
			}
			if _, err := model.Dimension(f.Dimension); err != nil {
				return err
			}
		}
	}
	return nil
}
