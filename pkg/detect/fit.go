package detect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// fitting returns a column of the table with an alias as a field of an entity, how well it fits from 0 to 1, and what to know about it.
func fitting(entity string, f *crm.Field, col *column, alias string) (formula, float64, i18n.Text) {
	sql, none := plain(col.as(alias)), i18n.Text{}
	switch f.Type {
	case crm.Time:
		return asTime(entity, f, col, alias)
	case crm.Date:
		return asDay(entity, f, col, alias)
	case crm.Money:
		return asMoney(entity, f, col, alias)
	case crm.Number:
		number, fit, note := asNumber(entity, f, col, alias)
		if f.Name == "probability" && fit > 0 {
			return asShare(number, fit, note, col)
		}
		return number, fit, note
	case crm.Bool:
		switch {
		case col.kind == yesNo:
			return sql, 1, none
		case col.kind == whole && col.sample.between(0, 2):
			return plain(sql.sql + " = 1"), 0.7, i18n.T("detect.zero_and_one")
		}
		return sql, 0, none
	case crm.Currency:
		switch {
		case col.kind == words && col.sample.all(currencyCode.MatchString):
			return sql, 1, i18n.T("detect.currencies")
		case col.kind == words && len(col.sample.values) == 0:
			return sql, 0.8, none
		}
		return sql, 0.3, i18n.T("detect.no_currencies")
	case crm.Key:
		switch col.kind {
		case whole, words, uuid:
			return sql, 1, none
		case decimal:
			return sql, 0.8, none
		}
		return sql, 0, none
	}
	return asText(entity, f, col, alias)
}

func asNumber(entity string, f *crm.Field, col *column, alias string) (formula, float64, i18n.Text) {
	sql := col.as(alias)
	switch {
	case col.typeName == "money":
		return plain(sql + "::numeric"), 0.9, i18n.Text{}
	case col.kind == whole || col.kind == decimal:
		return plain(sql), 1, i18n.Text{}
	case col.kind == words:
		if sign, ok := decimalSign(col.sample.without(isBlank)); ok {
			return converted(entity, f, "number", sql, option{"decimal", quotedScalar(sign)}), 0.6, i18n.T("detect.text_numbers")
		}
	}
	return plain(sql), 0, i18n.Text{}
}

// numbers are texts that are numbers by their decimal sign, grouped by thousands or not.
var numbers = []struct {
	sign string
	form *regexp.Regexp
}{
	{".", regexp.MustCompile(`^-?(\d+|\d{1,3}([,' ]\d{3})+)(\.\d+)?$`)},
	{",", regexp.MustCompile(`^-?(\d+|\d{1,3}([.' ]\d{3})+)(,\d+)?$`)},
}

// decimalSign tells what stands before the decimals of texts that are numbers; false where they are none, or both signs would do.
func decimalSign(s sample) (string, bool) {
	var signs []string
	for _, n := range numbers {
		if s.all(n.form.MatchString) {
			signs = append(signs, n.sign)
		}
	}
	switch {
	case len(signs) == 1:
		return signs[0], true
	case len(signs) > 1 && s.all(wholeNumeral.MatchString):
		return ".", true
	}
	return "", false
}

// parts are the units of money smaller than the currency's, by the word at the end of a column's name.
var parts = map[string]struct {
	conversion, divisor string
	name                i18n.Text
}{
	"cent":  {"cents", "100.0", i18n.T("detect.in_cents")},
	"minor": {"cents", "100.0", i18n.T("detect.in_hundredths")},
	"kopek": {"cents", "100.0", i18n.T("detect.in_kopecks")},
	"micro": {"micros", "1000000.0", i18n.T("detect.in_millionths")},
}

// withoutCurrency is a column's name without the code of a currency at its end.
func withoutCurrency(tokens []string) []string {
	if n := len(tokens) - 1; n > 0 && slices.Contains(names().Currencies, tokens[n]) {
		return tokens[:n]
	}
	return tokens
}

// withoutPart is a column's name without the unit of money at its end.
func withoutPart(tokens []string) []string {
	n := len(tokens)
	for n > 1 && (slices.Contains(names().Currencies, tokens[n-1]) || parts[tokens[n-1]].conversion != "" || n < len(tokens) && tokens[n-1] == "in") {
		n--
	}
	return tokens[:n]
}

func asMoney(entity string, f *crm.Field, col *column, alias string) (formula, float64, i18n.Text) {
	number, fit, note := asNumber(entity, f, col, alias)
	part := parts[last(withoutCurrency(col.tokens))]
	switch {
	case part.conversion != "" && fit > 0:
		return converted(entity, f, part.conversion, number.sql), 0.9 * fit, joined(part.name, note)
	case col.kind == whole && entity != "deals" && col.sample.all(isHundreds) && len(col.sample.values) > 1:
		return number, 0.45, i18n.T("detect.hundreds")
	case col.kind == whole:
		return number, 0.9, i18n.T("detect.perhaps_cents")
	}
	return number, fit, note
}

// isHundreds reports whether a whole number is one of hundreds.
func isHundreds(v string) bool { return isZero(v) || strings.HasSuffix(v, "00") }

// asText fits a text and, where the model knows the words it may hold, translates the column's into them.
func asText(entity string, f *crm.Field, col *column, alias string) (formula, float64, i18n.Text) {
	if len(vocabulary(entity, f)) > 0 {
		return asWord(entity, f, col, alias)
	}
	sql := col.as(alias)
	switch col.kind {
	case words:
		return plain(sql), 1, i18n.Text{}
	case whole, uuid:
		return plain(sql + "::text"), 0.5, i18n.T("detect.key_or_number")
	}
	return plain(sql + "::text"), 0.2, i18n.Text{}
}
