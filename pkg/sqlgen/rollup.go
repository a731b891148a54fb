package sqlgen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// rolled is an entity as a rollup has it: a FROM item with a row for each time and combination of keys. What has changed since comes from the
// log, and the days that a range cuts come from the rows, all of one snapshot.
type rolled struct {
	*crm.Rollup
	kind    crm.Type // of the time
	windows []calendar.Range
	values  []string // that are used, as the rollup knows them

	// Of states:
	instants []time.Time // that they are looked at, in order; nil for what counts by a time
	rated    bool        // amounts are converted, each at the rate of its own day
	inferred bool        // some rows may not be recorded
}

// Columns of the FROM item beside the fields: how many rows there are, and by the number of a value what it comes to and how many have it.
const rolledRows = `"rows"`

func rolledValue(number int) string { return fmt.Sprintf(`"value %d"`, number) }
func rolledKnown(number int) string { return fmt.Sprintf(`"known %d"`, number) }

// number returns the number that a value has in the FROM item.
func (r *rolled) number(of expression.Expression) (int, error) {
	if r.Value(of.String()) == 0 {
		return 0, fmt.Errorf("the rollup of %s by %s does not have %s", r.Entity, r.by(), of)
	}
	if i := slices.Index(r.values, of.String()); i >= 0 {
		return i + 1, nil
	}
	r.values = append(r.values, of.String())
	return len(r.values), nil
}

// by says by what rows are summed.
func (r *rolled) by() string {
	if r.Time == "" {
		return r.From + " until " + r.To
	}
	return r.Time
}

// sums writes the FROM item with the fields used.
func (s *fromClause) sums(r *rolled, used []string) (string, error) {
	if r.instants != nil {
		return s.rolledChanges(r, used)
	}
	return s.rolledUp(r, used)
}

