package dashboards

//go:generate go run ./generate ../../dashboards

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Translation gives the Russian text for each English one.
type Translation map[string]string

// LoadTranslation reads YAML files, each with English texts and their translations.
func LoadTranslation(folder fs.FS) (Translation, error) {
	files, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	all := Translation{}
	for _, file := range files {
		text, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, err
		}
		t := Translation{}
		if err := yaml.Unmarshal(text, &t); err != nil {
			return nil, fmt.Errorf("%s: it must be pairs of texts, English: translation: %w", file, err)
		}
		for english, translated := range t {
			if other, twice := all[english]; twice && other != translated {
				return nil, fmt.Errorf("%s: %q has another translation in another file; keep one of them, in shared.yaml", file, english)
			}
			all[english] = translated
		}
	}
	return all, nil
}

// shown are the fields whose text people read; so are the value of an override named displayName, the way to write a time that names days
// or months, and the name of annotations.
var shown = map[string]bool{"title": true, "description": true, "label": true, "tooltip": true}

// The tags of the dashboards of a language, by which they list one another.
const (
	English = "en"
	Russian = "ru"
)

var address = regexp.MustCompile(`^/d/(crm-[a-z-]+)`)

// Texts returns the English texts of a dashboard, each once, in the order of the JSON's fields.
func Texts(dashboard []byte) ([]string, error) {
	var texts []string
	seen := map[string]bool{}
	_, err := rewrite(dashboard, func(text string) string {
		if !seen[text] {
			seen[text] = true
			texts = append(texts, text)
		}
		return text
	})
	return texts, err
}

// Translate returns a dashboard with its texts in Russian. Its uid, and those its links lead to, get the suffix -ru. It prefers
// the data source of that suffix, whose answers are in Russian; without one, Grafana takes the default.
// The error of a missing translation names all texts that miss one.
func Translate(dashboard []byte, t Translation) ([]byte, error) {
	var missing []string
	out, err := rewrite(dashboard, func(text string) string {
		translated, ok := t[text]
		if !ok {
			missing = append(missing, text)
		}
		return translated
	})
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("these texts have no translation; add them to pkg/dashboards/shipped/ru:\n  %s", strings.Join(missing, "\n  "))
	}
	out["uid"] = fmt.Sprint(out["uid"], "-ru")
	walk(out, func(_ string, value any) {
		object, ok := value.(map[string]any)
		if !ok {
			return
		}
		if url, ok := object["url"].(string); ok {
			object["url"] = address.ReplaceAllString(url, "/d/$1-ru")
		}
		if tags, ok := object["tags"].([]any); ok {
			for i, tag := range tags {
				if tag == English {
					tags[i] = Russian
				}
			}
		}
		if object["type"] == "datasource" && object["query"] == PluginID {
			object["current"] = map[string]any{"text": "CRM KPIs (русский)", "value": "crm-kpis-ru"}
		}
	})
	return Write(out)
}

// rewrite replaces the texts that people read.
func rewrite(dashboard []byte, replace func(string) string) (map[string]any, error) {
	var whole map[string]any
	if err := json.Unmarshal(dashboard, &whole); err != nil {
		return nil, err
	}
	walk(whole, func(_ string, value any) {
		object, ok := value.(map[string]any)
		if !ok {
			return
		}
		for _, key := range sorted(object) {
			text, ok := object[key].(string)
			if ok && text != "" && (shown[key] || key == "value" && (object["id"] == "displayName" || named(object["id"], text)) || key == "name" && object["iconColor"] != nil) {
				object[key] = replace(text)
			}
		}
		mapped(object, replace)
	})
	return whole, nil
}

// named reports whether a property is a way to write times that names days or months, which Grafana does in English.
func named(property any, text string) bool {
	return property == "unit" && strings.HasPrefix(text, "time:") && (strings.Contains(text, "ddd") || strings.Contains(text, "MMM"))
}

// Write writes a dashboard the way the shipped ones are kept: fields in the order of their names.
func Write(dashboard any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(dashboard)
	return out.Bytes(), err
}
