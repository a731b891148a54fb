package detect

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var zoned = regexp.MustCompile(`(Z|[+-]\d\d(:?\d\d)?)$`)

// fitting returns a column as SQL of a field's type, how well it fits from 0 to 1, and what to know about it.
func fitting(entity string, f *crm.Field, col *column) (string, float64, i18n.Text) {
	sql, none := "t."+quoted(col.name), i18n.Text{}
	switch f.Type {
	case crm.Time:
		return asTime(sql, col)
	case crm.Date:
		switch {
		case col.kind == day:
			return sql, 1, none
		case col.kind == local:
			return sql + "::date", 0.95, none
		case col.kind == instant:
			return "(" + sql + " at time zone 'UTC')::date", 0.9, i18n.Text{En: "the day in UTC", Ru: "день по UTC"}
		case col.kind == words && col.sample.all(isoDate.MatchString):
			return sql + "::date", 0.7, i18n.Text{En: "text that holds dates", Ru: "текст с датами"}
		}
		return sql, 0, none
	case crm.Number, crm.Money:
		switch {
		case col.typeName == "money":
			return sql + "::numeric", 0.9, none
		case f.Type == crm.Money && col.kind == whole && slices.Contains(split(col.name), "cent"):
			return sql + " / 100.0", 0.9, i18n.Text{En: "in cents", Ru: "в центах"}
		case f.Type == crm.Money && col.kind == whole:
			return sql, 0.9, i18n.Text{En: "a whole number; make sure that it is not in cents", Ru: "целое число; убедитесь, что это не центы"}
		case col.kind == whole || col.kind == decimal:
			return sql, 1, none
		case col.kind == words && col.sample.all(numeral.MatchString):
			return sql + "::numeric", 0.6, i18n.Text{En: "text that holds numbers", Ru: "текст с числами"}
		}
		return sql, 0, none
	case crm.Bool:
		switch {
		case col.kind == yesNo:
			return sql, 1, none
		case col.kind == whole && col.sample.between(0, 2):
			return sql + " = 1", 0.7, i18n.Text{En: "0 and 1", Ru: "0 и 1"}
		}
		return sql, 0, none
	case crm.Currency:
		switch {
		case col.kind == words && col.sample.all(currencyCode.MatchString):
			return sql, 1, i18n.Text{En: "codes of currencies", Ru: "коды валют"}
		case col.kind == words && len(col.sample.values) == 0:
			return sql, 0.8, none
		}
		return sql, 0.3, i18n.Text{En: "not codes of currencies such as EUR", Ru: "не коды валют вида EUR"}
	case crm.Key:
		switch col.kind {
		case whole, words, uuid:
			return sql, 1, none
		case decimal:
			return sql, 0.8, none
		}
		return sql, 0, none
	}
	return asText(entity, f.Name, sql, col)
}

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

func asTime(sql string, col *column) (string, float64, i18n.Text) {
	utc := " at time zone 'UTC'"
	taken := i18n.Text{En: "no time zone, taken for UTC", Ru: "без часового пояса, считается UTC"}
	switch col.kind {
	case instant:
		return sql, 1, i18n.Text{}
	case local:
		return sql + utc, 0.95, taken
	case day:
		return sql + "::timestamp" + utc, 0.9, i18n.Text{En: "a day, taken for its midnight in UTC", Ru: "день, считается полночью по UTC"}
	case whole:
		switch {
		case col.sample.between(1e8, 1e10):
			return "to_timestamp(" + sql + ")", 0.8, i18n.Text{En: "seconds since 1970", Ru: "секунды с 1970 года"}
		case col.sample.between(1e11, 1e13):
			return "to_timestamp(" + sql + " / 1000.0)", 0.8, i18n.Text{En: "milliseconds since 1970", Ru: "миллисекунды с 1970 года"}
		}
	case words:
		switch {
		case col.sample.all(isoDate.MatchString) && col.sample.all(func(v string) bool { return len(v) > 10 && zoned.MatchString(v) }):
			return sql + "::timestamptz", 0.7, i18n.Text{En: "text that holds times", Ru: "текст с временем"}
		case col.sample.all(isoDate.MatchString):
			return sql + "::timestamp" + utc, 0.7, joined(i18n.Text{En: "text that holds times", Ru: "текст с временем"}, taken)
		case col.sample.all(anyDate.MatchString):
			return "to_timestamp(" + sql + ", 'DD.MM.YYYY')", 0.45, i18n.Text{
				En: fmt.Sprintf("text that holds dates such as %q; correct the format", col.sample.values[0]), Ru: fmt.Sprintf("текст с датами вида %q; исправьте формат", col.sample.values[0]),
			}
		}
	}
	return sql, 0, i18n.Text{}
}

