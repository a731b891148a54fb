package expression

import (
	"strings"
	"unicode"

	"github.com/crmkpi/crm-datasource/pkg/fault"
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
	spaced bool // white space stood before it
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
	var tokens []token
	runes := []rune(text)
	for i := 0; i < len(runes); {
		start := i
		for i < len(runes) && unicode.IsSpace(runes[i]) {
			i++
		}
		if i == len(runes) {
			break
		}
		end, kind, err := next(runes, i, tokens)
		if err != nil {
			return nil, err
		}
		word := string(runes[i:end])
		if kind == parameterToken {
			word = word[1:]
		}
		tokens = append(tokens, token{kind: kind, text: word, spaced: i > start})
		i = end
	}
	return tokens, nil
}

// next finds the end and the kind of the token that starts at i.
func next(runes []rune, i int, before []token) (int, tokenKind, error) {
	switch c := runes[i]; {
	case c == '\'':
		end, err := endOfString(runes, i)
		return end, plainToken, err
	case c == ':' && at(runes, i+1) == ':':
		return i + 2, plainToken, nil
	case c == ':' && isNameStart(at(runes, i+1)):
		return endOfName(runes, i+1), parameterToken, nil
	case unicode.IsDigit(c):
		end := i
		for end < len(runes) && (unicode.IsDigit(runes[end]) || runes[end] == '.') {
			end++
		}
		return end, plainToken, nil
	case isNameStart(c):
		return name(runes, i, before)
	case strings.ContainsRune(";\"$\\`{}", c), c == '-' && at(runes, i+1) == '-', c == '/' && at(runes, i+1) == '*':
		return 0, 0, fault.New("expression.not_allowed", "text", string(c))
	default:
		return i + 1, plainToken, nil
	}
}

// name tells a path from a keyword, a function and the type behind a cast.
func name(runes []rune, i int, before []token) (int, tokenKind, error) {
	end := endOfName(runes, i)
	word := strings.ToLower(string(runes[i:end]))
	if end == i+1 && at(runes, end) == '\'' { // in E'…' a backslash hides a quote, so that the text would end elsewhere
		return 0, 0, fault.New("expression.not_a_plain_text", "text", string(runes[i:end+1]))
	}
	if refused[word] {
		return 0, 0, fault.New("expression.not_allowed", "text", word)
	}
	isCast := len(before) > 0 && before[len(before)-1].text == "::"
	if keywords[word] || isCast || nextVisible(runes, end) == '(' {
		return end, plainToken, nil
	}
	for at(runes, end) == '.' && isNameStart(at(runes, end+1)) {
		end = endOfName(runes, end+1)
	}
	return end, pathToken, nil
}

func endOfString(runes []rune, i int) (int, error) {
	for i++; i < len(runes); i++ {
		if runes[i] != '\'' {
			continue
		}
		if at(runes, i+1) != '\'' {
			return i + 1, nil
		}
		i++
	}
	return 0, fault.New("expression.unclosed_text")
}

func endOfName(runes []rune, i int) int {
	for i < len(runes) && (isNameStart(runes[i]) || unicode.IsDigit(runes[i])) {
		i++
	}
	return i
}

func isNameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) }

func at(runes []rune, i int) rune {
	if i < len(runes) {
		return runes[i]
	}
	return 0
}

func nextVisible(runes []rune, i int) rune {
	for i < len(runes) && unicode.IsSpace(runes[i]) {
		i++
	}
	return at(runes, i)
}
