// Package i18n holds the texts a user sees, in every language the product speaks.
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
