// Package i18n holds the texts a user sees, in every language the product speaks. What the product says by itself is in the
// message catalogues of messages/, one file for each language; see [T]. Nothing else says which languages there are.
package i18n

import (
	"maps"
	"slices"
)

// Text is one text in the languages that it is known in. Texts are equal if they say the same in the same languages; the zero Text
// says nothing.
type Text struct {
	english string
	others  any // a translation, so that texts can be compared; nil for none
	open    any // what of it everyone may read, see [Text.Open]: a Text, or [closed] for nothing; nil for all of it
}

// translation is a text in one more language, followed by those in the next, in the order of [Languages].
type translation struct {
	language Language
	text     string
	next     any
}

// Forms are the forms of a text by language.
type Forms map[Language]string

// New is the text of these forms. What is empty, or of a language that the product does not speak, is left out.
func New(forms Forms) Text {
	t := Text{english: forms[English]}
	for i := len(spoken.order) - 1; i > 0; i-- {
		if l := spoken.order[i]; forms[l] != "" {
			t.others = translation{l, forms[l], t.others}
		}
	}
	return t
}

// Each is a text that is made for each language.
func Each(make func(Language) string) Text {
	forms := Forms{}
	for _, l := range spoken.order {
		forms[l] = make(l)
	}
	return New(forms)
}

// Same is a text that is alike in every language, such as a name from the company's data.
func Same(text string) Text { return Each(func(Language) string { return text }) }

// Untranslated is a text that is known in English only.
func Untranslated(text string) Text { return Text{english: text} }

// In returns the text in the given language, English where a translation is missing.
func (t Text) In(language Language) string {
	if text, ok := t.lookUp(language); ok {
		return text
	}
	return t.english
}

func (t Text) lookUp(language Language) (string, bool) {
	if language == English {
		return t.english, t.english != ""
	}
	for next, ok := t.others.(translation); ok; next, ok = next.next.(translation) {
		if next.language == language {
			return next.text, true
		}
	}
	return "", false
}

// Forms are the text's forms in the languages that it is known in.
func (t Text) Forms() Forms {
	forms := Forms{}
	for _, l := range spoken.order {
		if text, ok := t.lookUp(l); ok {
			forms[l] = text
		}
	}
	return forms
}

// All are the text's forms, those of English first.
func (t Text) All() []string {
	var all []string
	for _, l := range spoken.order {
		if text, ok := t.lookUp(l); ok {
			all = append(all, text)
		}
	}
	return all
}

// Missing are the languages of the product that the text is not known in.
func (t Text) Missing() []Language {
	var missing []Language
	for _, l := range spoken.order {
		if _, ok := t.lookUp(l); !ok {
			missing = append(missing, l)
		}
	}
	return missing
}

// Lacks are those of [English] and [Russian] that the text is not known in: no definition does without them.
func (t Text) Lacks() []Language {
	return slices.DeleteFunc(t.Missing(), func(l Language) bool { return l != English && l != Russian })
}

// Defined is the text of a definition of the product's own, with what the files of the languages say of it besides, at its path below
// their `definitions`, such as "kpis.revenue.title". What the definition says itself goes first.
func Defined(path string, given Text) Text {
	forms := Forms{}
	for l, words := range spoken.words {
		forms[l] = words.definitions[path]
	}
	maps.Copy(forms, given.Forms())
	return New(forms)
}
