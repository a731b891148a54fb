package detect

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// vocabulary is what companies say for each of the words that a field may hold. What is in no list is the `else`; without one
// it stays as it is.
func vocabulary(entity string, f *crm.Field) map[string]wordList {
	known := map[string]wordList{}
	for _, word := range f.Words.Allowed {
		known[word] = nil
	}
	for word, list := range names().Entities[entity].Words[f.Name] {
		known[word] = list
	}
	return known
}

// optional reports whether a row counts without a word that KPIs ask for.
func optional(f *crm.Field) bool { return f.Words.Fixed() && !f.Words.Always }

// spoken is a word as names.yaml writes it: `Closed-Won` is closed won.
func spoken(value string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(value), func(c rune) bool { return strings.ContainsRune("_-/ ", c) }), " ")
}

// wordOf returns the model's word for a value; "" where it is not known.
func wordOf(known map[string]wordList, value string) string {
	said := spoken(value)
	for _, word := range slices.Sorted(maps.Keys(known)) {
		if word != "else" && (said == spoken(word) || slices.Contains(known[word], said)) {
			return word
		}
	}
	return ""
}

// asWord translates a column into the words of the model, as far as they are known.
func asWord(entity string, f *crm.Field, sql string, col *column) (string, float64, i18n.Text) {
	known := vocabulary(entity, f)
	if col.kind != words && col.kind != whole {
		return sql, 0, i18n.Text{}
	}
	text := sql + "::text"
	if !col.sample.few() {
		note := i18n.T("detect.words_unseen")
		return text, 0.45, note
	}
	otherwise := ""
	if len(known["else"]) > 0 {
		otherwise = known["else"][0]
	}
	byWord := map[string][]string{}
	var rest []string
	plain := true
	for _, value := range col.sample.values {
		word := wordOf(known, value)
		if word == "" && spoken(value) == otherwise {
			word = otherwise
		}
		plain = plain && value == word
		switch word {
		case "":
			rest = append(rest, value)
		case otherwise:
		default:
			byWord[word] = append(byWord[word], literal(value))
		}
	}
	list := shown(col.sample.values)
	seen := i18n.T("detect.holds", "values", list)
	switch {
	case plain:
		return text, 1, seen
	case len(byWord) == 0 && optional(f) && col.kind == words:
		return text, 0.55, joined(seen, i18n.T("detect.words_to_group"))
	case len(byWord) == 0:
		return text, 0.4, joined(seen, i18n.T("detect.words_unknown"))
	}
	var cases []string
	for _, word := range slices.Sorted(maps.Keys(byWord)) {
		cases = append(cases, fmt.Sprintf("when %s in (%s) then '%s'", text, strings.Join(byWord[word], ", "), word))
	}
	list = shown(rest)
	switch {
	case otherwise == "":
		sql = fmt.Sprintf("case %s else %s end", strings.Join(cases, " "), text)
	default:
		sql = fmt.Sprintf("case %s when %s is not null then '%s' end", strings.Join(cases, " "), text, otherwise)
	}
	switch {
	case len(rest) == 0:
		return sql, 0.95, seen
	case otherwise == "":
		return sql, 0.6, joined(seen, i18n.T("detect.words_unasked", "values", list))
	}
	return sql, 0.8, joined(seen, i18n.T("detect.words_otherwise", "word", otherwise, "values", list))
}

// literal is a text as SQL, whatever the server makes of backslashes.
func literal(value string) string { return strings.TrimSpace(pq.QuoteLiteral(value)) }

func shown(values []string) string {
	var all []string
	for _, v := range values {
		all = append(all, fmt.Sprintf("%q", v))
	}
	return strings.Join(all, ", ")
}