// rolledUp writes the FROM item with the fields used. Rows that have come and gone add up to nothing, and are none.
func (s *fromClause) rolledUp(r *rolled, used []string) (string, error) {
	s.reads(r.Entity)
	keys := slices.DeleteFunc(slices.Clone(used), func(name string) bool { return name == r.Time })
	if err := r.has(keys); err != nil {
		return "", err
	}
	cuts := r.cut(s.Calendar, r.windows)
	days, months := cuts.days, cuts.months
	if r.kind == crm.Date && slices.Contains(used, r.Time) { // which day it is makes a difference
		days, months = merged(append(slices.Clone(days), months...)), nil
	}
	var parts []string
	for _, sums := range []struct {
		within []calendar.Range
		table  string
		months bool
	}{{months, r.Months, true}, {days, r.Days, false}} {
		if len(sums.within) == 0 {
			continue
		}
		since, err := s.logged(r, keys, sums.within, sums.months)
		if err != nil {
			return "", err
		}
		summary := s.summary(r, sums.table, keys, sums.within)
		if r.Converted {
			summary += ` and "at" < ` + ratesHold
			since += " and " + quote("log") + "." + quote(r.Time) + " < " + ratesHold
		}
		parts = append(parts, summary, since)
	}
	with := ""
	if whole := merged(slices.Concat(months, days)); r.Converted && len(whole) > 0 {
		part, err := s.rerated(r, keys, whole)
		if err != nil {
			return "", err
		}
		held, err := s.heldRates(r.Rollup, r.kind)
		if err != nil {
			return "", err
		}
		with, parts = "with "+heldRates+" as materialized (\n  "+indent(held)+"\n)\n", append(parts, part)
	}
	if len(cuts.rows) > 0 {
		part, err := s.unrolled(r, keys, cuts.rows)
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	columns := []string{quote(r.Time)}
	for _, name := range keys {
		columns = append(columns, quote(name))
	}
	all := r.summed(columns, parts, func(_, known string) string { return "sum(" + known + ") > 0" })
	return "(\n  " + indent(with+all+"\nhaving sum("+rolledRows+") <> 0") + "\n)", nil
}

// has returns an error that names the first of some fields that is no key of the rollup; nil where all are.
func (r *rolled) has(keys []string) error {
	for _, name := range keys {
		if !slices.ContainsFunc(r.Keys, func(k string) bool { return crm.KeyColumn(k) == name }) {
			return fmt.Errorf("the rollup of %s by %s does not have %s", r.Entity, r.by(), name)
		}
	}
	return nil
}

// summed selects the sums of parts by the columns that tell them apart. What values come to is null unless the condition holds that there are
// some, of the columns of the value and of how many rows have one.
func (r *rolled) summed(apart, parts []string, some func(value, known string) string) string {
	columns, by := slices.Clone(apart), make([]string, len(apart))
	for i := range by {
		by[i] = fmt.Sprint(i + 1)
	}
	for _, counted := range r.counted() {
		columns = append(columns, fmt.Sprintf("sum(%s) as %s", counted, counted))
	}
	for i := range r.values {
		value, known := rolledValue(i+1), rolledKnown(i+1)
		columns = append(columns, fmt.Sprintf("case when %s then sum(%s) end as %s", some(value, known), value, value), fmt.Sprintf("sum(%s) as %s", known, known))
	}
	return "select " + strings.Join(columns, ", ") + "\nfrom (\n  " + indent(strings.Join(parts, "\nunion all\n")) + "\n) as part\ngroup by " + strings.Join(by, ", ")
}

// summary selects from a table of sums.
func (s *fromClause) summary(r *rolled, table string, keys []string, within []calendar.Range) string {
	columns := []string{`"at" as ` + quote(r.Time)}
	for _, name := range keys {
		columns = append(columns, quote(name))
	}
	columns = append(columns, r.summaryColumns()...)
	at := bounded{`"at"`, func(point string) string { return s.arg(point, r.cast()) }}
	return "select " + strings.Join(columns, ", ") + "\nfrom " + table + " as summary\nwhere " + s.during(r, at, within)
}

// counted are the columns that count rows.
func (r *rolled) counted() []string {
	if r.inferred {
		return []string{rolledRows, rolledInferred, rolledInferredBegun}
	}
	return []string{rolledRows}
}

// summaryColumns are the columns of a table of sums that are added up.
func (r *rolled) summaryColumns() []string {
	columns := r.counted()
	for i, v := range r.values {
		n := r.Value(v)
		columns = append(columns, rolledValue(n)+" as "+rolledValue(i+1), rolledKnown(n)+" as "+rolledKnown(i+1))
	}
	return columns
}

// logged selects what has changed since the sums were made, under the times of these, so that what is gone takes away from what was there.
func (s *fromClause) logged(r *rolled, keys []string, within []calendar.Range, months bool) (string, error) {
	log := &fromClause{text: s.text, root: &table{entity: r.Entity, alias: "log", rolled: r}}
	currency, factor := "", ""
	switch {
	case r.Converted:
		currency, factor = s.summedCurrency(r, keys, log.root)
	case slices.Contains(r.Keys, "currency"):
		currency = log.root.use("currency")
	}
	columns := []string{s.summedAt(months, r.kind, log.root.use(r.Time), currency) + " as " + quote(r.Time)}
	list, err := log.summedKeys(r, keys, currency)
	if err != nil {
		return "", err
	}
	columns = append(columns, list...)
	columns = append(columns, `log."sign" as `+rolledRows)
	for i, v := range r.values {
		value, err := log.stored(v)
		if err != nil {
			return "", err
		}
		columns = append(columns, fmt.Sprintf(`log."sign" * %s as %s`, value.number(factor), rolledValue(i+1)), fmt.Sprintf(`case when %s is not null then log."sign" else 0 end as %s`, value.sql, rolledKnown(i+1)))
	}
	at := bounded{log.root.use(r.Time), func(point string) string { return s.arg(point, r.cast()) }}
	where := s.during(r, at, within)
	from, err := s.notedRows(r.Rollup, log.root.used)
	return "select " + strings.Join(columns, ", ") + "\nfrom " + from + " as log\nwhere " + where, err
}

// unrolled selects the rows themselves.
func (s *fromClause) unrolled(r *rolled, keys []string, within []calendar.Range) (string, error) {
	rows := s.fromEntity(r.Entity, "whole")
	currency, factor := s.summedCurrency(r, keys, rows.root)
	columns := []string{rows.root.use(r.Time)}
	list, err := rows.summedKeys(r, keys, currency)
	if err != nil {
		return "", err
	}
	columns = append(append(columns, list...), "1 as "+rolledRows)
	for i, v := range r.values {
		value, err := rows.stored(v)
		if err != nil {
			return "", err
		}
		columns = append(columns, fmt.Sprintf("%s as %s", value.number(factor), rolledValue(i+1)), fmt.Sprintf("case when %s is not null then 1 else 0 end as %s", value.sql, rolledKnown(i+1)))
	}
	time, err := expression.Parse(r.Time)
	if err != nil {
		return "", err
	}
	at, err := rows.bounded(time, rows.root.use(r.Time), r.kind, r.cast())
	if err != nil {
		return "", err
	}
	where := s.during(r, at, within)
	from, err := rows.from()
	return "select " + strings.Join(columns, ", ") + "\n" + from + "\nwhere " + where, err
}

// storedValue is the SQL of an expression over fields of the source.
type storedValue struct {
	sql            string
	counted, money bool // counted is not summed
}

func (s *fromClause) stored(text string) (storedValue, error) {
	e, err := expression.Parse(text)
	if err != nil {
		return storedValue{}, err
	}
	sql, err := s.expression(e)
	return storedValue{sql, s.Mapping.OnlyCounted(s.root.entity, e), s.Mapping.Model.IsMoney(s.root.entity, e)}, err
}

// number is what a row adds to a sum; of money the factor (SQL) as often, "" for what it is.
func (v storedValue) number(factor string) string {
	switch {
	case v.counted:
		return "0::numeric"
	case v.money && factor != "":
		return "(" + v.sql + ")::numeric * " + factor
	}
	return "(" + v.sql + ")::numeric"
}

// during is the condition that a time lies within one of the ranges, whose zero From is before all times.
func (s *fromClause) during(r *rolled, at bounded, within []calendar.Range) string {
	all := make([]string, len(within))
	for i, w := range within {
		if w.From.IsZero() {
			all[i] = at.before(r.point(s.Calendar, w.To))
			continue
		}
		all[i] = at.within(r.point(s.Calendar, w.From), r.point(s.Calendar, w.To))
	}
	if len(all) == 1 {
		return all[0]
	}
	return "(" + strings.Join(bracket(all), " or ") + ")"
}

// point is how a bound is written.
func (r *rolled) point(c calendar.Calendar, at time.Time) string {
	if r.kind == crm.Date {
		return c.FirstDayAtOrAfter(at).String()
	}
	return instant(at)
}

func (r *rolled) cast() string {
	if r.kind == crm.Date {
		return "date"
	}
	return "timestamptz"
}

// cuts are the parts of windows of which the sums of whole months are read, those of whole days, and the rows.
type cuts struct{ months, days, rows []calendar.Range }

// cut splits windows that do not overlap. What lies on days lies nowhere within one, so that no window cuts it.
func (r *rolled) cut(c calendar.Calendar, windows []calendar.Range) (all cuts) {
	for _, w := range windows {
		if !w.From.Before(w.To) {
			continue
		}
		from, to := ceiling(c, w.From, calendar.Day), c.Floor(w.To, calendar.Day)
		if r.kind == crm.Date {
			to = ceiling(c, w.To, calendar.Day)
		} else if !from.Before(to) {
			all.rows = append(all.rows, w)
			continue
		}
		first, last := ceiling(c, from, calendar.Month), c.Floor(to, calendar.Month)
		if !first.Before(last) {
			first, last = to, to
		}
		if r.kind != crm.Date {
			all.rows = append(all.rows, calendar.Range{From: w.From, To: from}, calendar.Range{From: to, To: w.To})
		}
		days := []calendar.Range{{From: from, To: first}, {From: last, To: to}}
		if r.Days == "" {
			all.rows = append(all.rows, days...)
		} else {
			all.days = append(all.days, days...)
		}
		all.months = append(all.months, calendar.Range{From: first, To: last})
	}
	return cuts{merged(all.months), merged(all.days), merged(all.rows)}
}

// ceiling is the first beginning of a grain at or after a time.
func ceiling(c calendar.Calendar, t time.Time, g calendar.Grain) time.Time {
	if floor := c.Floor(t, g); floor.Before(t) {
		return c.Next(floor, g)
	}
	return t
}

// merged are ranges in order, those that touch as one and empty ones left out.
func merged(ranges []calendar.Range) []calendar.Range {
	var all []calendar.Range
	slices.SortFunc(ranges, func(a, b calendar.Range) int { return a.From.Compare(b.From) })
	for _, r := range ranges {
		switch last := len(all) - 1; {
		case !r.From.Before(r.To):
		case last >= 0 && !r.From.After(all[last].To):
			if r.To.After(all[last].To) {
				all[last].To = r.To
			}
		default:
			all = append(all, r)
		}
	}
	return all
}
