package crm

import (
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// maxNodes bounds the values of a YAML text with those that its references (*name) stand for. The largest preset has some hundreds.
const maxNodes = 20_000

// bounded refuses YAML whose references would never end or come to more than anybody writes: reading them would take the memory of
// the whole plugin.
func bounded(root *yaml.Node) error {
	s := sizes{known: map[*yaml.Node]int{}, open: map[*yaml.Node]bool{}}
	_, err := s.of(root)
	return err
}

// sizes counts the values below YAML nodes, each node once.
type sizes struct {
	known map[*yaml.Node]int
	open  map[*yaml.Node]bool // the nodes that are being counted
}

func (s sizes) of(n *yaml.Node) (int, error) {
	if n.Kind == yaml.AliasNode {
		if s.open[n.Alias] {
			return 0, inLine(n.Line, fault.New("mapping.reference_to_itself", "reference", n.Value))
		}
		return s.of(n.Alias)
	}
	if size, counted := s.known[n]; counted {
		return size, nil
	}
	s.open[n] = true
	size := 1
	for _, below := range n.Content {
		part, err := s.of(below)
		if err != nil {
			return 0, err
		}
		if size += part; size > maxNodes {
			return 0, inLine(n.Line, fault.New("mapping.many_references", "most", maxNodes))
		}
	}
	delete(s.open, n)
	s.known[n] = size
	return size, nil
}
