// Package i18n holds the texts a user sees, in every language the product speaks. What the product says by itself is in the
// message catalogues of messages/, one file for each language; see [T].
package i18n

// Language is a supported language of titles and descriptions.
type Language string

// The supported languages. English is the default.
const (
	English Language = "en"
	Russian Language = "ru"
)

// Text is one text in every supported language.
type Text struct {
	En string `yaml:"en"`
	Ru string `yaml:"ru"`
}

// In returns the text in the given language, English where a translation is missing.
func (t Text) In(language Language) string {
	if language == Russian && t.Ru != "" {
		return t.Ru
	}
	return t.En
}

// All are the text's forms, one for each language.
func (t Text) All() []string { return []string{t.En, t.Ru} }

// Same is a text that is alike in every language, such as a name from the company's data.
func Same(text string) Text { return Text{En: text, Ru: text} }
