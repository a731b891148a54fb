package expression

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

type tokenKind int

const (
	plainToken tokenKind = iota // keyword, function, number, string, operator: kept as written
	pathToken
	parameterToken
)

type token struct {
	kind   tokenKind
	text   string
	spaced bool // white space stood before it, or must
}

// keywords are the words of an expression that are never a field. A canonical field must not be named like one of them.
var keywords = words(`and or not in is null true false case when then else end between like ilike similar to distinct from
	interval any all at time zone cast as epoch numeric text date timestamptz timestamp symmetric escape year month`)

// refused are words that would make an expression more than an expression.
var refused = words(`select insert update delete merge drop alter create grant revoke truncate copy call do execute union
	intersect except into with returning set vacuum`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// scan splits an expression into tokens.
func scan(text string) ([]token, error) {
	words, err := sqllex.Split(text)
	if err != nil {
		return nil, err
	}
	var tokens []token
	var open sqllex.Nesting
	for i := 0; i < len(words); {
		if err := open.Add(words, i); err != nil {
			return nil, err
		}
		if err := allowed(text, words[i]); err != nil {
			return nil, err
		}
		if words[i].Key == "," && len(open) == 0 {
			return nil, fault.New("expression.with_comma")
		}
		start := words[i].Start
		t := token{spaced: i > 0 && !glued(words, i)}
		named := i > 0 && words[i-1].Kind == sqllex.Name
		if t.kind, i, err = next(words, i, tokens); err != nil {
			return nil, err
		}
		t.text = text[start:words[i-1].End]
		if t.kind == parameterToken {
			t.text = t.text[1:]
			t.spaced = t.spaced || named // and$1 would be a name
		}
		tokens = append(tokens, t)
	}
	return tokens, open.Closed(words)
}

// allowed refuses words that have no place in an expression.
func allowed(text string, w sqllex.Word) error {
	written := text[w.Start:w.End]
	switch {
	case w.Kind == sqllex.Text && written[0] == '\'', w.Kind == sqllex.Number:
		return nil
	case w.Kind == sqllex.Text && written[0] != '$': // E'…' and the like, where a text may end elsewhere
		return fault.New("expression.not_a_plain_text", "text", written[:strings.IndexByte(written, '\'')+1])
	case w.Kind == sqllex.Name && refused[w.Key]:
		return fault.New("expression.not_allowed", "text", w.Key)
	case w.Kind == sqllex.Name && strings.Contains(w.Key, "$"):
		return fault.New("expression.not_allowed", "text", "$")
	case w.Kind == sqllex.Name, w.Kind == sqllex.Sign && !strings.Contains(";$\\`{}", w.Key):
		return nil
	}
	return fault.New("expression.not_allowed", "text", written[:1])
}

// next finds the kind of the token that starts with a word, and the word behind it.
func next(words []sqllex.Word, i int, before []token) (tokenKind, int, error) {
	w := words[i]
	switch i++; {
	case w.Key == ":" && glued(words, i) && words[i].Key == ":":
		return plainToken, i + 1, nil
	case w.Key == ":" && glued(words, i) && words[i].Kind == sqllex.Name:
		return parameterToken, i + 1, nil
	case w.Kind != sqllex.Name:
		return plainToken, i, nil
	case w.Key == "u" && glued(words, i) && words[i].Key == "&": // before a field, which is quoted in SQL, it would begin U&"…"
		return 0, 0, fault.New("expression.not_together", "text", "u&")
	}
	isCast := len(before) > 0 && before[len(before)-1].text == "::"
	if keywords[w.Key] || isCast || i < len(words) && words[i].Key == "(" {
		return plainToken, i, nil
	}
	for glued(words, i) && words[i].Key == "." && glued(words, i+1) && words[i+1].Kind == sqllex.Name {
		i += 2
	}
	return pathToken, i, nil
}

// glued reports whether a word follows the one before it at once.
func glued(words []sqllex.Word, i int) bool {
	return i < len(words) && words[i].Start == words[i-1].End
}
