package crm

import (
	"cmp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// ownTitle is a title that a company gives: one text for every language, or one for each.
type ownTitle struct{ i18n.Text }

// UnmarshalYAML reads a text, or a map of languages; a language without one has that of the first which has one.
func (t *ownTitle) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	if node.Kind != yaml.MappingNode {
		var text string
		err := node.Decode(&text)
		t.Text = i18n.Same(strings.TrimSpace(text))
		return err
	}
	if err := node.Decode(&t.Text); err != nil {
		return err
	}
	given := t.All()
	if len(given) == 0 {
		return nil
	}
	t.Text = i18n.Each(func(l i18n.Language) string { return cmp.Or(t.Forms()[l], given[0]) })
	return nil
}

// or is the title, or one that is made of an id: product_line is "Product line".
func (t ownTitle) or(id string) i18n.Text {
	if t.Text != (i18n.Text{}) {
		return t.Text
	}
	return i18n.Same(asTitle(id))
}

func asTitle(id string) string {
	words := strings.ReplaceAll(id, "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}
