package expression

import (
	"slices"
	"strings"
)

// Unzoned returns the first instant of which the expression asks for something that depends on a time zone, its day, its hour or a text,
// without saying which zone is meant: PostgreSQL would take that of the session. instant tells which paths are instants; "" is none.
func (e Expression) Unzoned(instant func(path string) bool) string {
	for i, t := range e.tokens {
		if t.kind != pathToken || !instant(t.text) {
			continue
		}
		if e.cast(i+1) || e.argument(i) || e.within(i) {
			return t.text
		}
	}
	return ""
}

// word returns a plain token; "" for any other, and beyond the end.
func (e Expression) word(i int) string {
	if i < 0 || i >= len(e.tokens) || e.tokens[i].kind != plainToken {
		return ""
	}
	return strings.ToLower(e.tokens[i].text)
}

// local are the types whose value of an instant depends on a zone.
var local = []string{"date", "time", "timetz", "timestamp", "text", "varchar", "char"}

// cast reports whether a cast to local time stands at a place.
func (e Expression) cast(i int) bool {
	return e.word(i) == "::" && slices.Contains(local, e.word(i+1))
}

// argument reports whether a path is what a function that reads local time is called with. With a zone behind the path it is not.
func (e Expression) argument(i int) bool {
	if e.word(i+1) == "at" {
		return false
	}
	switch e.word(i - 1) {
	case "(":
		switch e.word(i - 2) {
		case "date", "to_char":
			return true
		case "cast":
			return e.word(i+1) == "as" && slices.Contains(local, e.word(i+2))
		}
	case "from": // extract(hour from …)
		return e.word(i-3) == "(" && e.word(i-4) == "extract" && e.word(i-2) != "epoch"
	case ",": // date_trunc('day', …), whose third argument is a zone
		call := e.word(i - 4)
		return e.word(i-3) == "(" && (call == "date_trunc" && e.word(i+1) != "," || call == "date_part" && e.word(i-2) != "'epoch'")
	}
	return false
}

// within reports whether a path is in parentheses that are cast, without a zone in them.
func (e Expression) within(i int) bool {
	depth := 0
	for end := i + 1; end < len(e.tokens); end++ {
		switch e.word(end) {
		case "(":
			depth++
		case ")":
			if depth--; depth >= 0 || !e.cast(end+1) {
				continue
			}
			zoned := slices.ContainsFunc(e.tokens[i:end], func(t token) bool { return t.kind == plainToken && strings.ToLower(t.text) == "zone" })
			if !zoned {
				return true
			}
		}
	}
	return false
}
