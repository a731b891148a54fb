package sqllex_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

func TestSplit(t *testing.T) {
	for text, want := range map[string]string{
		"a.B <> 'c''d'":                "a¦.¦B¦<¦>¦'c''d'",
		"\"A \"\"b\"||E'\\'(' ":        "\"A \"\"b\"¦|¦|¦E'\\'('",
		"a$b$ $b$ ) $b$ x":             "a$b$¦$b$ ) $b$¦x",
		"$тег$ ' $тег$":                "$тег$ ' $тег$",
		"a$e'\\'||b'01'":               "a$e¦'\\'¦|¦|¦b'01'",
		"1.5e-3+.5 - 1.":               "1.5e-3¦+¦.5¦-¦1.",
		"1$$;$$":                       "1¦$$;$$",
		"a /* /* */ ' */ b -- c\rd":    "a¦/* /* */ ' */¦b¦-- c¦d",
		"a+-- b\n*/**/c":               "a¦+¦-- b¦*¦/**/¦c",
		"u&'a\\' || U&\"b\" & u& c":    "u&'a\\'¦|¦|¦U&\"b\"¦&¦u¦&¦c",
		"имя_1\f= 'a\v\u00a0'":         "имя_1¦=¦'a\v\u00a0'",
		"\"a\u00a0b\" /* \u200b \v */": "\"a\u00a0b\"¦/* \u200b \v */",
		" \t\r\n":                      "",
	} {
		words, err := sqllex.Split(text)
		require.NoError(t, err, "%q", text)
		var got []string
		for _, w := range words {
			got = append(got, text[w.Start:w.End])
		}
		require.Equal(t, want, strings.Join(got, "¦"), "%q", text)
	}
}

func TestKeysAreThoseOfPostgreSQL(t *testing.T) {
	words, err := sqllex.Split("FROM \"from\" \u212aEY 'from' ( 1")
	require.NoError(t, err)
	var keys []string
	for _, w := range words {
		keys = append(keys, w.Key)
	}
	require.Equal(t, []string{"from", "", "\u212aey", "", "(", ""}, keys, "the Kelvin sign is no k")
}

func TestSplitRefusesWhatIsReadInTwoWays(t *testing.T) {
	for text, want := range map[string]string{
		"a and\u00a0b":        "the character U+00A0 looks like a space or like nothing, but PostgreSQL reads it as part of a name",
		"a\u200bb":            "U+200B",
		"\u2028":              "U+2028",
		"\ufeffa":             "U+FEFF",
		"$a\u2060$b$a\u2060$": "U+2060",
		"a\vb":                "the character U+000B has no meaning in SQL, or is white space for some versions",
		"a \x01":              "U+0001",
		"1from":               "something follows the number 1 at once",
		"0x1F":                "something follows the number 0 at once",
		"1_000":               "something follows the number 1 at once",
		"1e":                  "something follows the number 1 at once",
		"1.5.2":               "something follows the number 1.5 at once",
		"a..0":                "two dots have no meaning",
		"1é":                  "something follows the number 1 at once",
		"'a' 'b'":             "a quoted text follows another",
		"E'a'\n'\\'":          "a quoted text follows another",
		"'a' -- b\n'c'":       "a quoted text follows another",
		"b'0''1'":             "a quoted text follows another",
		"'a\x00'":             "the character NUL ends a text",
		"-- \xff":             "the byte FF is no character",
		"\xc2":                "the byte C2 is no character",
		"'a":                  "a quoted text is not closed",
		"E'\\'":               "a quoted text is not closed",
		`"a""`:                `a quotation mark " is not closed`,
		"$a$ $b$":             "the text that begins with $a$ is not closed",
		"/* /* */":            "a comment is not closed",
	} {
		_, err := sqllex.Split(text)
		require.ErrorContains(t, err, want, "%q", text)
	}
}
