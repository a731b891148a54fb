package dashboards

import "unicode"

// mapped replaces the texts that stand in the place of values: those of value mappings, in a field's defaults or an override.
func mapped(object map[string]any, replace func(string) string) {
	mappings, _ := object["mappings"].([]any)
	if object["id"] == "mappings" {
		mappings, _ = object["value"].([]any)
	}
	for _, m := range mappings {
		mapping, _ := m.(map[string]any)
		options, _ := mapping["options"].(map[string]any)
		for _, value := range sorted(options) {
			result, _ := options[value].(map[string]any)
			if text, ok := result["text"].(string); ok && hasLetters(text) {
				result["text"] = replace(text)
			}
		}
	}
}

// hasLetters tells words from signs, which are the same in all languages.
func hasLetters(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return true
		}
	}
	return false
}
