package sqlgen

import (
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Period is a stretch of time and the one that it follows.
type Period struct{ Before, Now calendar.Range }

// Members looks at who did something in a period and in the one before.
type Members struct {
	Scope
	Time     expression.Expression
	TimeType crm.Type // crm.Time or crm.Date
	Of       expression.Expression
	Amount   expression.Expression // summed up over the period, null where no row has one; empty for none
	Currency string                // path to the currency of Amount; "" when it is not money
	Where    expression.Expression
	Periods  []Period
}

// The value columns of [Members], in order.
var MemberColumns = []string{"amount", "rows", "active", "repeat", "before", "lost", "valued"}

// Statement writes the statement. Its columns are bucket (the number of the period, from 0), a key and a label for each key,
// [MemberColumns] as float8 and, with money, [MissingRate].
func (m Members) Statement(c Context) (Statement, error) {
	t := newFinite(c)
	s := t.fromEntity(m.Entity, "e")
	at, err := s.expression(m.Time)
	if err != nil {
		return Statement{}, err
	}
	member, err := s.expression(m.Of)
	if err != nil {
		return Statement{}, err
	}
	a := newAmounts(s, t.dayOf(at, m.TimeType))
	amount, own := "null::numeric", "null::numeric"
	if !m.Amount.Empty() {
		if amount, err = a.value(Aggregate{Value: m.Amount, Currency: m.Currency}); err != nil {
			return Statement{}, err
		}
		if own, err = s.expression(m.Amount); err != nil {
			return Statement{}, err
		}
	}
	keys, err := s.keyList(m.Keys)
	if err != nil {
		return Statement{}, err
	}
	columns := append([]string{"period.bucket as bucket"}, keys...)
	columns = append(columns, member+" as member")
	grouped := len(columns)
	now, before := during(at, "now"), during(at, "before")
	for i := range a.missing {
		a.missing[i] = both(a.missing[i], now)
	}
	columns = append(columns,
		fmt.Sprintf("sum(%s) filter (where %s) as amount", amount, now),
		fmt.Sprintf("count(%s) filter (where %s) as valued", own, now),
		fmt.Sprintf("count(*) filter (where %s) as now", now),
		fmt.Sprintf("count(*) filter (where %s) as before", before))
	if missing := a.missingRate(); missing != "" {
		columns = append(columns, missing)
	}
	condition, err := s.condition(m.Where)
	if err != nil {
		return Statement{}, err
	}
	restriction, err := s.restrict(m.Scope)
	if err != nil {
		return Statement{}, err
	}
	first, last := m.bounds()
	a.suffix = m.periods(t, at)
	time, err := s.bounded(m.Time, at, m.TimeType, m.cast())
	if err != nil {
		return Statement{}, err
	}
	inside := time.within(m.point(t)(first), m.point(t)(last))
	rows, err := a.grouped(columns, grouped, both(inside, member+" is not null", condition, restriction))
	if err != nil {
		return Statement{}, err
	}
	return t.statement(m.overMembers(rows, len(keys), len(a.missing) > 0), days{first: c.Calendar.Date(first).String(), last: c.Calendar.Date(last).String()})
}

// during returns the condition that a row's time lies in one half of a period.
func during(at, half string) string {
	return fmt.Sprintf("%s >= period.%s_from and %s < period.%s_to", at, half, at, half)
}

// bounds returns the instants between which all periods lie.
func (m Members) bounds() (first, last time.Time) {
	first, last = m.Periods[0].Before.From, m.Periods[0].Now.To
	for _, p := range m.Periods {
		for _, r := range []calendar.Range{p.Before, p.Now} {
			if r.From.Before(first) {
				first = r.From
			}
			if r.To.After(last) {
				last = r.To
			}
		}
	}
	return first, last
}

func (m Members) cast() string {
	if m.TimeType == crm.Date {
		return "date"
	}
	return "timestamptz"
}

// point returns how the end of a period is written: as an instant, or as the first day at or after it.
func (m Members) point(t *text) func(time.Time) string {
	if m.TimeType == crm.Date {
		return func(at time.Time) string { return t.Calendar.FirstDayAtOrAfter(at).String() }
	}
	return instant
}

// periods joins the periods that a row lies in.
func (m Members) periods(t *text, at string) string {
	point := m.point(t)
	var ends [4][]string
	for _, p := range m.Periods {
		for i, end := range []time.Time{p.Before.From, p.Before.To, p.Now.From, p.Now.To} {
			ends[i] = append(ends[i], point(end))
		}
	}
	lists := make([]string, len(ends))
	for i, points := range ends {
		lists[i] = t.arg(pq.StringArray(points), m.cast()+"[]")
	}
	return fmt.Sprintf("\njoin (\n  select (number - 1)::int as bucket, before_from, before_to, now_from, now_to\n"+
		"  from unnest(%s) with ordinality as given(before_from, before_to, now_from, now_to, number)\n) as period on (%s or %s)",
		strings.Join(lists, ", "), during(at, "now"), during(at, "before"))
}

// overMembers counts over the members.
func (m Members) overMembers(rows string, keys int, money bool) string {
	columns := []string{"bucket"}
	for i := range keys / 2 {
		columns = append(columns, fmt.Sprintf("key_%d", i+1), fmt.Sprintf("label_%d", i+1))
	}
	groups := strings.Join(columns, ", ")
	columns = append(columns, "sum(amount)::float8 as amount", "sum(now)::float8 as rows",
		"(count(*) filter (where now > 0))::float8 as active", "(count(*) filter (where now > 1))::float8 as repeat",
		"(count(*) filter (where before > 0))::float8 as before",
		"(count(*) filter (where before > 0 and now = 0))::float8 as lost", "sum(valued)::float8 as valued")
	if money {
		columns = append(columns, fmt.Sprintf("min(%s) as %s", quote(MissingRate), quote(MissingRate)))
	}
	return "select\n  " + strings.Join(columns, ",\n  ") + "\nfrom (\n  " + indent(rows) + "\n) as members\ngroup by " + groups
}
