package indexes

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// comparison is a part of a condition that an index could find rows by: what of a row is compared, and the whole part. Both are without the
// alias of the table.
type comparison struct {
	key    string // a column, or an expression of some
	column string // the column that the key is, or has in it
	text   string
	alone  bool // nothing but the row and constants is in it, so that it can be asked of the table alone
}

// comparisons reads a condition as EXPLAIN writes it: parts in parentheses, joined by AND, columns with the alias of their table. What is no plain
// comparison of the table of an alias, as what is joined by OR, is left out.
func comparisons(condition, alias string) []comparison {
	var all []comparison
	for _, part := range conjuncts(condition) {
		if c, ok := compared(part, alias); ok {
			all = append(all, c)
		}
	}
	return all
}

// phrase is a piece of SQL with its words.
type phrase struct {
	text  string
	words []sqllex.Word
}

func (p phrase) String() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.text[p.words[0].Start:p.words[len(p.words)-1].End]
}

// inner is a phrase without the parentheses around all of it.
func (p phrase) inner() phrase {
	for len(p.words) > 1 && p.words[0].Key == "(" && closing(p.words, 0) == len(p.words)-1 {
		p.words = p.words[1 : len(p.words)-1]
	}
	return p
}

// closing is the index of the word that closes the parenthesis at an index.
func closing(words []sqllex.Word, at int) int {
	depth := 0
	for i := at; i < len(words); i++ {
		switch words[i].Key {
		case "(", "[":
			depth++
		case ")", "]":
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// conjuncts are the parts of a condition.
func conjuncts(condition string) []phrase {
	words, err := sqllex.Split(condition)
	if err != nil {
		return nil
	}
	all := phrase{condition, words}.inner()
	var parts []phrase
	start := 0
	for i := 0; i <= len(all.words); i++ {
		if i < len(all.words) && all.words[i].Key == "(" {
			i = max(i, closing(all.words, i))
		}
		if i == len(all.words) || all.words[i].Key == "and" {
			parts = append(parts, phrase{condition, all.words[start:i]}.inner())
			start = i + 1
		}
	}
	return parts
}

// compared reads a part of a condition.
func compared(part phrase, alias string) (comparison, bool) {
	left, right, ok := part.sides()
	if !ok {
		return comparison{}, false
	}
	key, column := left.of(alias)
	other, columns := right.of(alias)
	if column == "" {
		left, right, key, column, columns = right, left, other, columns, column
	}
	if column == "" || columns != "" || column == several || left.foreign(alias) || left.waits() {
		return comparison{}, false
	}
	text, _ := part.of(alias)
	return comparison{key: key, column: column, text: text, alone: !right.waits() && !part.foreign(alias)}, true
}

// sides are what an operator compares that a B-tree knows, with "= ANY" and "IS NULL" among them; for the latter, the right side is empty.
func (p phrase) sides() (left, right phrase, ok bool) {
	if n := len(p.words); n > 2 && p.words[n-2].Key == "is" && p.words[n-1].Key == "null" {
		return phrase{p.text, p.words[:n-2]}.inner(), phrase{text: p.text}, true
	}
	found := -1
	operator := ""
	for i := 0; i < len(p.words); i++ {
		switch w := p.words[i]; {
		case w.Key == "(" || w.Key == "[":
			i = max(i, closing(p.words, i))
		case w.Key == "or" || w.Key == "not":
			return left, right, false
		case w.Kind == sqllex.Sign && strings.Contains("=<>+-*/%|~!^&#@", w.Key):
			if found >= 0 && w.Start != p.words[found].Start+len(operator) {
				return left, right, false // several operators
			}
			if found < 0 {
				found = i
			}
			operator += w.Key
		}
	}
	if !slices.Contains([]string{"=", "<", "<=", ">", ">="}, operator) {
		return left, right, false
	}
	behind := p.words[found+len(operator):]
	if len(behind) > 0 && behind[0].Key == "any" {
		behind = behind[1:]
	} else if len(behind) > 0 && behind[0].Key == "all" {
		return left, right, false
	}
	return phrase{p.text, p.words[:found]}.inner(), phrase{p.text, behind}, true
}

// several stands for more than one column.
const several = "*"

// of is a phrase without an alias, and the column of its table that it has; several for more than one, "" for none.
func (p phrase) of(alias string) (text, column string) {
	var out strings.Builder
	from := 0
	if len(p.words) > 0 {
		from = p.words[0].Start
	}
	for i := range p.words {
		if !p.isColumn(i) || unquoted(p.word(i)) != alias {
			continue
		}
		out.WriteString(p.text[from:p.words[i].Start])
		from = p.words[i+2].Start
		name := unquoted(p.word(i + 2))
		if column != "" && column != name {
			name = several
		}
		column = name
	}
	if len(p.words) > 0 {
		out.WriteString(p.text[from:p.words[len(p.words)-1].End])
	}
	return out.String(), column
}

// foreign reports whether a phrase has columns of other tables than that of an alias.
func (p phrase) foreign(alias string) bool {
	for i := range p.words {
		if p.isColumn(i) && unquoted(p.word(i)) != alias {
			return true
		}
	}
	return false
}

// waits reports whether there is something in a phrase that another part of the plan finds: $0, or a subplan.
func (p phrase) waits() bool {
	return slices.ContainsFunc(p.words, func(w sqllex.Word) bool {
		return strings.HasPrefix(w.Key, "$") || slices.Contains([]string{"subplan", "initplan", "alternatives"}, w.Key)
	})
}

func (p phrase) word(i int) string { return p.text[p.words[i].Start:p.words[i].End] }

// isColumn reports whether a column with the alias of its table stands at an index: two names with a dot between them, which call no function.
func (p phrase) isColumn(i int) bool {
	if i+2 >= len(p.words) || p.words[i+1].Key != "." || i+3 < len(p.words) && p.words[i+3].Key == "(" {
		return false
	}
	return isName(p.words[i]) && isName(p.words[i+2])
}

func isName(w sqllex.Word) bool { return w.Kind == sqllex.Name || w.Kind == sqllex.Quoted }

// unquoted is what a name means that is written as PostgreSQL writes it.
func unquoted(name string) string {
	if inner, ok := strings.CutPrefix(name, `"`); ok {
		return strings.ReplaceAll(strings.TrimSuffix(inner, `"`), `""`, `"`)
	}
	return name
}
