package crm

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// clause is a place of a SELECT into which SQL of a mapping is put, with the words that would end it there.
type clause struct {
	what i18n.Text
	ends []string
	list bool // commas separate what the clause holds
}

var (
	ends        = []string{"union", "intersect", "except", "group", "having", "order", "limit", "offset", "fetch", "window", "for", "into", "returning"}
	fromClause  = clause{what: i18n.T("mapping.source_of_rows"), ends: append([]string{"where"}, ends...), list: true}
	whereClause = clause{what: i18n.T("mapping.one_condition"), ends: append([]string{"where"}, ends...)}
	fieldClause = clause{what: i18n.T("mapping.one_expression"), ends: append([]string{"where", "from"}, ends...)}
)

// check refuses SQL that would reach out of its place in a SELECT: what follows it, such as the condition that keeps out
// other tenants' rows, would mean something else. Whether it means anything is for PostgreSQL to say.
func (c clause) check(text string) error {
	s := sqlScanner{text: text}
	before := ""
	for {
		at, word, err := s.next()
		position := utf8.RuneCountInString(text[:at]) + 1
		switch {
		case err != nil:
			return fault.New("mapping.at_character", "position", position, "reason", err)
		case word == "":
			if s.open > 0 {
				return fault.New("mapping.unclosed_parenthesis")
			}
			return nil
		case word == ";":
			return fault.New("mapping.sql_with_semicolon", "position", position, "what", c.what)
		case word == "$":
			return fault.New("mapping.sql_with_placeholder", "position", position)
		case s.open < 0:
			return fault.New("mapping.unopened_parenthesis", "position", position)
		case s.open == 0 && word == "," && !c.list:
			return fault.New("mapping.sql_with_comma", "position", position, "what", c.what)
		case s.open == 0 && slices.Contains(c.ends, word) && !(word == "from" && before == "distinct"):
			return fault.New("mapping.sql_with_word", "position", position, "word", word, "what", c.what)
		}
		before = word
	}
}

// closed ends a comment at the end of SQL, so that it does not swallow what follows.
func closed(text string) string {
	text = strings.TrimSpace(text)
	if strings.Contains(text[strings.LastIndex(text, "\n")+1:], "--") {
		return text + "\n"
	}
	return text
}

// sqlScanner goes through SQL word by word, past quoted texts and comments.
type sqlScanner struct {
	text string
	at   int
	open int // parentheses and brackets
}

// next returns where the next word begins and the word in lower case: an unquoted name or number, or one other character.
// Quoted things are the word "'"; "" is the end.
func (s *sqlScanner) next() (int, string, error) {
	for s.at < len(s.text) {
		start, rest := s.at, s.text[s.at:]
		c, size := utf8.DecodeRuneInString(rest)
		s.at += size
		switch {
		case unicode.IsSpace(c):
		case strings.HasPrefix(rest, "--"):
			s.past("\n")
		case strings.HasPrefix(rest, "/*"):
			if !s.comment() {
				return start, "", fault.New("mapping.unclosed_comment")
			}
		case c == '\'' || c == '"':
			if !s.quoted(byte(c), c == '\'' && escaped(s.text[:start])) {
				return start, "", fault.New("mapping.unclosed_quote", "mark", string(c))
			}
			return start, "'", nil
		case c == '$' && dollar(rest) != "":
			tag := dollar(rest)
			s.at = start + len(tag)
			if !s.past(tag) {
				return start, "", fault.New("mapping.unclosed_text", "mark", tag)
			}
			return start, "'", nil
		case inWord(c):
			for s.at < len(s.text) {
				c, size := utf8.DecodeRuneInString(s.text[s.at:])
				if !inWord(c) && c != '$' {
					break
				}
				s.at += size
			}
			return start, strings.ToLower(s.text[start:s.at]), nil
		default:
			switch c {
			case '(', '[':
				s.open++
			case ')', ']':
				s.open--
			}
			return start, string(c), nil
		}
	}
	return len(s.text), "", nil
}

func inWord(c rune) bool { return c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c) || c >= 0x80 }

// past moves behind the next occurrence of a text, or to the end.
func (s *sqlScanner) past(text string) bool {
	i := strings.Index(s.text[s.at:], text)
	if i < 0 {
		s.at = len(s.text)
		return false
	}
	s.at += i + len(text)
	return true
}

// comment moves behind a comment, in which others may lie. It has begun.
func (s *sqlScanner) comment() bool {
	s.at++
	for depth := 1; depth > 0; {
		rest := s.text[s.at:]
		switch {
		case rest == "":
			return false
		case strings.HasPrefix(rest, "/*"):
			depth++
			s.at += 2
		case strings.HasPrefix(rest, "*/"):
			depth--
			s.at += 2
		default:
			s.at++
		}
	}
	return true
}

// quoted moves behind a quoted text, whose first mark is behind already. A doubled mark does not end it.
func (s *sqlScanner) quoted(mark byte, backslash bool) bool {
	for ; s.at < len(s.text); s.at++ {
		switch {
		case backslash && s.text[s.at] == '\\':
			s.at++
		case s.text[s.at] == mark && s.at+1 < len(s.text) && s.text[s.at+1] == mark:
			s.at++
		case s.text[s.at] == mark:
			s.at++
			return true
		}
	}
	s.at = len(s.text)
	return false
}

// escaped reports whether a quoted text that follows is of the form E'…'.
func escaped(before string) bool {
	e := strings.TrimRight(before, "eE")
	last, _ := utf8.DecodeLastRuneInString(e)
	return len(before)-len(e) == 1 && (e == "" || !inWord(last))
}

// dollar returns the mark $tag$ at the beginning of a text, "" where there is none.
func dollar(text string) string {
	for i, c := range text[1:] {
		switch {
		case c == '$':
			return text[:i+2]
		case !inWord(c) || i == 0 && unicode.IsDigit(c):
			return ""
		}
	}
	return ""
}

// column reads the name of a column, as `company_id`, `d.company_id` or `"a.b"."c d"`, and returns it quoted.
func column(text string) (string, error) {
	var parts []string
	rest := strings.TrimSpace(text)
	for {
		part := ""
		if strings.HasPrefix(rest, `"`) {
			s := sqlScanner{text: rest, at: 1}
			if !s.quoted('"', false) {
				return "", fault.New("mapping.unclosed_column", "column", text)
			}
			part, rest = strings.ReplaceAll(rest[1:s.at-1], `""`, `"`), rest[s.at:]
		} else if i := strings.IndexByte(rest, '.'); i >= 0 {
			part, rest = rest[:i], rest[i:]
		} else {
			part, rest = rest, ""
		}
		if part == "" || strings.ContainsRune(part, 0) || !strings.HasPrefix(rest, ".") && rest != "" {
			return "", fault.New("mapping.not_a_column", "column", text)
		}
		parts = append(parts, `"`+strings.ReplaceAll(part, `"`, `""`)+`"`)
		if rest == "" {
			return strings.Join(parts, "."), nil
		}
		rest = rest[1:]
	}
}
