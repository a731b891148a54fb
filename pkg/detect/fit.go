package detect

import (
	"regexp"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// fitting returns a column of the table with an alias as SQL of a field's type, how well it fits from 0 to 1, and what to know about it.
func fitting(entity string, f *crm.Field, col *column, alias string) (string, float64, i18n.Text) {
	sql, none := col.as(alias), i18n.Text{}
	switch f.Type {
	case crm.Time:
		return asTime(sql, col)
	case crm.Date:
		return asDay(sql, col)
	case crm.Money:
		return asMoney(sql, col)
	case crm.Number:
		return asNumber(sql, col)
	case crm.Bool:
		switch {
		case col.kind == yesNo:
			return sql, 1, none
		case col.kind == whole && col.sample.between(0, 2):
			return sql + " = 1", 0.7, i18n.T("detect.zero_and_one")
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
	return asText(entity, f, sql, col)
}

func asNumber(sql string, col *column) (string, float64, i18n.Text) {
	switch {
	case col.typeName == "money":
		return sql + "::numeric", 0.9, i18n.Text{}
	case col.kind == whole || col.kind == decimal:
		return sql, 1, i18n.Text{}
	case col.kind == words && col.sample.all(numeral.MatchString):
		return sql + "::numeric", 0.6, i18n.T("detect.text_numbers")
	}
	return sql, 0, i18n.Text{}
}

// parts are the units of money smaller than the currency's, by the word at the end of a column's name.
var parts = map[string]struct {
	divisor string
	name    i18n.Text
}{
	"cent":  {" / 100.0", i18n.T("detect.in_cents")},
	"minor": {" / 100.0", i18n.T("detect.in_hundredths")},
	"kopek": {" / 100.0", i18n.T("detect.in_kopecks")},
	"micro": {" / 1000000.0", i18n.T("detect.in_millionths")},
}

// withoutPart is a column's name without the unit of money at its end.
func withoutPart(tokens []string) []string {
	n := len(tokens)
	for n > 1 && (parts[tokens[n-1]].divisor != "" || n < len(tokens) && tokens[n-1] == "in") {
		n--
	}
	return tokens[:n]
}

func asMoney(sql string, col *column) (string, float64, i18n.Text) {
	sql, fit, note := asNumber(sql, col)
	part := parts[last(col.tokens)]
	switch {
	case part.divisor != "" && fit > 0:
		return sql + part.divisor, 0.9 * fit, joined(part.name, note)
	case col.kind == whole:
		return sql, 0.9, i18n.T("detect.perhaps_cents")
	}
	return sql, fit, note
}

// asText fits a text and, where the model knows the words it may hold, translates the column's into them.
func asText(entity string, f *crm.Field, sql string, col *column) (string, float64, i18n.Text) {
	if len(vocabulary(entity, f)) > 0 {
		return asWord(entity, f, sql, col)
	}
	switch col.kind {
	case words:
		return sql, 1, i18n.Text{}
	case whole, uuid:
		return sql + "::text", 0.5, i18n.T("detect.key_or_number")
	}
	return sql + "::text", 0.2, i18n.Text{}
}
