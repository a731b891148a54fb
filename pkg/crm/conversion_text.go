package crm

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// plainText returns the subject as a text without blanks around it, null where it is empty or one of those that mean nothing.
func (c conversion) plainText() (string, error) {
	subject, err := c.subject()
	if err != nil {
		return "", err
	}
	none, err := c.list("none")
	sql := "trim(" + subject + "::text)"
	for _, text := range append([]string{""}, none...) {
		sql = "nullif(" + sql + ", " + pq.QuoteLiteral(strings.TrimSpace(text)) + ")"
	}
	return sql, err
}

// textNumber reads an amount such as 1.234,50 € from a text. A text in which the decimal sign is not where it should be is no
// number, so that PostgreSQL refuses it: 1,234.50 must not become 1.2345.
func textNumber(c conversion) (string, error) {
	text, err := c.plainText()
	if err != nil {
		return "", err
	}
	decimal, err := c.text("decimal")
	if err != nil {
		return "", err
	}
	groups, ok := map[string]string{",": `[.'’\s\u00a0\u202f]`, ".": `[,'’\s\u00a0\u202f]`}[decimal]
	if !ok {
		return "", fault.New("mapping.no_decimal_sign")
	}
	const around = `[^0-9.,()\u2010-\u2015\u2212-]*` // the currency; no other minus, nor parentheses, which mean one
	sign := `\` + decimal
	shape := "^" + around + "-?" + around + "([0-9]{1,3}(" + groups + "[0-9]{3})+|[0-9]+)(" + sign + "[0-9]+)?" + around + "$"
	digits := fmt.Sprintf("replace(regexp_replace(%s, %s, '', 'g'), %s, '.')", text, pq.QuoteLiteral("[^0-9"+sign+"-]"), pq.QuoteLiteral(decimal))
	return fmt.Sprintf("(case when %s ~ %s then %s else %s end)::numeric", text, pq.QuoteLiteral(shape), digits, c.misfit(text, decimalForm+decimal)), nil
}

// statusWord names the model's word for each value. A value that nobody names stays what it is unless `else` says otherwise:
// the check tells of it then.
func statusWord(c conversion) (string, error) {
	subject, err := c.subject()
	if err != nil {
		return "", err
	}
	var as map[string]list
	node := c.options["as"]
	if err := node.Decode(&as); err != nil || len(as) == 0 {
		return "", fault.New("mapping.no_words")
	}
	other, err := c.text("else")
	if err != nil {
		return "", err
	}
	known := c.field.Words
	words := slices.Sorted(maps.Keys(as))
	for _, word := range slices.Concat(words, nonBlank(other)) {
		if known.Fixed() && !slices.Contains(known.Allowed, word) {
			return "", fault.New("mapping.unknown_word", "entity", c.entity, "field", c.field.Name, "word", word, "known", known.Allowed)
		}
	}
	var sql strings.Builder
	fmt.Fprintf(&sql, "case lower(trim(%s::text))", subject)
	taken := map[string]string{}
	for _, word := range words {
		for _, value := range as[word] {
			value = strings.ToLower(strings.TrimSpace(value))
			if first, twice := taken[value]; twice {
				return "", fault.New("mapping.value_of_two_words", "value", value, "one", first, "another", word)
			}
			taken[value] = word
			fmt.Fprintf(&sql, " when %s then %s", pq.QuoteLiteral(value), pq.QuoteLiteral(word))
		}
	}
	if other == "" {
		fmt.Fprintf(&sql, " else %s::text end", subject)
	} else {
		fmt.Fprintf(&sql, " else %s end", pq.QuoteLiteral(other))
	}
	return sql.String(), nil
}

func nonBlank(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}
