package yamltext

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// LineOf returns the line of what a path leads to in a YAML text or, where that is not there, of what is on the way; 0 where nothing is.
// A path is that of a [fault.Error].
func LineOf(text string, path []string) int {
	root, _, err := Parse(text)
	if err != nil || root == nil || len(path) == 0 {
		return 0
	}
	line := 0
	for n := root; n != nil && len(path) > 0; path = path[1:] {
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		}
		var at *yaml.Node
		if at, n = below(n, path[0]); at != nil {
			line = at.Line
		}
	}
	return line
}

// below returns where a step leads to, and the value that is there.
func below(n *yaml.Node, step string) (at, value *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i], n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			if step == fmt.Sprintf("[%d]", i) {
				return item, item
			}
		}
	}
	return nil, nil
}
