package crm

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/crmkpi/crm-datasource/pkg/fault"
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
		if err := node.Decode(&text); err != nil {
			return inLine(node.Line, fault.New("mapping.own_title"))
		}
		t.Text = i18n.Same(strings.TrimSpace(text))
		return nil
	}
	var given map[i18n.Language]string
	if err := node.Decode(&given); err != nil {
		return inLine(node.Line, fault.New("mapping.own_title"))
	}
	for _, l := range slices.Sorted(maps.Keys(given)) {
		if !i18n.Speaks(l) {
			return inLine(node.Line, fault.New("language.unknown", "given", l, "known", i18n.Tags()))
		}
	}
	said := func(l i18n.Language) string { return strings.TrimSpace(given[l]) }
	first := ""
	for _, l := range i18n.Languages() {
		first = cmp.Or(first, said(l))
	}
	t.Text = i18n.Each(func(l i18n.Language) string { return cmp.Or(said(l), first) })
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
