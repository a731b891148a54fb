package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

// Language is the tag of a language, such as "ru" or "pt-BR".
type Language string

// English is the language that every text has, and that stands in where another has none. [Russian] is the other one without which
// the product is not complete. Which languages there are besides is not said here: see [Languages].
const (
	English Language = "en"
	Russian Language = "ru"
)

//go:embed messages/*.yaml
var files embed.FS

// spoken are the languages of the embedded files.
var spoken = must(load(files))

// Languages are the languages that the product speaks, English first: one for each file of messages.
func Languages() []Language { return slices.Clone(spoken.order) }

// Speaks reports whether there is a file of messages of a language.
func Speaks(l Language) bool { return spoken.words[l] != nil }

// Match returns the language of the product that a tag asks for, such as ru for ru-RU; [English] and false where there is none.
func Match(tag string) (Language, bool) {
	asked, err := language.Parse(tag)
	if err != nil {
		return English, false
	}
	tags := make([]language.Tag, len(spoken.order))
	for i, l := range spoken.order {
		tags[i] = language.Make(string(l))
	}
	_, i, confidence := language.NewMatcher(tags).Match(asked)
	if confidence < language.High { // below it, there are only languages that many of its speakers understand
		return English, false
	}
	return spoken.order[i], true
}

// languages are the words of some languages.
type languages struct {
	order []Language
	words map[Language]*words
}

// words are what one file says.
type words struct {
	localizer *i18n.Localizer
	messages  map[string]*i18n.Message
	// definitions are texts of definitions that say nothing in this language themselves, by the path of the text.
	definitions map[string]string
}

// load reads the files messages/LANGUAGE.yaml. English must be among them.
func load(files fs.FS) (*languages, error) {
	names, err := fs.Glob(files, "messages/*.yaml")
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(language.English)
	loaded := &languages{words: map[Language]*words{}}
	for _, name := range names {
		l := Language(strings.TrimSuffix(path.Base(name), ".yaml"))
		if loaded.words[l], err = read(files, name, bundle); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		loaded.words[l].localizer = i18n.NewLocalizer(bundle, string(l))
	}
	if loaded.words[English] == nil {
		return nil, fmt.Errorf("messages/%s.yaml is missing", English)
	}
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(loaded.words)), func(l Language) bool { return l == English })
	loaded.order = append([]Language{English}, others...)
	return loaded, nil
}

// read reads the file of one language into the bundle.
func read(files fs.FS, name string, bundle *i18n.Bundle) (*words, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	found := &words{messages: map[string]*i18n.Message{}, definitions: map[string]string{}}
	file, err := i18n.ParseMessageFileBytes(text, name, map[string]i18n.UnmarshalFunc{"yaml": func(text []byte, into any) error {
		var whole map[string]any
		if err := yaml.Unmarshal(text, &whole); err != nil {
			return err
		}
		if err := flatten("", whole["definitions"], found.definitions); err != nil {
			return err
		}
		delete(whole, "definitions")
		*into.(*any) = whole
		return nil
	}})
	if err != nil {
		return nil, err
	}
	for _, m := range file.Messages {
		found.messages[m.ID] = m
	}
	return found, bundle.AddMessages(file.Tag, file.Messages...)
}

// flatten enters the texts of a tree by their paths, such as "kpis.revenue.title".
func flatten(path string, tree any, into map[string]string) error {
	switch v := tree.(type) {
	case nil:
	case string:
		into[path] = strings.TrimSpace(v)
	case map[string]any:
		for name, below := range v {
			if err := flatten(strings.TrimPrefix(path+"."+name, "."), below, into); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("definitions.%s is not a text", path)
	}
	return nil
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("the embedded messages are broken: %v", err))
	}
	return value
}