// asText fits a text and, where the model knows the words of a status, translates the column's into them.
func asText(entity, field, sql string, col *column) (string, float64, i18n.Text) {
	if known := names().Entities[entity].Words[field]; known != nil {
		return asWord(known, sql, col)
	}
	switch col.kind {
	case words:
		return sql, 1, i18n.Text{}
	case whole, uuid:
		return sql + "::text", 0.5, i18n.Text{En: "a key or a number, not a name", Ru: "ключ или число, а не имя"}
	}
	return sql + "::text", 0.2, i18n.Text{}
}

func asWord(known map[string]wordList, sql string, col *column) (string, float64, i18n.Text) {
	if col.kind != words && col.kind != whole {
		return sql, 0, i18n.Text{}
	}
	text := sql + "::text"
	if !col.sample.few() {
		note := i18n.Text{En: "its words are not known: nothing, or too much, was seen in it", Ru: "слова неизвестны: столбец пуст, или значений слишком много"}
		return text, 0.45, note
	}
	byWord := map[string][]string{}
	var rest []string
	plain := true
	for _, value := range col.sample.values {
		spoken := strings.Join(strings.FieldsFunc(strings.ToLower(value), func(c rune) bool { return c == '_' || c == '-' || c == ' ' }), " ")
		word := ""
		for _, w := range slices.Sorted(maps.Keys(known)) {
			if w != "else" && (spoken == w || slices.Contains(known[w], spoken)) {
				word = w
			}
		}
		if word == "" && spoken != known["else"][0] {
			rest = append(rest, value)
		}
		plain = plain && (value == word || value == known["else"][0])
		if word != "" {
			byWord[word] = append(byWord[word], "'"+strings.ReplaceAll(value, "'", "''")+"'")
		}
	}
	list := shown(col.sample.values)
	seen := i18n.Text{En: "holds " + list, Ru: "значения: " + list}
	switch {
	case plain:
		return text, 1, seen
	case len(byWord) == 0:
		return text, 0.4, joined(seen, i18n.Text{En: "none of which is known; translate them by hand", Ru: "все неизвестны; переведите их вручную"})
	}
	var cases []string
	for _, word := range slices.Sorted(maps.Keys(byWord)) {
		cases = append(cases, fmt.Sprintf("when %s in (%s) then '%s'", text, strings.Join(byWord[word], ", "), word))
	}
	sql = fmt.Sprintf("case %s when %s is not null then '%s' end", strings.Join(cases, " "), text, known["else"][0])
	if len(rest) > 0 {
		list := shown(rest)
		seen = joined(seen, i18n.Text{En: fmt.Sprintf("unknown, taken for %s: %s", known["else"][0], list), Ru: fmt.Sprintf("неизвестны, считаются %s: %s", known["else"][0], list)})
		return sql, 0.8, seen
	}
	return sql, 0.95, seen
}

func shown(values []string) string {
	var all []string
	for _, v := range values {
		all = append(all, fmt.Sprintf("%q", v))
	}
	return strings.Join(all, ", ")
}
