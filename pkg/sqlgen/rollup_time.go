package sqlgen

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// summedAt is the time under which a rollup sums a row: the beginning of the day in the business time zone, or of the month. What is in another
// currency (SQL; "" for no amounts) is summed by day in the months, too, since the rates are those of days.
func (t *text) summedAt(months bool, kind crm.Type, at, currency string) string {
	switch day := t.beginningOf("day", kind, at); {
	case !months:
		return day
	case currency == "":
		return t.beginningOf("month", kind, at)
	default:
		return fmt.Sprintf("case when %s then %s else %s end", t.domestic(currency+"::text"), t.beginningOf("month", kind, at), day)
	}
}

func (t *text) beginningOf(grain string, kind crm.Type, at string) string {
	if kind == crm.Date {
		return fmt.Sprintf("date_trunc('%s', %s::timestamp)::date", grain, at)
	}
	return fmt.Sprintf("(date_trunc('%s', %s at time zone %s) at time zone %s)", grain, at, t.zone(), t.zone())
}

// SummedAt is the time under which a rollup sums a row by its time, by month or by day: SQL without placeholders.
func SummedAt(c Context, months bool, kind crm.Type, at, currency string) (string, error) {
	t := newText(c)
	return t.plain(t.summedAt(months, kind, at, currency)).Literal()
}
