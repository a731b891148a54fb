package main

import (
	"regexp"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

var groupForm = regexp.MustCompile(`(?s)^\s*(any|all)\s*\((.*)\)\s*$`)

// parseGroup reads a group of filters, as any(region=EMEA; all(segment=SMB; account~acme)); false for a text that is none.
func parseGroup(text string) (f query.Filter, found bool, err error) {
	form := groupForm.FindStringSubmatch(text)
	if form == nil {
		return f, false, nil
	}
	texts, closed := splitGroup(form[2])
	if !closed {
		return f, true, usage("cli.filter_group", "filter", text)
	}
	parts := []query.Filter{}
	for _, text := range texts {
		part, err := parseFilter(unquoteText(text))
		if err != nil {
			return f, true, err
		}
		parts = append(parts, part)
	}
	if form[1] == "any" {
		return query.Filter{Any: parts}, true, nil
	}
	return query.Filter{All: parts}, true, nil
}

// splitGroup splits what stands in a group at its semicolons: those that stand neither in quotes nor in parentheses. It is not closed where
// a quote or a parenthesis is left open, or closes what is not open.
func splitGroup(text string) (parts []string, closed bool) {
	depth, start := 0, 0
	quoted, shut := false, -2 // where the last quote was closed: a doubled one opens it again
	before := ' '             // the last character that is no blank
	for i, c := range text {
		switch {
		case quoted:
			if c == '"' {
				quoted, shut = false, i
			}
		case c == '"' && (shut == i-1 || strings.ContainsRune("=~,", before)):
			quoted = true
		case c == '(' && before != '\\':
			depth++
		case c == ')' && before != '\\':
			if depth--; depth < 0 {
				return nil, false
			}
		case c == ';' && depth == 0:
			parts, start = append(parts, text[start:i]), i+1
		}
		if c != ' ' {
			before = c
		}
	}
	return append(parts, text[start:]), depth == 0 && !quoted
}

// unquoteText takes the quotes off a text that is looked for; values read theirs themselves.
func unquoteText(text string) string {
	text = strings.TrimSpace(text)
	form := filterForm.FindStringSubmatch(text)
	if form == nil {
		return text
	}
	value := strings.TrimSpace(form[3])
	if _, looksFor := textOperators[form[2]]; !looksFor || len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return text
	}
	return form[1] + form[2] + strings.ReplaceAll(value[1:len(value)-1], `""`, `"`)
}
