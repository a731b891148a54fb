package i18n

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

func TestTextsAreComparedByWhatTheySay(t *testing.T) {
	region := New(Forms{English: "Region", Russian: "Регион"})
	require.True(t, region == New(Forms{Russian: "Регион", English: "Region", "xx": "no such language"}))
	require.False(t, region == New(Forms{English: "Region", Russian: "Область"}))
	require.False(t, region == Untranslated("Region"))
	require.True(t, Text{} == New(Forms{Russian: ""}))
	require.Equal(t, "here", map[Text]string{region: "here"}[New(region.Forms())])
}

func TestEnglishStandsIn(t *testing.T) {
	known := Untranslated("Region")
	require.Equal(t, "Region", known.In(Russian))
	require.Equal(t, "Region", known.In("xx"))
	require.Contains(t, known.Missing(), Russian)
	require.NotContains(t, known.Missing(), English)
	require.Empty(t, Same("Acme").Missing())
	require.Empty(t, New(Forms{Russian: "Регион"}).In(English))
}

func TestTextsAreReadByLanguage(t *testing.T) {
	var text Text
	require.NoError(t, yaml.Unmarshal([]byte("{en: Region, ru: ' Регион '}"), &text))
	require.Equal(t, New(Forms{English: "Region", Russian: "Регион"}), text)
	err := yaml.Unmarshal([]byte("{en: Region, xx: Nowhere}"), &text)
	require.ErrorContains(t, err, `there is no language "xx"; the languages are en`)
}

// speak lets the product speak the languages of some files until the test ends.
func speak(t *testing.T, files fstest.MapFS) {
	before := spoken
	loaded, err := load(files)
	require.NoError(t, err)
	spoken = loaded
	plain.Clear()
	t.Cleanup(func() { spoken = before; plain.Clear() })
}

func TestLanguagesAreFiles(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	speak(t, fstest.MapFS{
		"messages/en.yaml":    file("greeting: 'Hello, {{.name}}'\nrows: {one: '{{.count}} row', other: '{{.count}} rows'}\nbye: Bye"),
		"messages/de.yaml":    file("greeting: 'Guten Tag, {{.name}}'\nrows: {one: '{{.count}} Zeile', other: '{{.count}} Zeilen'}\ndefinitions: {kpis: {revenue: {title: Umsatz}}}"),
		"messages/pt-BR.yaml": file("bye: Tchau"),
	})
	require.Equal(t, []Language{"en", "de", "pt-BR"}, Languages())
	require.False(t, Speaks(Russian))
	for tag, want := range map[string]Language{"de": "de", "de-AT": "de", "en-GB": "en", "pt": "pt-BR", "pt-BR": "pt-BR", "ru-RU": "", "x": ""} {
		got, ok := Match(tag)
		require.Equal(t, want != "", ok, tag)
		if ok {
			require.Equal(t, want, got, tag)
		}
	}
	require.Equal(t, "Guten Tag, Acme", T("greeting", "name", "Acme").In("de"))
	require.Equal(t, "Hello, Acme", T("greeting", "name", "Acme").In("pt-BR"))
	require.Equal(t, "1 Zeile", T("rows", "count", 1).In("de"))
	require.Equal(t, "2 Zeilen", T("rows", "count", 2).In("de"))
	require.Equal(t, Forms{"en": "Bye", "pt-BR": "Tchau"}, T("bye").Forms())
	require.Equal(t, Forms{"en": "Revenue", "de": "Umsatz"}, Defined("kpis.revenue.title", Untranslated("Revenue")).Forms())
	said := New(Forms{"en": "Revenue", "de": "Einnahmen"})
	require.Equal(t, said, Defined("kpis.revenue.title", said), "what the definition says goes first")
}

func TestBrokenFilesOfLanguages(t *testing.T) {
	for text, wrong := range map[string]string{
		"a: b\ndefinitions: {kpis: {revenue: {title: [Umsatz]}}}": "definitions.kpis.revenue.title is not a text",
		"a: [": "messages/de.yaml",
	} {
		_, err := load(fstest.MapFS{"messages/en.yaml": {Data: []byte("a: b")}, "messages/de.yaml": {Data: []byte(text)}})
		require.ErrorContains(t, err, wrong)
	}
	_, err := load(fstest.MapFS{"messages/de.yaml": {Data: []byte("a: b")}})
	require.ErrorContains(t, err, "messages/en.yaml is missing")
}
