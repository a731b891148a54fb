package sqlgen

import "fmt"

// MissingRate is the name of the column that names a currency and day without a rate; null when none is missing.
const MissingRate = "missing_rate"

// conversion is how an amount is converted: the factor, and the condition under which a rate is missing.
type conversion struct {
	factor  string
	missing string
	name    string // SQL of the text that names currency and day
}

// convert prepares the conversion of amounts in the currency at a path, at the rate of a day (SQL). It returns the join to
// add to the FROM clause: of the daily rates, so that it is an equality, whatever gaps the company's rates have.
func (s *fromClause) convert(currency, day string) (conversion, string, error) {
	c, err := s.path(currency)
	if err != nil {
		return conversion{}, "", err
	}
	c += "::text"
	s.converts = true
	own := fmt.Sprintf("%s is null or %s = %s", c, c, s.arg(s.ReportingCurrency, "text"))
	on := fmt.Sprintf("' on ' || %s", day)
	if s.beginnings {
		on = fmt.Sprintf("coalesce(' on ' || nullif(%s, %s), '')", day, beginning)
	}
	return conversion{
		factor:  fmt.Sprintf("case when %s then 1 else rate.rate end", own),
		missing: fmt.Sprintf("not (%s) and rate.rate is null", own),
		name:    c + " || " + on,
	}, fmt.Sprintf("left join rates as rate on rate.currency = %s and rate.day = %s", c, day), nil
}

// HasCurrency reports whether amounts of the entity carry a currency under the mapping; without one they are in the reporting currency.
func (c Context) HasCurrency(entity, path string) bool {
	return c.Mapping.Available(entity, path) == nil
}

// days are the days whose rates a statement needs; without a first one, all up to the last.
type days struct{ first, last string }

// with returns the WITH clause of the daily rates, "" when no money is converted. The latest rate holds until the next one.
// The company's rates are in a currency of its choice: where the reporting currency has rates of its own, they are divided by
// those. The grouping changes nothing but what the planner expects: few rows, to be hashed.
func (t *text) with(needed days) (string, error) {
	if !t.converts {
		return "", nil
	}
	if _, ok := t.Mapping.Entities["currency_rates"]; !ok {
		return "with rates as (select null::text as currency, null::date as day, null::numeric as rate where false)\n", nil
	}
	source, err := t.selection("currency_rates", []string{"currency", "valid_on", "rate"})
	if err != nil {
		return "", err
	}
	from, where := "known.valid_on", ""
	if needed.first != "" {
		from = fmt.Sprintf("greatest(known.valid_on, %s)", t.arg(needed.first, "date"))
		where = fmt.Sprintf("\n  where known.next is null or known.next > %s", t.arg(needed.first, "date"))
	}
	reporting := t.arg(t.ReportingCurrency, "text")
	rates, beginnings := "rates", ""
	if t.beginnings { // the first known rate holds for what was always there
		rates, beginnings = "dated", fmt.Sprintf(`,
rates as materialized (
  select currency, day, rate from dated
  union all
  (select distinct on (currency) currency, %s, rate from dated where rate is not null order by currency, day)
)`, beginning)
	}
	return fmt.Sprintf(`with known as materialized (
  select currency::text as currency, valid_on, rate, lead(valid_on) over (partition by currency order by valid_on) as next
  from %s as given
),
daily as materialized (
  select known.currency, day::date as day, max(known.rate) as rate
  from known
  cross join lateral generate_series(%s, least(known.next - 1, %s), interval '1 day') as day%s
  group by known.currency, day::date
),
%s as materialized (
  select daily.currency, daily.day,
    daily.rate / case when (select count(*) from known where currency = %s) > 0 then nullif(reporting.rate, 0) else 1 end as rate
  from daily
  left join daily as reporting on reporting.currency = %s and reporting.day = daily.day
)%s
`, source, from, t.arg(needed.last, "date"), where, rates, reporting, reporting, beginnings), nil
}
