package i18n

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	texttemplate "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// T returns the message of an id in every language that has it. Arguments are pairs of a name and a value; a [Text], and an error that has
// one, is put in in the language of the message. The argument count chooses the plural form. An unknown id is a defect: T panics.
func T(id string, arguments ...any) Text {
	if len(arguments) > 0 {
		return message(id, arguments)
	}
	known, ok := plain.Load(id)
	if !ok {
		known, _ = plain.LoadOrStore(id, message(id, nil))
	}
	return known.(Text)
}

// plain are the messages without arguments that have been asked for, by id: the catalogue asks for hundreds each time.
var plain sync.Map

// message puts a message together in the languages that have it.
func message(id string, arguments []any) Text {
	if spoken.words[English].messages[id] == nil {
		panic(fmt.Sprintf("there is no message %s", id))
	}
	text := each(id, arguments)
	if text == (Text{}) {
		return text
	}
	if !isOpen(id) {
		text.open = closed{}
	} else if opened, guarded := open(arguments); guarded {
		text.open = each(id, opened)
	}
	return text
}

// each is a message in each language that has it.
func each(id string, arguments []any) Text {
	return Each(func(l Language) string {
		if spoken.words[l].messages[id] == nil {
			return ""
		}
		return in(l, id, arguments)
	})
}

func in(l Language, id string, arguments []any) string {
	values := map[string]any{}
	for i := 0; i+1 < len(arguments); i += 2 {
		values[arguments[i].(string)] = localized(l, arguments[i+1])
	}
	config := &i18n.LocalizeConfig{MessageID: id, TemplateData: values, TemplateParser: parser}
	if count, ok := values["count"]; ok {
		config.PluralCount = plural(count)
	}
	text, err := spoken.words[l].localizer.Localize(config)
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
		var texts []Text
		for _, one := range joined.Unwrap() {
			texts = append(texts, Of(one))
		}
		return Join("\n", texts...)
	}
	var told interface{ Text() Text }
	if errors.As(err, &told) {
		return told.Text()
	}
	return Text{english: err.Error(), open: closed{}}
}

// Whole is [Of] with what wraps the error, which is told in English only.
func Whole(err error) Text {
	text := Of(err)
	whole := Each(func(l Language) string {
		if l == English {
			return err.Error()
		}
		return text.In(l)
	})
	if whole.open = text.open; whole.open == nil && whole != text {
		whole.open = text // without what wraps it
	}
	return whole
}

// Join puts texts together, without the empty ones.
func Join(separator string, texts ...Text) Text {
	joined := join(separator, texts)
	if slices.ContainsFunc(texts, Text.Guarded) {
		joined.open = join(separator, opened(texts))
	}
	return joined
}

func join(separator string, texts []Text) Text {
	return Each(func(l Language) string {
		var parts []string
		for _, t := range texts {
			if t != (Text{}) {
				parts = append(parts, t.In(l))
			}
		}
		return strings.Join(parts, separator)
	})
}
