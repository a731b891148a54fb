package catalog

import (
	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/yamltext"
)

// maxText bounds a text of definitions, in bytes.
const maxText = 256 << 10

// document returns the root of a YAML text that has nothing but plain values; nil for an empty text and for one that is none,
// which is a fault.
func (r *reader) document(text string) *yaml.Node {
	if len(text) > maxText {
		r.failAt(place{r.source, 1}, "", fault.New("catalog.text_too_long", "have", len(text), "most", maxText))
		return nil
	}
	before := len(r.list)
	root, more, err := yamltext.Parse(text)
	switch {
	case err != nil:
		r.failAt(place{r.source, yamltext.FaultyLine(text)}, "", fault.New("catalog.not_yaml", "reason", err))
	case more > 0:
		r.failAt(place{r.source, more}, "", fault.New("catalog.second_document"))
	case root != nil:
		r.refuseReferences(root)
	}
	if len(r.list) > before {
		return nil
	}
	return root
}

// refuseReferences refuses anchors and aliases, which let a short text stand for a huge one, and tags, which have no use here.
func (r *reader) refuseReferences(n *yaml.Node) {
	switch {
	case n.Kind == yaml.AliasNode:
		r.failAt(place{r.source, n.Line}, "", fault.New("catalog.alias", "alias", n.Value))
	case n.Anchor != "":
		r.failAt(place{r.source, n.Line}, "", fault.New("catalog.anchor", "anchor", n.Anchor))
	case n.Style&yaml.TaggedStyle != 0:
		r.failAt(place{r.source, n.Line}, "", fault.New("catalog.tag", "tag", n.Tag))
	}
	for _, part := range n.Content {
		r.refuseReferences(part)
	}
}
