package oracle

import (
	"fmt"
	"sort"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// money makes an amount the value of the fact, in the reporting currency at the rate of the day on which the fact
// begins. No amount is no money.
func (f *fact) money(a *asking, amount *float64, currency *string) {
	if amount == nil {
		return
	}
	r, err := a.rate(currency, a.calendar.Date(f.from))
	f.value, f.lacks = *amount*r, err
}

// rate is the newest rate on or before a day.
func (a *asking) rate(currency *string, day calendar.Date) (float64, error) {
	if currency == nil || *currency == a.settings.ReportingCurrency {
		return 1, nil
	}
	rates := a.ratesOf[*currency] // by day
	after := sort.Search(len(rates), func(i int) bool { return day.Before(rates[i].ValidOn) })
	if after == 0 {
		return 0, fmt.Errorf("no rate of %s on %s", *currency, day)
	}
	return rates[after-1].Rate, nil
}
