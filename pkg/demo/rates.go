package demo

import "math"

// reporting is the reporting currency: rates are in it, and amounts without a currency are too.
const reporting = "USD"

// rates are the daily exchange rates, carried over weekends.
type rates struct {
	from     int
	currency map[string][]float64
}

var firstRates = []struct {
	currency string
	rate     float64
}{{"CHF", 1.09}, {"EUR", 1.07}, {"GBP", 1.24}, {"PLN", 0.238}, {reporting, 1}}

// writeRates makes rates for every working day from well before the first amount: a random walk that returns to where
// it began.
func (c *company) writeRates() {
	r := newRandom(c.seed, streamRates)
	c.rates = rates{from: c.start - 4*365, currency: map[string][]float64{}}
	for _, first := range firstRates {
		rate := first.rate
		for day := c.rates.from; day <= c.today; day++ {
			if first.currency != reporting && !isWeekend(day) {
				rate *= math.Exp(0.004*r.NormFloat64() + 0.004*math.Log(first.rate/rate))
				rate = math.Round(rate*1e6) / 1e6
			}
			c.rates.currency[first.currency] = append(c.rates.currency[first.currency], rate)
			// A day before the first working day needs a rate as well.
			if !isWeekend(day) || day == c.rates.from {
				c.currencyRates.text(first.currency).date(day).number(rate, 6).end()
				c.currencyRates.next()
			}
		}
	}
}

// rate returns the reporting currency per unit on a day; no currency means the reporting currency.
func (c *company) rate(currency string, day int) float64 {
	if currency == "" {
		return 1
	}
	all := c.rates.currency[currency]
	return all[min(max(day-c.rates.from, 0), len(all)-1)]
}

// convert turns cents of a currency into cents of the reporting currency.
func (c *company) convert(cents int64, currency string, day int) int64 {
	if cents == noAmount {
		return 0
	}
	return int64(float64(cents) * c.rate(currency, day))
}

// price turns an amount in USD into cents of a currency, rounded as people quote.
func (c *company) price(usd float64, currency string, day int) int64 {
	amount := usd / c.rate(currency, day)
	step := 5.0
	if amount >= 2000 {
		step = 50
	}
	return int64(math.Max(math.Round(amount/step), 1) * step * 100)
}
