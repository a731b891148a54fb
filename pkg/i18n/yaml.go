package i18n

import (
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
			return &noLanguage{NoLanguage(tag)}
		}
		forms[Language(tag)] = strings.TrimSpace(given[tag])
	}
	*t = New(forms)
	return nil
}

// noLanguage is the error of a text in a language that the product does not speak.
type noLanguage struct{ text Text }

func (e *noLanguage) Error() string { return e.text.In(English) }

// Text is what the error says.
func (e *noLanguage) Text() Text { return e.text }

// NoLanguage says that the product does not speak a language, and which it speaks.
func NoLanguage(tag string) Text { return T("language.unknown", "given", tag, "known", Tags()) }

// Tags are the tags of [Languages].
func Tags() []string {
	var tags []string
	for _, l := range spoken.order {
		tags = append(tags, string(l))
	}
	return tags
}
