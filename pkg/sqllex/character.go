package sqllex

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

func isSpace(c byte) bool    { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
func isDigit(c byte) bool    { return '0' <= c && c <= '9' }
func startsName(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80 }
func inName(c byte) bool     { return startsName(c) || isDigit(c) || c == '$' }

// lower returns a name in small letters. PostgreSQL finds keywords by the letters of ASCII: the Kelvin sign is no k.
func lower(name string) string {
	return strings.Map(func(c rune) rune {
		if 'A' <= c && c <= 'Z' {
			return c + 'a' - 'A'
		}
		return c
	}, name)
}

// Trim removes what is white space for PostgreSQL at both ends.
func Trim(text string) string { return strings.Trim(text, " \t\n\r\f") }

// Legible refuses a text that does not reach the server as it is, wherever in it that is so. Its error is an [*Error].
func Legible(text string) error {
	for i, c := range text {
		if c == 0 {
			return fail(i, fault.New("sql.nul"))
		}
		if c == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return fail(i, fault.New("sql.no_character", "byte", fmt.Sprintf("%X", text[i])))
			}
		}
	}
	return nil
}

// Visible refuses characters of a name without quotation marks that nobody sees, or sees as a space. Its error is an [*Error].
func Visible(name string) error {
	for i, c := range name {
		if c >= utf8.RuneSelf && (!unicode.IsGraphic(c) || unicode.Is(unicode.Z, c)) {
			return fail(i, fault.New("sql.invisible_character", "character", codePoint(c)))
		}
	}
	return nil
}

// odd refuses control characters that are neither white space nor anything else.
func odd(c byte, at int) error {
	if c < ' ' || c == 0x7f {
		return fail(at, fault.New("sql.odd_character", "character", codePoint(rune(c))))
	}
	return nil
}

func codePoint(c rune) string { return fmt.Sprintf("U+%04X", c) }
