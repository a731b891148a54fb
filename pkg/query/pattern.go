package query

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Bounds of regular expressions: of their text, of what they stand for written out, and of the ranges of one class of characters.
const (
	MaxPattern    = 1000
	maxPatternSQL = 20_000
	maxClass      = 100
)

// Pattern is a regular expression that PostgreSQL and Go understand alike: letters as they are, any of them, classes, alternatives,
// repetitions, and both ends of the text.
type Pattern struct {
	goes *regexp.Regexp
	// SQL is the expression in PostgreSQL's words, for a text that is compared byte by byte.
	SQL string
}

// ParsePattern reads a regular expression as people write them in Grafana. It is found anywhere in a text, and matches case.
func ParsePattern(text string) (*Pattern, *fault.Error) {
	if utf8.RuneCountInString(text) > MaxPattern {
		return nil, fault.New("question.pattern_too_long", "most", MaxPattern)
	}
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, fault.New("question.not_a_pattern", "pattern", text, "reason", i18n.Untranslated(err.Error()))
	}
	goes, err := regexp.Compile(text)
	if err != nil {
		return nil, fault.New("question.not_a_pattern", "pattern", text, "reason", i18n.Untranslated(err.Error()))
	}
	var w patternWriter
	w.write(parsed.Simplify())
	switch {
	case w.lacks != "":
		return nil, fault.New("question.pattern_not_understood", "pattern", text, "part", w.lacks)
	case w.Len() > maxPatternSQL:
		return nil, fault.New("question.pattern_too_long", "most", MaxPattern)
	}
	return &Pattern{goes, w.String()}, nil
}

// HasPattern reports whether one of the filters looks for a regular expression.
func HasPattern(filters []Filter) bool {
	return slices.ContainsFunc(Comparisons(filters), func(f Filter) bool { return f.Operator == Matches || f.Operator == NotMatches })
}

// Matches reports whether a text has the pattern in it.
func (p *Pattern) Matches(text string) bool { return p.goes.MatchString(text) }

// patternWriter writes a pattern in PostgreSQL's words.
type patternWriter struct {
	strings.Builder
	lacks string // what cannot be written; "" for nothing
}

func (w *patternWriter) write(re *syntax.Regexp) {
	if w.lacks != "" || w.Len() > maxPatternSQL {
		return
	}
	switch re.Op {
	case syntax.OpEmptyMatch:
		w.WriteString("(?:)")
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			w.literal(r, re.Flags&syntax.FoldCase != 0)
		}
	case syntax.OpCharClass:
		w.class(re.Rune)
	case syntax.OpAnyCharNotNL:
		w.WriteString(`[^\n]`)
	case syntax.OpAnyChar:
		w.WriteString(".")
	case syntax.OpBeginText:
		w.WriteString("^")
	case syntax.OpEndText:
		w.WriteString("$")
	case syntax.OpCapture:
		w.group(re.Sub[0])
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest: // whether it takes little or much makes no difference to whether it matches
		w.group(re.Sub[0])
		w.WriteString(map[syntax.Op]string{syntax.OpStar: "*", syntax.OpPlus: "+", syntax.OpQuest: "?"}[re.Op])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if sub.Op == syntax.OpAlternate {
				w.group(sub)
			} else {
				w.write(sub)
			}
		}
	case syntax.OpAlternate:
		for i, sub := range re.Sub {
			if i > 0 {
				w.WriteString("|")
			}
			w.write(sub)
		}
	default: // ends of lines and of words, and classes of nothing
		w.lacks = re.String()
	}
}

func (w *patternWriter) group(re *syntax.Regexp) {
	w.WriteString("(?:")
	w.write(re)
	w.WriteString(")")
}

// literal writes a letter, in each of its cases where case does not matter.
func (w *patternWriter) literal(r rune, fold bool) {
	cases := []rune{r}
	for other := unicode.SimpleFold(r); fold && other != r; other = unicode.SimpleFold(other) {
		cases = append(cases, other)
	}
	if len(cases) == 1 {
		w.escaped(r)
		return
	}
	w.WriteString("[")
	for _, one := range cases {
		w.escaped(one)
	}
	w.WriteString("]")
}

// class writes a class of ranges. One that reaches to the last character is what lies between the ranges, left out.
func (w *patternWriter) class(ranges []rune) {
	ranges = slices.Clone(ranges)
	w.WriteString("[")
	if len(ranges) > 0 && ranges[len(ranges)-1] == unicode.MaxRune {
		w.WriteString("^")
		var between []rune
		next := rune(1) // there is no NUL in a text
		for i := 0; i < len(ranges); i += 2 {
			if ranges[i] > next {
				between = append(between, next, ranges[i]-1)
			}
			next = ranges[i+1] + 1
		}
		ranges = between
	}
	if len(ranges) == 0 || len(ranges) > 2*maxClass {
		w.lacks = "[…]"
		return
	}
	for i := 0; i < len(ranges); i += 2 {
		w.escaped(max(ranges[i], 1))
		if ranges[i+1] > ranges[i] {
			w.WriteString("-")
			w.escaped(ranges[i+1])
		}
	}
	w.WriteString("]")
}

// escaped writes a character so that it means itself, inside brackets as well as outside.
func (w *patternWriter) escaped(r rune) {
	switch {
	case r == 0:
		w.lacks = `\x00`
	case unicode.IsControl(r) || unicode.In(r, unicode.Cs):
		fmt.Fprintf(w, `\u%04X`, r)
	case r < utf8.RuneSelf && !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_' || r == ' '):
		w.WriteString(`\` + string(r))
	default:
		w.WriteRune(r)
	}
}
