// Package sqllex splits SQL into words as PostgreSQL's lexer does, which decides where a quoted text, a name or a comment ends. What
// its versions (13 and newer) or people read in two ways is an error, so that whoever looks through the words sees what the server
// will see. A backslash in a plain text is a character: standard_conforming_strings is on in every session of the plugin.
package sqllex

import "github.com/crmkpi/crm-datasource/pkg/fault"

// Kind says what a word is.
type Kind int

// The kinds of words.
const (
	Sign    Kind = iota // one character: a parenthesis, a comma, one of an operator's; a placeholder such as $1
	Name                // a name or a keyword without quotation marks
	Quoted              // "a name"
	Number              // 12, 1.5, 1e5
	Text                // 'a text', E'a text', $$a text$$
	Comment             // to the end of the line, or /* … */
)

// Word is one word of SQL.
type Word struct {
	Kind       Kind
	Start, End int    // where it is, in bytes
	Key        string // what it means: a name in small letters, a sign itself; "" for the others
}

// Error says what cannot be read in one way, and where.
type Error struct {
	At     int // in bytes
	reason *fault.Error
}

// Error is the reason without the place.
func (e *Error) Error() string { return e.reason.Error() }

// Unwrap returns the reason, which is in every language.
func (e *Error) Unwrap() error { return e.reason }

func fail(at int, reason *fault.Error) *Error { return &Error{at, reason} }

// Split returns the words of SQL. Its error is an [*Error]; the words before it are returned, too.
func Split(text string) ([]Word, error) {
	if err := Legible(text); err != nil {
		return nil, err
	}
	words := make([]Word, 0, len(text)/4)
	s := scanner{text: text}
	previous := Word{} // that is no comment
	for s.space(); s.at < len(text); s.space() {
		w, err := s.next()
		if err != nil {
			return words, err
		}
		if w.Kind == Text && previous.Kind == Text && text[w.Start] == '\'' {
			return words, fail(w.Start, fault.New("sql.text_behind_text"))
		}
		if w.Kind != Comment {
			previous = w
		}
		words = append(words, w)
	}
	return words, nil
}
