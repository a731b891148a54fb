package demo_test

import (
	"strings"
	"time"
)

// revenue sums the amounts of deals d in the reporting currency.
const revenue = `sum(d.amount * coalesce((select rate from crm.currency_rates r where r.currency = d.currency
	and r.valid_on <= d.closed_at::date order by r.valid_on desc limit 1), 1))`

// atDemoNow puts the instant at which the demo's past ends in the place of now_of_demo().
func atDemoNow(query string) string {
	return strings.ReplaceAll(query, "now_of_demo()", "timestamptz '"+today.Format(time.RFC3339)+"'")
}

func count(query string) string { return atDemoNow("select count(*) from (" + query + ") as found") }
