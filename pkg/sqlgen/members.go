package sqlgen

import (
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Year is an instant with the year before it and the year before that.
type Year struct{ Before, Start, End time.Time }

// Members looks at who did something in the year before an instant and in the year before that.
type Members struct {
	Scope
	Time     expression.Expression
	TimeType crm.Type // crm.Time or crm.Date
	Of       expression.Expression
	Amount   expression.Expression // summed up over the trailing year; empty for 0
	Currency string                // path to the currency of Amount; "" when it is not money
	Where    expression.Expression
	Years    []Year
}

// The value columns of [Members], in order.
var MemberColumns = []string{"amount", "rows", "active", "before", "lost"}

// Statement writes the statement. Its columns are bucket (the number of the year, from 0), a key and a label for each key,
// [MemberColumns] as float8 and, with money, [MissingRate].
func (m Members) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.scope(m.Entity, "e")
	at, err := s.expression(m.Time)
	if err != nil {
		return Statement{}, err
	}
	member, err := s.expression(m.Of)
	if err != nil {
		return Statement{}, err
	}
	a := newAmounts(s, t.dayOf(at, m.TimeType))
	amount := "0"
	if !m.Amount.Empty() {
		if amount, err = a.value(Aggregate{Kind: Sum, Value: m.Amount, Currency: m.Currency}); err != nil {
			return Statement{}, err
		}
	}
	keys, err := s.keyList(m.Keys)
	if err != nil {
		return Statement{}, err
	}
	columns := append([]string{"year.bucket as bucket"}, keys...)
	columns = append(columns, member+" as member")
	grouped := len(columns)
	trailing := at + " >= year.start"
	for i := range a.missing {
		a.missing[i] = both(a.missing[i], trailing)
	}
	columns = append(columns,
		fmt.Sprintf("sum(%s) filter (where %s) as amount", amount, trailing),
		fmt.Sprintf("count(*) filter (where %s) as now", trailing),
		fmt.Sprintf("count(*) filter (where not (%s)) as before", trailing))
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
	a.suffix = m.years(t, at)
	rows, err := a.grouped(columns, grouped, both(member+" is not null", condition, restriction))
	if err != nil {
		return Statement{}, err
	}
	return t.statement(m.overMembers(rows, len(keys), len(a.missing) > 0), days{
		first: c.Calendar.Date(m.Years[0].Start).String(), last: c.Calendar.Date(m.Years[len(m.Years)-1].End).String(),
	})
}

// years joins the years that a row lies in.
func (m Members) years(t *text, at string) string {
	cast, point := "timestamptz[]", instant
	if m.TimeType == crm.Date {
		cast, point = "date[]", func(at time.Time) string { return t.Calendar.FirstDayAtOrAfter(at).String() }
	}
	var befores, starts, ends []string
	for _, y := range m.Years {
		befores, starts, ends = append(befores, point(y.Before)), append(starts, point(y.Start)), append(ends, point(y.End))
	}
	arg := func(points []string) string { return t.arg(pq.StringArray(points), cast) }
	return fmt.Sprintf("\njoin (\n  select number - 1 as bucket, before, start, stop\n  from unnest(%s, %s, %s) with ordinality as given(before, start, stop, number)\n) as year on %s >= year.before and %s < year.stop",
		arg(befores), arg(starts), arg(ends), at, at)
}

// overMembers counts over the members.
func (m Members) overMembers(rows string, keys int, money bool) string {
	columns := []string{"bucket"}
	for i := range keys / 2 {
		columns = append(columns, fmt.Sprintf("key_%d", i+1), fmt.Sprintf("label_%d", i+1))
	}
	groups := strings.Join(columns, ", ")
	columns = append(columns, "coalesce(sum(amount), 0)::float8 as amount", "sum(now)::float8 as rows",
		"(count(*) filter (where now > 0))::float8 as active", "(count(*) filter (where before > 0))::float8 as before",
		"(count(*) filter (where before > 0 and now = 0))::float8 as lost")
	if money {
		columns = append(columns, fmt.Sprintf("min(%s) as %s", quote(MissingRate), quote(MissingRate)))
	}
	return "select\n  " + strings.Join(columns, ",\n  ") + "\nfrom (\n  " + indent(rows) + "\n) as members\ngroup by " + groups
}
