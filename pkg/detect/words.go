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
func asWord(entity string, f *crm.Field, col *column, alias string) (formula, float64, i18n.Text) {
	known := vocabulary(entity, f)
	sql := col.as(alias)
	if col.kind != words && col.kind != whole {
		return plain(sql), 0, i18n.Text{}
	}
	text := plain(sql + "::text")
	if !col.sample.few() {
		return text, 0.45, i18n.T("detect.words_unseen")
	}
	otherwise := ""
	if len(known["else"]) > 0 {
		otherwise = known["else"][0]
	}
	byWord := map[string][]string{}
	var rest []string
	exact := true
	for _, value := range col.sample.values {
		word := wordOf(known, col.meaning(value))
		if word == "" && spoken(col.meaning(value)) == otherwise {
			word = otherwise
		}
		exact = exact && value == word
		switch word {
		case "":
			rest = append(rest, value)
		case otherwise:
		default:
			byWord[word] = append(byWord[word], value)
		}
	}
	seen := i18n.T("detect.holds", "values", shown(col.sample.values))
	switch {
	case exact:
		return text, 1, seen
	case len(byWord) == 0 && optional(f) && col.kind == words:
		return text, 0.55, joined(seen, i18n.T("detect.words_to_group"))
	case len(byWord) == 0:
		return text, 0.4, joined(seen, i18n.T("detect.words_unknown"))
	}
	sure, note := 0.95, seen
	switch {
	case len(rest) == 0:
	case otherwise == "":
		sure, note = 0.6, joined(seen, i18n.T("detect.words_unasked", "values", shown(rest)))
	default:
		sure, note = 0.8, joined(seen, i18n.T("detect.words_otherwise", "word", otherwise, "values", shown(rest)))
	}
	return translated(entity, f, col, sql, byWord, otherwise), sure, note
}

// translated is a column with a word of the model for each value. A row without a value has no word, unless every row has one.
func translated(entity string, f *crm.Field, col *column, sql string, byWord map[string][]string, otherwise string) formula {
	if otherwise != "" && col.sample.someNull() {
		var cases []string
		for _, word := range slices.Sorted(maps.Keys(byWord)) {
			var values []string
			for _, value := range byWord[word] {
				values = append(values, literal(value))
			}
			cases = append(cases, fmt.Sprintf("when %s::text in (%s) then '%s'", sql, strings.Join(values, ", "), word))
		}
		return plain(fmt.Sprintf("case %s when %s is not null then '%s' end", strings.Join(cases, " "), sql, otherwise))
	}
	var as []string
	for _, word := range slices.Sorted(maps.Keys(byWord)) {
		as = append(as, word+": "+flowList(distinctly(byWord[word])))
	}
	options := []option{{"as", "{" + strings.Join(as, ", ") + "}"}}
	if otherwise != "" {
		options = append(options, option{"else", otherwise})
	}
	return converted(entity, f, "words", sql, options...)
}

// distinctly are texts without those that differ from one before only in what the conversion of words does not look at.
func distinctly(values []string) []string {
	var all []string
	seen := map[string]bool{}
	for _, value := range values {
		key := strings.ToLower(strings.TrimSpace(value))
		if !seen[key] {
			all = append(all, value)
		}
		seen[key] = true
	}
	return all
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
