package oracle

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// money makes an amount the value of the fact, in the reporting currency at the rate of the day on which the fact
// begins. Without an amount it is not known.
func (f *fact) money(a *asking, amount *float64, currency *string) {
	if amount == nil {
		f.unknown = true
		return
	}
	day := a.calendar.Date(f.from)
	if f.event == noEvent && f.from.Equal(ever) && currency != nil {
		day = a.firstRated(*currency)
	}
	r, err := a.rate(currency, day)
	f.value, f.lacks = *amount*r, err
}

// rate is what a unit of a currency is worth in the reporting currency on a day. The rates of all currencies lead to the
// same one; where that is not the reporting currency, the reporting currency has rates, too.
func (a *asking) rate(currency *string, day calendar.Date) (float64, error) {
	reporting := a.settings.ReportingCurrency
	if currency == nil || strings.Trim(*currency, " ") == "" || *currency == reporting {
		return 1, nil
	}
	worth, err := a.newestRate(*currency, day)
	if err != nil || len(a.ratesOf[reporting]) == 0 {
		return worth, err
	}
	unit, err := a.newestRate(reporting, day)
	return worth / unit, err
}

// firstRated is the first day on which it is known what a currency is worth: what was always there is worth that.
func (a *asking) firstRated(currency string) (day calendar.Date) {
	for _, of := range []string{currency, a.settings.ReportingCurrency} {
		if rates := a.ratesOf[of]; len(rates) > 0 && day.Before(rates[0].ValidOn.Date) {
			day = rates[0].ValidOn.Date
		}
	}
	return day
}

// newestRate is the newest rate on or before a day. One that is no number above 0 is none, nor is the one before it.
func (a *asking) newestRate(currency string, day calendar.Date) (float64, error) {
	rates := a.ratesOf[currency] // by day
	after := sort.Search(len(rates), func(i int) bool { return day.Before(rates[i].ValidOn.Date) })
	if after == 0 || !(rates[after-1].Rate > 0) || math.IsInf(rates[after-1].Rate, 0) {
		return 0, fmt.Errorf("no rate of %s on %s", currency, day)
	}
	return rates[after-1].Rate, nil
}
