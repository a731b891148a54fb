package i18n

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// UnmarshalYAML reads a text from a map of languages, as in {en: Region, ru: Регион}. A language that the product does not speak is an
// error.
func (t *Text) UnmarshalYAML(node *yaml.Node) error {
	var given map[string]string
	if err := node.Decode(&given); err != nil {
		return err
	}
	forms := Forms{}
	for _, tag := range slices.Sorted(maps.Keys(given)) {
		if !Speaks(Language(tag)) {
			return fmt.Errorf("line %d: %s", node.Line, T("language.unknown", "given", tag, "known", Tags()).In(English))
		}
		forms[Language(tag)] = strings.TrimSpace(given[tag])
	}
	*t = New(forms)
	return nil
}

// Tags are the tags of [Languages].
func Tags() []string {
	var tags []string
	for _, l := range spoken.order {
		tags = append(tags, string(l))
	}
	return tags
}
