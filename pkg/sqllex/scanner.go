package sqllex

import (
	"errors"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// scanner goes through SQL word by word. It looks at bytes as PostgreSQL does: every byte of a character beyond ASCII may be in a name.
type scanner struct {
	text string
	at   int
}

// space moves behind white space. PostgreSQL knows no other than this; a vertical tab is some for its newer versions only.
func (s *scanner) space() {
	for s.at < len(s.text) && isSpace(s.text[s.at]) {
		s.at++
	}
}

// next returns the word that begins here.
func (s *scanner) next() (Word, error) {
	w := Word{Start: s.at}
	rest, err := s.text[s.at:], error(nil)
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "--"):
		w.Kind = Comment
		s.lineComment()
	case strings.HasPrefix(rest, "/*"):
		w.Kind, err = Comment, s.comment()
	case c == '\'':
		w.Kind, err = Text, s.quoted(1, true, false)
	case c == '"':
		w.Kind, err = Quoted, s.quoted(1, true, false)
	case c == '$' && dollar(rest) != "":
		w.Kind, err = Text, s.dollarQuoted(dollar(rest))
	case strings.HasPrefix(rest, ".."):
		err = fail(s.at, fault.New("sql.two_dots"))
	case isDigit(c), c == '.' && len(rest) > 1 && isDigit(rest[1]):
		w.Kind, err = Number, s.number()
	case startsName(c):
		if kind, mark := prefixed(rest); mark > 0 {
			e := c == 'e' || c == 'E'
			bits := strings.IndexByte("bBxX", c) >= 0
			w.Kind, err = kind, s.quoted(mark+1, !bits, e)
			break
		}
		w.Kind, err = Name, s.name()
		w.Key = lower(s.text[w.Start:s.at])
	default:
		s.at++
		if c == '$' {
			s.digits()
		}
		w.Key = rest[:1]
		err = odd(c, w.Start)
	}
	w.End = s.at
	return w, err
}

// name moves behind a name.
func (s *scanner) name() error {
	start := s.at
	for s.at < len(s.text) && inName(s.text[s.at]) {
		s.at++
	}
	return visibleAt(start, s.text[start:s.at])
}

// number moves behind a number. A name right behind one is another word for old versions, and an error for new ones.
func (s *scanner) number() error {
	start := s.at
	s.digits()
	if s.at < len(s.text) && s.text[s.at] == '.' {
		s.at++
		s.digits()
	}
	if rest := s.text[s.at:]; rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		sign := 1
		if len(rest) > 1 && (rest[1] == '+' || rest[1] == '-') {
			sign = 2
		}
		if len(rest) > sign && isDigit(rest[sign]) {
			s.at += sign
			s.digits()
		}
	}
	if s.at < len(s.text) && (startsName(s.text[s.at]) || s.text[s.at] == '.') {
		return fail(start, fault.New("sql.number_goes_on", "number", s.text[start:s.at]))
	}
	return nil
}

func (s *scanner) digits() {
	for s.at < len(s.text) && isDigit(s.text[s.at]) {
		s.at++
	}
}

// quoted moves behind what is in quotation marks, from the given number of bytes on. The last of them is the mark. A doubled one does
// not end it, nor one behind a backslash where that is an escape.
func (s *scanner) quoted(from int, doubled, backslash bool) error {
	start := s.at
	s.at += from
	mark := s.text[s.at-1]
	for ; s.at < len(s.text); s.at++ {
		switch {
		case backslash && s.text[s.at] == '\\':
			s.at++
		case doubled && s.text[s.at] == mark && strings.HasPrefix(s.text[s.at+1:], string(mark)):
			s.at++
		case s.text[s.at] == mark:
			s.at++
			return nil
		}
	}
	if mark == '\'' {
		return fail(start, fault.New("sql.unclosed_text"))
	}
	return fail(start, fault.New("sql.unclosed_name"))
}

// prefixed returns what a text or a name with letters before its quotation mark is, as E'…' or U&"…", and where the mark is; 0
// where there is none.
func prefixed(text string) (Kind, int) {
	switch {
	case len(text) > 1 && text[1] == '\'' && strings.IndexByte("eEbBxX", text[0]) >= 0:
		return Text, 1
	case len(text) > 2 && (text[0] == 'u' || text[0] == 'U') && text[1] == '&' && text[2] == '\'':
		return Text, 2
	case len(text) > 2 && (text[0] == 'u' || text[0] == 'U') && text[1] == '&' && text[2] == '"':
		return Quoted, 2
	}
	return Sign, 0
}

// dollar returns the mark $tag$ at the beginning of a text, "" where there is none.
func dollar(text string) string {
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '$':
			return text[:i+1]
		case !startsName(c) && (i == 1 || !isDigit(c)):
			return ""
		}
	}
	return ""
}

func (s *scanner) dollarQuoted(tag string) error {
	start := s.at
	s.at += len(tag)
	end := strings.Index(s.text[s.at:], tag)
	if end < 0 {
		return fail(start, fault.New("sql.unclosed_dollar", "tag", tag))
	}
	s.at += end + len(tag)
	return visibleAt(start, tag)
}

// lineComment moves behind a comment that ends with the line, for which a carriage return is enough.
func (s *scanner) lineComment() {
	if end := strings.IndexAny(s.text[s.at:], "\r\n"); end >= 0 {
		s.at += end
		return
	}
	s.at = len(s.text)
}

// comment moves behind a comment in which others may lie.
func (s *scanner) comment() error {
	start := s.at
	s.at += 2
	for depth := 1; depth > 0; {
		rest := s.text[s.at:]
		switch {
		case rest == "":
			return fail(start, fault.New("sql.unclosed_comment"))
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
	return nil
}

func visibleAt(start int, name string) error {
	err := Visible(name)
	if wrong, ok := errors.AsType[*Error](err); ok {
		wrong.At += start
	}
	return err
}
