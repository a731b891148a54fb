package frames

import (
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// units are Grafana's ids of the catalogue's units, with the decimals that are worth reading. Durations scale: 40 days are
// shown as weeks. Counts have separators for thousands rather than a suffix, and decimals only where targets are spread over days.
var units = map[catalog.Unit]struct {
	id       string
	decimals uint16
}{
	catalog.Count:   {"locale", 1},
	catalog.Percent: {"percentunit", 1},
	catalog.Score:   {"percent", 1},
	catalog.Points:  {"none", 1},
	catalog.Rating:  {"suffix:★", 1},
	catalog.Times:   {"suffix:×", 2},
	catalog.Days:    {"d", 1},
	catalog.Hours:   {"h", 1},
	catalog.Minutes: {"m", 1},
}

// unitOf gives a field its unit. Money has no fixed decimals, since it scales: $1.42 Mil, $950.
func unitOf(u catalog.Unit, currency string) *data.FieldConfig {
	config := &data.FieldConfig{}
	switch u {
	case catalog.Money:
		config.Unit = currencyUnit(currency)
		return config
	case catalog.MoneyPerDay: // scales as money does
		config.Unit = "currency:" + strings.TrimSpace(currency+"/d") + " "
		return config
	}
	if known, ok := units[u]; ok {
		config.Unit = known.id
		config.SetDecimals(known.decimals)
	}
	return config
}

// currencies are those that Grafana has a unit for.
var currencies = []string{
	"BGN", "BRL", "CHF", "CZK", "DKK", "EUR", "GBP", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "MYR", "NOK", "PHP", "PLN", "PYG",
	"RUB", "SEK", "TRY", "UAH", "USD", "UYU", "VND", "XPF", "ZAR",
}

// currencyUnit returns the unit of amounts in a currency. One that Grafana does not know is shown by its code.
func currencyUnit(code string) string {
	switch {
	case code == "":
		return "short"
	case slices.Contains(currencies, code):
		return "currency" + code
	}
	return "currency:" + code + " "
}
