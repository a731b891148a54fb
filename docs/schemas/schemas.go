// Package schemas has the JSON Schemas of the settings that are YAML texts: NAME.schema.json, which describes in English what stands
// where, and LANGUAGE.yaml, these descriptions in another language by the English ones.
package schemas

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"
)

//go:embed *.schema.json *.yaml
var files embed.FS

// Translation has descriptions in a language by the English ones.
type Translation map[string]string

// Read returns the JSON Schema of a name, which the caller may change, with its descriptions in a language, such as "ru". English stands
// in for what the language lacks. An error says that there is no schema of the name.
func Read(name, language string) (map[string]any, error) {
	text, err := files.ReadFile(name + ".schema.json")
	if err != nil {
		return nil, err
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	texts, err := TranslationTo(language)
	if err != nil {
		return nil, err
	}
	Describe(schema, func(english string) string {
		if translated, ok := texts[english]; ok {
			return translated
		}
		return english
	})
	return schema, nil
}

// TranslationTo returns the descriptions of all schemas in a language; none in one that has no file.
func TranslationTo(language string) (Translation, error) {
	text, err := files.ReadFile(language + ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var texts Translation
	if err := yaml.Unmarshal(text, &texts); err != nil {
		return nil, fmt.Errorf("%s.yaml: %w", language, err)
	}
	return texts, nil
}

// Describe replaces all descriptions of a schema. A property that is called description has a schema there and no text.
func Describe(schema any, replace func(description string) string) {
	switch part := schema.(type) {
	case map[string]any:
		for key, below := range part {
			if text, ok := below.(string); ok && key == "description" {
				part[key] = replace(text)
				continue
			}
			Describe(below, replace)
		}
	case []any:
		for _, below := range part {
			Describe(below, replace)
		}
	}
}
