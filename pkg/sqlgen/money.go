package sqlgen

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// MissingRate is the name of the column that names what lacks a rate, as a currency, a blank and a day; null when nothing does.
const MissingRate = "missing_rate"

// conversion is how an amount is converted: the factor, and the condition under which a rate is missing.
type conversion struct {
	factor  string
	missing string
	name    string // SQL of the text that names currency and day; no day where the row has none
}

// convert prepares the conversion of amounts in the currency at a path, at the rate of a day (SQL).
func (s *fromClause) convert(currency, day string) (conversion, error) {
	c, err := s.path(currency)
	if err != nil {
		return conversion{}, err
	}
	return s.conversion(c, day), nil
}

// conversion prepares the conversion of amounts in a currency at the rate of a day, both SQL. An amount without a currency, or with
// a blank one, is in the reporting currency.
//
// The rate is looked up, not joined: a join would be as good as what PostgreSQL knows of the rates, which is nothing, and would
// carry them through its sorts. Whether it is missing is seldom looked up: not where all rates are known since an earlier day.
func (t *text) conversion(currency, day string) conversion {
	c := currency + "::text"
	own := t.domestic(c)
	rate, missing := "null", "not ("+own+")"
	if t.hasRates() {
		t.converts = true
		rate = fmt.Sprintf("((select rates from rates) ->> (((select starts from rates) ->> %s)::int + width_bucket(%s, (select days from rates))))", c, day)
		missing += fmt.Sprintf(" and ((select starts from rates) ? %s and %s >= (select since from rates)) is not true and %s is null", c, day, rate)
	}
	named := day
	if t.beginnings {
		named = fmt.Sprintf("nullif(%s, %s)", day, beginning)
	}
	return conversion{
		factor:  fmt.Sprintf("case when %s then 1 else %s::numeric end", own, rate),
		missing: missing,
		name:    fmt.Sprintf("concat(%s, ' ', %s)", c, named),
	}
}

// domestic is the condition that an amount in a currency (SQL of a text) is in the reporting currency.
func (t *text) domestic(currency string) string {
	return fmt.Sprintf("%s = %s or coalesce(btrim(%s, %s), '') = ''", currency, t.arg(t.ReportingCurrency, "text"), currency, blanks)
}

// reporting returns the SQL of an amount of a table's row in the reporting currency, at the rate of the row's own day; null where that is
// missing.
func (s *fromClause) reporting(at *table, a *crm.Amount) (string, error) {
	amount, err := s.pathFrom(at, a.Path)
	if err != nil || !s.HasCurrency(at.entity, a.Currency) {
		return amount, err
	}
	currency, err := s.pathFrom(at, a.Currency)
	if err != nil {
		return "", err
	}
	var list []string
	for _, path := range a.At {
		if s.Mapping.Available(at.entity, path) != nil {
			continue
		}
		to, f, err := s.followFrom(at, path)
		if err != nil {
			return "", err
		}
		sql, err := s.sql(to, f)
		if err != nil {
			return "", err
		}
		list = append(list, s.dayOf(sql, f.Type)())
	}
	var day string
	if len(list) > 0 {
		s.beginnings = true
		day = "coalesce(" + strings.Join(append(list, beginning), ", ") + ")"
	} else {
		day = s.today()
	}
	s.anyDay = true
	return fmt.Sprintf("(%s * %s)", amount, s.conversion(currency, day).factor), nil
}

// hasRates reports whether the company has exchange rates; without them amounts in other currencies lack one.
func (t *text) hasRates() bool {
	_, ok := t.Mapping.Entities["currency_rates"]
	return ok
}

// HasCurrency reports whether amounts of the entity carry a currency under the mapping; without one they are in the reporting currency.
func (c Context) HasCurrency(entity, path string) bool {
	return c.Mapping.Available(entity, path) == nil
}

// days are the days whose rates a statement needs. Without a first one, all up to the last; without a last one, all.
type days struct{ first, last string }

// rateTables are what the WITH clause has of the rates, "" when no money is converted. A rate holds from its day, -infinity too, until the next
// one of its currency; of two of one day, the higher one does. One that is not above 0 is missing until the next.
//
// Its one row holds the days on which any rate changes, in order; the day since which none is missing; and in one list the rates of
// each currency, that before the first day, which is none, and those from each day on, with the places where they start. So its size
// goes with the rates, not with the days between them. The company's rates are in a currency of its choice: where the reporting
// currency has rates of its own, they are divided by those.
//
// Rates of a currency are looked up within a subquery for it: a join may read its list anew for each day.
func (t *text) rateTables(needed days) (string, error) {
	if !t.converts {
		return "", nil
	}
	source, err := t.selection("currency_rates", []string{"currency", "valid_on", "rate"})
	if err != nil {
		return "", err
	}
	if t.anyDay {
		needed = days{}
	}
	start, since, until := "", "", ""
	if needed.first != "" {
		start = fmt.Sprintf(",\n      max(valid_on::date) filter (where valid_on::date <= %s) over (partition by currency::text) as start", t.arg(needed.first, "date"))
		since = " and day >= coalesce(start, day)"
	}
	if needed.last != "" {
		until = " where day <= " + t.arg(needed.last, "date")
	}
	days, rate := "select day from given"+until, "rate"
	if t.beginnings { // the first known rate holds for what was always there, the second point, and for nothing that has a day before it
		days += fmt.Sprintf(" union select unnest(array[%s, date '4000-01-01 BC'])", beginning)
		rate = "case when point = 2 then (select first.rate from held as first where first.number = held.number and first.rate is not null order by first.point limit 1) else rate end"
	}
	reporting := "currency = " + t.arg(t.ReportingCurrency, "text")
	return fmt.Sprintf(`given as materialized (
  select distinct on (1, 2) currency, day, rate
  from (
    select currency::text as currency, valid_on::date as day, case when rate > 0 and rate - rate = 0 then rate::numeric end as rate%s
    from %s as given
    where %s
  ) as given
  where day is not null%s
  order by 1, 2, 3 desc nulls last
),
series as materialized (
  select currency, row_number() over (order by currency) - 1 as number, array_agg(day order by day) as days,
    '[null]' || jsonb_agg(rate order by day) as rates
  from given%s
  group by currency
),
points as materialized (
  select number, day, case when exists (select from given where %s)
    then ((select rates from series where %s) ->> width_bucket(day, (select days from series where %s)))::numeric
    else 1 end as unit
  from unnest(array_prepend(null, array(select distinct day from (%s) as known(day) order by 1))) with ordinality as point(day, number)
),
held as materialized (
  select series.number, worth.point, worth.rate
  from series
  cross join lateral unnest(array(
    select trim_scale((series.rates ->> width_bucket(day, series.days))::numeric / unit) from points order by number
  )) with ordinality as worth(rate, point)
),
axis as materialized (
  select array(select day from points where number > 1 order by number) as days
),
rates as materialized (
  select days, days[(select max(point) from held where rate is null)] as since,
    (select jsonb_object_agg(currency, number * (select count(*) from points)) from series) as starts,
    (select jsonb_agg(%s order by number, point) from held) as rates
  from axis
)`, start, source, Filled("currency::text"), since, until, reporting, reporting, reporting, days, rate), nil
}
