package sqlgen

import (
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// Sums by a time can have amounts in the reporting currency: each at the rate of its own day, so that neither the currency nor the day tells sums
// apart. What has no rate is kept as it is, under its currency and day, and is converted when it is read, or told to be missing. As long as the
// rates of a day do not change, that is what the rows come to. Where they have changed since the sums were made, what lies in the first month with
// such a day, or later, is read of the rows.

// Rated is the SQL, without placeholders, by which rows of a FROM item are summed in the reporting currency.
type Rated struct {
	With     string // common table expressions that the others read, without the word; "" for none
	Currency string // that a row is summed under: null where its amounts are converted
	Factor   string // that its amounts are multiplied by: 1 where there is no rate
}

// RatedRows returns how rows of a FROM item that has the currency and the time of a rollup are summed in the reporting currency.
func RatedRows(c Context, r *crm.Rollup, alias string) (Rated, error) {
	f, err := c.Mapping.Field(r.Entity, r.Time)
	if err != nil {
		return Rated{}, err
	}
	t := newText(c)
	all := t.rated(&table{entity: r.Entity, alias: alias}, r, f.Type)
	if all.With, err = t.rateTables(days{}); err != nil {
		return Rated{}, err
	}
	for _, sql := range []*string{&all.With, &all.Currency, &all.Factor} {
		if *sql, err = t.plain(*sql).Literal(); err != nil {
			return Rated{}, err
		}
	}
	return all, nil
}

// rated is [RatedRows] of a table of a statement, which has the rates.
func (t *text) rated(rows *table, r *crm.Rollup, kind crm.Type) Rated {
	currency := rows.use("currency")
	rate := t.conversion(currency, t.dayOf(rows.use(r.Time), kind)())
	return Rated{
		Currency: fmt.Sprintf("case when %s then %s end", rate.missing, currency),
		Factor:   fmt.Sprintf("case when %s then 1 else %s end", rate.missing, rate.factor),
	}
}

// RatesHold are the SQL, without placeholders, of the time before which no rate has changed since the sums of a rollup were made, and of the condition
// that some have.
func RatesHold(c Context, r *crm.Rollup) (until, changed string, err error) {
	f, err := c.Mapping.Field(r.Entity, r.Time)
	if err != nil {
		return "", "", err
	}
	t := newText(c)
	held, err := t.heldRates(r, f.Type)
	if err != nil {
		return "", "", err
	}
	until, changed = "(select until from ("+held+") as held)", "(select changed from ("+held+") as held)"
	for _, sql := range []*string{&until, &changed} {
		if *sql, err = t.plain(*sql).Literal(); err != nil {
			return "", "", err
		}
	}
	return until, changed, nil
}

// changedRates is a FROM item of the days of rates that have changed: who writes all rates anew has changed none. Days before one that has changed are left
// as they were, but where the reporting currency has rates and had none, or the other way around: then all others are divided by them, or no longer.
func (t *text) changedRates(r *crm.Rollup) (string, error) {
	given, err := t.selection("currency_rates", []string{"currency", "valid_on"})
	reporting := t.arg(t.ReportingCurrency, "text")
	known := fmt.Sprintf(`where "currency"::text = %s and "valid_on" is not null`, reporting)
	return fmt.Sprintf(`(select case when "currency"::text = %s and (select count(*) from %s as given %s) in (0, (select sum("sign") from %s as log %[3]s)) then '-infinity' else "valid_on" end as "valid_on"
  from %[4]s as log group by "currency", "rate", log."valid_on" having sum("sign") <> 0) as changed`, reporting, given, known, r.RatesLog), err
}

// heldRates selects until when rates hold, as a bound that is compared with times of a type and with the beginnings of months and days under which these are
// summed, and whether some have changed.
func (t *text) heldRates(r *crm.Rollup, kind crm.Type) (string, error) {
	month := t.beginningOf("month", crm.Date, `min("valid_on")`) + "::timestamp"
	if kind != crm.Date {
		month += " at time zone " + t.zone()
	}
	changed, err := t.changedRates(r)
	return fmt.Sprintf("select coalesce(%s, 'infinity') as until, count(*) > 0 as changed from %s", month, changed), err
}

// What a statement that has the rows of [text.heldRates] as a common table expression compares with.
const (
	heldRates    = `"held rates"`
	ratesHold    = "(select until from " + heldRates + ")"
	ratesChanged = "(select changed from " + heldRates + ")"
)

// rerated selects the rows whose rates may have changed since the sums were made.
func (s *fromClause) rerated(r *rolled, keys []string, within []calendar.Range) (string, error) {
	rows, err := s.unrolled(r, keys, within)
	return fmt.Sprintf("%s and %s and \"whole\".%s >= %s", rows, ratesChanged, quote(r.Time), ratesHold), err
}

// summedCurrency is the SQL of the currency under which rows are summed, and of the factor that their amounts are multiplied by; "" where amounts are
// kept as they are, or none are asked for.
func (s *fromClause) summedCurrency(r *rolled, keys []string, rows *table) (currency, factor string) {
	if !r.Converted || !slices.Contains(keys, "currency") {
		return "", ""
	}
	rated := s.rated(rows, r.Rollup, r.kind)
	return "(" + rated.Currency + ")", rated.Factor
}
