package crm

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqllex"
)

// clause is a place of a SELECT into which SQL of a mapping is put, with the words that would end it there.
type clause struct {
	what  i18n.Text
	ends  []string
	list  bool // commas separate what the clause holds
	value bool // it gives one value of a row
}

var (
	ends        = []string{"union", "intersect", "except", "group", "having", "order", "limit", "offset", "fetch", "window", "for", "into", "returning"}
	fromClause  = clause{what: i18n.T("mapping.source_of_rows"), ends: append([]string{"where"}, ends...), list: true}
	whereClause = clause{what: i18n.T("mapping.one_condition"), ends: append([]string{"where"}, ends...)}
	fieldClause = clause{what: i18n.T("mapping.one_expression"), ends: append([]string{"where", "from", "as", "distinct"}, ends...), value: true}
)

// check refuses SQL that would reach out of its place in a SELECT: what follows it, such as the condition that keeps out
// other tenants' rows, would mean something else. Whether it means anything is for PostgreSQL to say.
func (c clause) check(text string) error {
	words, err := sqllex.Split(text)
	if err != nil {
		return located(text, err)
	}
	words = slices.DeleteFunc(words, func(w sqllex.Word) bool { return w.Kind == sqllex.Comment })
	var open sqllex.Nesting
	for i, w := range words {
		if err := open.Add(words, i); err != nil {
			return located(text, err)
		}
		if id := c.refuses(words, i, open); id != "" {
			return fault.New(id, "position", character(text, w.Start), "word", w.Key, "what", c.what)
		}
	}
	switch {
	case len(words) == 0 && sqllex.Trim(text) != "":
		return fault.New("mapping.only_comments", "what", c.what)
	case len(words) > 0 && words[len(words)-1].Key == ".":
		return fault.New("mapping.sql_ends_with_dot", "position", character(text, words[len(words)-1].Start), "what", c.what)
	}
	return open.Closed(words)
}

// refuses returns the message that says why a word must not stand where it does; "" where it may.
func (c clause) refuses(words []sqllex.Word, i int, open sqllex.Nesting) string {
	switch w := words[i]; {
	case w.Key == ";":
		return "mapping.sql_with_semicolon"
	case w.Key == "$":
		return "mapping.sql_with_placeholder"
	case c.value && w.Key == "*" && i > 0 && words[i-1].Key == "." && grouped(words, open):
		return "mapping.sql_with_star"
	case len(open) > 0:
	case w.Key == "," && !c.list:
		return "mapping.sql_with_comma"
	case slices.Contains(c.ends, w.Key) && !distinctFrom(words, i), c.value && i == 0 && w.Key == "all":
		return "mapping.sql_with_word"
	}
	return ""
}

// distinctFrom reports whether a word is part of the operator `is distinct from` or `is not distinct from`.
func distinctFrom(words []sqllex.Word, i int) bool {
	if words[i].Key == "from" {
		i--
	}
	if i < 1 || words[i].Key != "distinct" {
		return false
	}
	return words[i-1].Key == "is" || words[i-1].Key == "not" && i > 1 && words[i-2].Key == "is"
}

// grouped reports whether the open parentheses only hold together what is in them: they belong to no function and no subquery.
func grouped(words []sqllex.Word, open sqllex.Nesting) bool {
	for _, at := range open {
		function := at > 0 && (words[at-1].Kind == sqllex.Name || words[at-1].Kind == sqllex.Quoted)
		subquery := at+1 < len(words) && slices.Contains([]string{"select", "with", "values"}, words[at+1].Key)
		if function || subquery {
			return false
		}
	}
	return true
}

// located adds to an error of [sqllex] where it is.
func located(text string, err error) error {
	if wrong, ok := errors.AsType[*sqllex.Error](err); ok {
		return fault.New("mapping.at_character", "position", character(text, wrong.At), "reason", wrong)
	}
	return err
}

// character counts characters from 1.
func character(text string, at int) int { return utf8.RuneCountInString(text[:at]) + 1 }

// closed ends a comment at the end of SQL, so that it does not swallow what follows.
func closed(text string) string {
	text = sqllex.Trim(text)
	words, err := sqllex.Split(text)
	if err != nil || len(words) == 0 {
		return text // and refused
	}
	if last := words[len(words)-1]; last.Kind == sqllex.Comment && strings.HasPrefix(text[last.Start:], "--") {
		return text + "\n"
	}
	return text
}

// maxName is how much of a name PostgreSQL keeps: a longer one would be that of another column.
const maxName = 63

// column reads the name of a column, as `company_id`, `d.company_id` or `"a.b"."c d"`, and returns it quoted.
func column(text string) (string, error) {
	if err := sqllex.Legible(text); err != nil {
		return "", fault.New("mapping.illegible_column", "column", text, "reason", err)
	}
	var parts []string
	rest := sqllex.Trim(text)
	for {
		part, quoted := "", strings.HasPrefix(rest, `"`)
		if quoted {
			end := quotedEnd(rest)
			if end < 0 {
				return "", fault.New("mapping.unclosed_column", "column", text)
			}
			part, rest = strings.ReplaceAll(rest[1:end-1], `""`, `"`), rest[end:]
		} else if i := strings.IndexByte(rest, '.'); i >= 0 {
			part, rest = rest[:i], rest[i:]
		} else {
			part, rest = rest, ""
		}
		if err := sqllex.Visible(part); err != nil && !quoted {
			return "", fault.New("mapping.illegible_column", "column", text, "reason", err)
		}
		if part == "" || !strings.HasPrefix(rest, ".") && rest != "" {
			return "", fault.New("mapping.not_a_column", "column", text)
		}
		if len(part) > maxName {
			return "", fault.New("mapping.long_column", "column", text, "most", maxName)
		}
		parts = append(parts, `"`+strings.ReplaceAll(part, `"`, `""`)+`"`)
		if rest == "" {
			return strings.Join(parts, "."), nil
		}
		rest = rest[1:]
	}
}

// quotedEnd returns where the name in quotation marks at the beginning of a text ends, -1 where it does not.
func quotedEnd(text string) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '"' && strings.HasPrefix(text[i+1:], `"`):
			i++
		case text[i] == '"':
			return i + 1
		}
	}
	return -1
}
