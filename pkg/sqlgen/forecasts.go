package sqlgen

import (
	"fmt"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Forecasts compares what reps forecast for periods that have ended, frozen when the periods began, with the deals they won in
// them. The forecasts are submissions or, with Months, what the history of the deals let expect when each month began.
type Forecasts struct {
	Scope    // of forecast_submissions or of versions of deals
	Windows  []calendar.Range
	Months   [][2]calendar.Date // the periods of a history; the second day is exclusive
	Amount   expression.Expression
	Currency string // path to the currency of Amount; "" when it is not converted
	Actual   string // path to the currency of a deal's amount; "" when it is not converted
}

// ForecastColumns are the value columns of [Forecasts], in order: what was forecast, what came of it, and the sum of the misses, of
// the forecasts of which both are known; how many forecasts there are, and of how many both are known.
var ForecastColumns = []string{"amount", "actual", "error", "forecasts", "known"}

// Statement writes the statement. Its columns are bucket (as of [Events] over the first days of the periods), a key and a label
// for each key, [ForecastColumns] as float8 and [MissingRate].
func (f Forecasts) Statement(c Context) (Statement, error) {
	t := newFinite(c)
	frozen, keys, err := f.frozen(t)
	if err != nil {
		return Statement{}, err
	}
	won, err := f.won(t)
	if err != nil {
		return Statement{}, err
	}
	by := strings.Join(append([]string{"frozen.owner", "frozen.period_start", "frozen.period_end"}, keys...), ", ")
	points := f.axis().breaks(c.Calendar).points
	columns := append([]string{fmt.Sprintf("width_bucket(period_start, %s) as bucket", t.arg(pq.StringArray(points), "date[]"))}, keys...)
	columns = append(columns, "(sum(amount) filter (where actual is not null))::float8 as amount", "(sum(actual) filter (where amount is not null))::float8 as actual",
		"sum(abs(amount - actual))::float8 as error", "count(*)::float8 as forecasts", "count(amount - actual)::float8 as known",
		fmt.Sprintf("min(missing) as %s", quote(MissingRate)))
	numbers := make([]string, 1+len(keys))
	for i := range numbers {
		numbers[i] = fmt.Sprint(i + 1)
	}
	body := fmt.Sprintf(`select
  %s
from (
  select %s, max(frozen.amount) as amount, case when count(won.rep) > 0 then sum(won.amount) else 0 end as actual, coalesce(min(frozen.missing), min(won.missing)) as missing
  from (
    %s
  ) as frozen
  left join (
    %s
  ) as won on won.rep = frozen.owner and won.closed_at >= %s and won.closed_at < %s
  group by %s
) as forecasts
group by %s`, strings.Join(columns, ",\n  "), by, indent(indent(frozen)), indent(indent(won)),
		t.midnight("frozen.period_start"), t.midnight("frozen.period_end"), by, strings.Join(numbers, ", "))
	return t.statement(body, days{last: c.Calendar.Date(c.Now).String()})
}

// axis puts periods into windows by their first day.
func (f Forecasts) axis() Events { return Events{TimeType: crm.Date, Windows: f.Windows} }

// Empty reports whether no period can begin in any window.
func (f Forecasts) Empty(c Context) bool { return f.axis().Empty(c) }

// Numbering is that of [Events] over the first days of the periods.
func (f Forecasts) Numbering(c Context) func(bucket int) int { return f.axis().Numbering(c) }

func (t *text) midnight(day string) string {
	return fmt.Sprintf("(%s::timestamp at time zone %s)", day, t.zone())
}

// frozen returns the SELECT of the forecasts: owner, period_start, period_end, amount, missing and the columns of the keys,
// whose names are returned, too.
func (f Forecasts) frozen(t *text) (sql string, keys []string, err error) {
	s := t.fromEntity(f.Entity, "e")
	list, err := s.keyList(f.Keys)
	if err != nil {
		return "", nil, err
	}
	for i := range f.Keys {
		keys = append(keys, fmt.Sprintf("key_%d", i+1), fmt.Sprintf("label_%d", i+1))
	}
	owner, err := s.path("owner")
	if err != nil {
		return "", nil, err
	}
	restriction, err := s.restrict(f.Scope)
	if err != nil {
		return "", nil, err
	}
	if f.Months != nil {
		sql, err = f.expected(s, owner, list, restriction)
		return sql, keys, err
	}
	sql, err = f.submitted(s, owner, list, restriction)
	return sql, keys, err
}

// submitted takes the newest submission of each rep and period that was there when the period began.
func (f Forecasts) submitted(s *fromClause, owner string, keys []string, restriction string) (string, error) {
	path := map[string]string{}
	for _, name := range []string{"category", "period_start", "period_end", "submitted_at"} {
		sql, err := s.path(name)
		if err != nil {
			return "", err
		}
		path[name] = sql
	}
	a := newAmounts(s, s.dayOf(path["submitted_at"], crm.Time))
	amount, missing, err := a.single(f.Amount, f.Currency)
	if err != nil {
		return "", err
	}
	columns := append([]string{owner + " as owner", path["period_start"] + " as period_start", path["period_end"] + " as period_end",
		amount + " as amount", missing + " as missing"}, keys...)
	from, err := a.from()
	if err != nil {
		return "", err
	}
	b := f.axis().breaks(s.Calendar)
	var runs []string
	for _, run := range b.runs {
		runs = append(runs, fmt.Sprintf("%s >= %s and %s < %s", path["period_start"], s.arg(run[0], "date"), path["period_start"], s.arg(run[1], "date")))
	}
	where := both(path["category"]+" = 'commit'", owner+" is not null", "("+strings.Join(bracket(runs), " or ")+")",
		fmt.Sprintf("%s <= %s", path["period_end"], s.arg(s.Calendar.Date(s.Now).String(), "date")),
		fmt.Sprintf("%s <= %s", path["submitted_at"], s.midnight(path["period_start"])), "("+amount+" is not null or "+missing+" is not null)", restriction)
	return fmt.Sprintf("select distinct on (%s, %s, %s)\n  %s\n%s\nwhere %s\norder by %s, %s, %s, %s desc, 4 desc", owner, path["period_start"], path["period_end"],
		strings.Join(columns, ",\n  "), from, where, owner, path["period_start"], path["period_end"], path["submitted_at"]), nil
}

// expected adds up the deals that were open just before a month began and expected to close in it, by their probability.
func (f Forecasts) expected(s *fromClause, owner string, keys []string, restriction string) (string, error) {
	path := map[string]string{}
	for _, name := range []string{"valid_from", "valid_to", "expected_close_on", "status"} {
		sql, err := s.path(name)
		if err != nil {
			return "", err
		}
		path[name] = sql
	}
	version := state{start: path["valid_from"], end: path["valid_to"]}
	a := newAmounts(s, version.day(s.text))
	amount, missing, err := a.single(f.Amount, f.Currency)
	if err != nil {
		return "", err
	}
	starts, ends := make(pq.StringArray, len(f.Months)), make(pq.StringArray, len(f.Months))
	for i, m := range f.Months {
		starts[i], ends[i] = m[0].String(), m[1].String()
	}
	began := s.midnight("month.period_start")
	a.suffix = fmt.Sprintf("\njoin unnest(%s, %s) as month(period_start, period_end) on %s\n  and %s >= month.period_start and %s < month.period_end",
		s.arg(starts, "date[]"), s.arg(ends, "date[]"), version.at(began),
		path["expected_close_on"], path["expected_close_on"])
	columns := append([]string{owner + " as owner", "month.period_start", "month.period_end"}, keys...)
	by := make([]string, len(columns))
	for i := range by {
		by[i] = fmt.Sprint(i + 1)
	}
	columns = append(columns, "sum("+amount+") as amount", "min("+missing+") as missing")
	from, err := a.from()
	return fmt.Sprintf("select\n  %s\n%s\nwhere %s\ngroup by %s", strings.Join(columns, ",\n  "), from,
		both(path["status"]+" = 'open'", owner+" is not null", restriction), strings.Join(by, ", ")), err
}

// won returns the SELECT of the deals won: rep, closed_at, amount, missing.
func (f Forecasts) won(t *text) (string, error) {
	s := t.fromEntity("deals", "deal")
	rep, err := s.path("rep")
	if err != nil {
		return "", err
	}
	closed, err := s.path("closed_at")
	if err != nil {
		return "", err
	}
	status, err := s.path("status")
	if err != nil {
		return "", err
	}
	a := newAmounts(s, t.dayOf(closed, crm.Time))
	amount, missing, err := a.single(expression.MustParse("amount"), f.Actual)
	if err != nil {
		return "", err
	}
	from, err := a.from()
	first := f.Windows[0].From
	return fmt.Sprintf("select %s as rep, %s as closed_at, %s as amount, %s as missing\n%s\nwhere %s = 'won' and %s >= %s and %s <= %s",
		rep, closed, amount, missing, from, status, closed, t.instant(first), closed, t.instant(t.Now)), err
}

// single returns the SQL of one row's amount, converted, and of the text that names the rate it lacks.
func (a *amounts) single(value expression.Expression, currency string) (amount, missing string, err error) {
	if amount, err = a.value(Aggregate{Value: value, Currency: currency}); err != nil || currency == "" {
		return amount, "null::text", err
	}
	return amount, fmt.Sprintf("case when %s then %s end", a.missing[len(a.missing)-1], a.name), nil
}
