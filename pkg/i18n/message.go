package i18n

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	texttemplate "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
)

//go:embed messages/*.yaml
var files embed.FS

// localizers finds the messages of each language.
var localizers = load()

func load() map[Language]*i18n.Localizer {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	loaded := map[Language]*i18n.Localizer{}
	for _, l := range []Language{English, Russian} {
		if _, err := bundle.LoadMessageFileFS(files, "messages/"+string(l)+".yaml"); err != nil {
			panic(fmt.Sprintf("the embedded messages are broken: %v", err))
		}
		loaded[l] = i18n.NewLocalizer(bundle, string(l))
	}
	return loaded
}

// T returns the message of an id in every language. Arguments are pairs of a name and a value; a [Text], and an error that has
// one, is put in in the language of the message. The argument count chooses the plural form. An unknown id is a defect: T panics.
func T(id string, arguments ...any) Text {
	if len(arguments) > 0 {
		return Text{En: in(English, id, arguments), Ru: in(Russian, id, arguments)}
	}
	known, ok := plain.Load(id)
	if !ok {
		known, _ = plain.LoadOrStore(id, Text{En: in(English, id, nil), Ru: in(Russian, id, nil)})
	}
	return known.(Text)
}

// plain are the messages without arguments that have been asked for, by id: the catalogue asks for hundreds each time.
var plain sync.Map

func in(l Language, id string, arguments []any) string {
	values := map[string]any{}
	for i := 0; i+1 < len(arguments); i += 2 {
		values[arguments[i].(string)] = localized(l, arguments[i+1])
	}
	config := &i18n.LocalizeConfig{MessageID: id, TemplateData: values, TemplateParser: parser}
	if count, ok := values["count"]; ok {
		config.PluralCount = plural(count)
	}
	text, err := localizers[l].Localize(config)
	if err != nil {
		panic(fmt.Sprintf("message %s in %s: %v", id, l, err))
	}
	return text
}

// plural is a count as plural rules read it.
func plural(count any) any {
	if f, ok := count.(float64); ok {
		return int64(f)
	}
	return count
}

func localized(l Language, value any) any {
	switch v := value.(type) {
	case Text:
		return v.In(l)
	case []Text:
		texts := make([]string, len(v))
		for i, t := range v {
			texts[i] = t.In(l)
		}
		return texts
	case error:
		return Of(v).In(l)
	}
	return value
}

// parser reads a message, which may call these functions. Each is read once: that it calls functions does not change it.
var parser = &cached{template.TextParser{Funcs: texttemplate.FuncMap{
	"quote": func(v any) string { return fmt.Sprintf("%q", fmt.Sprint(v)) },
	"join":  func(separator string, items []string) string { return strings.Join(items, separator) },
	"list":  func(items []string) string { return strings.Join(items, ", ") },
}}}

type cached struct{ template.TextParser }

func (*cached) Cacheable() bool { return true }

// Of returns the text of an error: its own, that of the error that it wraps, or what it says in English.
func Of(err error) Text {
	if err == nil {
		return Text{}
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var en, ru []string
		for _, one := range joined.Unwrap() {
			t := Of(one)
			en, ru = append(en, t.En), append(ru, t.In(Russian))
		}
		return Text{En: strings.Join(en, "\n"), Ru: strings.Join(ru, "\n")}
	}
	var told interface{ Text() Text }
	if errors.As(err, &told) {
		return told.Text()
	}
	return Text{En: err.Error()}
}

// ids lists the messages of a language with their texts, for the tests.
func ids(l Language) (map[string]string, error) {
	text, err := files.ReadFile("messages/" + string(l) + ".yaml")
	if err != nil {
		return nil, err
	}
	file, err := i18n.ParseMessageFileBytes(text, string(l)+".yaml", map[string]i18n.UnmarshalFunc{"yaml": yaml.Unmarshal})
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for _, m := range file.Messages {
		found[m.ID] = strings.Join([]string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}, "\n")
	}
	return found, nil
}

func sortedIDs(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
