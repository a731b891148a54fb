package oracle

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// customerOrders are the orders of customers that are known.
var customerOrders = &leaf{"customer orders", func(a *asking) (facts []fact) {
	for _, o := range a.orders {
		if o.account != nil {
			f := fact{subject: o, from: o.OrderedAt, member: o.account}
			f.money(a, o.Amount, o.Currency)
			facts = append(facts, f)
		}
	}
	return facts
}}

const longestRetention = 20 // years

// lifetimeValue is average order × orders per customer and year × retention years, judged by the two years before an
// instant: retention years = 1 / churn, and churn is the share of the customers of the first year that are missing in the second.
func (c *cell) lifetimeValue() *float64 {
	if !c.part.begun || c.part.empty() {
		return nil
	}
	year := c.yearsBefore(0)
	recent, before := c.rows(customerOrders, year), c.rows(customerOrders, c.yearsBefore(1))
	amount := c.total(recent)
	customers, old := map[any]bool{}, map[any]bool{}
	for _, f := range recent {
		customers[f.member] = true
	}
	lost := 0
	for _, f := range before {
		if !old[f.member] && !customers[f.member] {
			lost++
		}
		old[f.member] = true
	}
	if len(recent) == 0 || len(old) == 0 || amount == nil {
		return nil
	}
	retention := float64(longestRetention)
	if lost > 0 {
		retention = min(retention, float64(len(old))/float64(lost))
	}
	worth := 0 // orders with an amount
	for _, f := range recent {
		if f.subject.(*order).Amount != nil {
			worth++
		}
	}
	if worth == 0 {
		return nil
	}
	average := *amount / float64(worth)
	perCustomer := float64(len(recent)) / float64(len(customers))
	return number64(average * perCustomer * retention)
}

// yearsBefore is a year that ended so many years before the instant.
func (c *cell) yearsBefore(years int) calendar.Range {
	back := func(n int) time.Time { return c.asking.calendar.Back(c.part.instant, calendar.Shift{Years: n}) }
	return calendar.Range{From: back(years + 1), To: back(years)}
}
