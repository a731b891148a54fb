// Package terminal writes KPI values for people who read them in a terminal.
package terminal

import (
	"math"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// Null stands for a value that is not defined or not known.
const Null = "–"

// form is how a unit is written: the decimals, and what follows the number.
type form struct {
	decimals int
	suffix   string
}

var forms = map[catalog.Unit]form{
	catalog.Money: {decimals: 2}, catalog.MoneyPerDay: {decimals: 2},
	catalog.Percent: {decimals: 1, suffix: "%"},
	catalog.Score:   {decimals: 1},
	catalog.Points:  {decimals: 1},
	catalog.Rating:  {decimals: 1, suffix: "★"},
	catalog.Times:   {decimals: 2, suffix: "×"},
	catalog.Days:    {decimals: 1, suffix: " d"},
	catalog.Hours:   {decimals: 1, suffix: " h"},
	catalog.Minutes: {decimals: 1, suffix: " min"},
}

// Format writes a value with its unit: 1,234.50 EUR, 42.5%, 3.2 d. A nil value is [Null]. The currency, such as EUR, follows
// money only and may be empty. Counts have decimals only where they are not whole, as parts of a target.
func Format(value *float64, unit catalog.Unit, currency string) string {
	if value == nil || math.IsNaN(*value) {
		return Null
	}
	v, f := *value, forms[unit]
	switch unit {
	case catalog.Percent:
		v *= 100
	case catalog.Money, catalog.MoneyPerDay:
		if currency != "" {
			f.suffix = " " + currency
		}
		if unit == catalog.MoneyPerDay {
			f.suffix += "/d"
		}
	case catalog.Count:
		if v != math.Trunc(v) {
			f.decimals = 2
		}
	}
	return Number(v, f.decimals) + f.suffix
}

var printer = message.NewPrinter(language.English)

// Number writes a number with separated thousands and a fixed number of decimals; what rounds to nothing has no sign.
func Number(v float64, decimals int) string {
	text := printer.Sprintf("%.*f", decimals, v)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}
