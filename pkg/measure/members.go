package measure

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { timings.add("members", func() Timing { return &Members{} }) }

// Members looks at who did something in a period and in the one before.
type Members struct {
	timing
	Of    expression.Expression `yaml:"of"`    // the member; rows without one are left out
	Count MemberCount           `yaml:"count"` // what to count
	Over  MemberPeriod          `yaml:"over"`
}

// MemberPeriod is the period that members are looked at in.
type MemberPeriod string

// The periods of members.
const (
	OverYear   MemberPeriod = "year"   // the year before the end of the bucket, and the year before that
	OverBucket MemberPeriod = "bucket" // the bucket, and the previous equal period
)

// MemberCount is what is counted of members.
type MemberCount string

// What is counted of members.
const (
	MemberRows   MemberCount = "rows"   // rows of the period
	MemberAmount MemberCount = "amount" // the sum over the rows of the period
	MemberValued MemberCount = "valued" // rows of the period that have what is summed up
	MemberActive MemberCount = "active" // members with a row in the period
	MemberRepeat MemberCount = "repeat" // members with two rows or more in the period
	MemberBefore MemberCount = "before" // members with a row in the period before
	MemberLost   MemberCount = "lost"   // members of the period before without a row in this one
)

// memberColumn is where a count finds its value among [sqlgen.MemberColumns].
var memberColumn = map[MemberCount]int{MemberAmount: 0, MemberRows: 1, MemberActive: 2, MemberRepeat: 3, MemberBefore: 4, MemberLost: 5, MemberValued: 6}

// Kind is that of distinct members.
func (*Members) Kind() string { return "members" }

// Fields are the member, the count and the period.
func (s *Members) Fields() any { return s }

// Check wants a member, a time, and a sum for the amount and for the rows that have one alone.
func (s *Members) Check(m *Measure) error {
	if s.Of.Empty() {
		return in("members", fault.New("catalog.members_of_nobody"))
	}
	if _, ok := memberColumn[s.Count]; !ok {
		return in("members.count", fault.New("catalog.unknown_member_count", "what", s.Count))
	}
	if s.Over != OverYear && s.Over != OverBucket {
		return in("members.over", fault.New("catalog.unknown_member_period", "period", s.Over))
	}
	_, sum := m.Aggregation.(*Sum)
	if m.Aggregation != nil && !sum {
		return m.oneOf()
	}
	if (s.Count == MemberAmount || s.Count == MemberValued) != sum {
		return fault.New("catalog.members_sum")
	}
	return m.needTime(true)
}

// Expressions are the member.
func (s *Members) Expressions() []expression.Expression { return []expression.Expression{s.Of} }

// Additive is false: a member can be in several groups.
func (*Members) Additive() bool { return false }

// Aggregates is true: the count says what is made of the rows.
func (*Members) Aggregates() bool { return true }

// CountsByWhere is true: who did nothing that meets the condition is no member.
func (*Members) CountsByWhere() bool { return true }

// Windowed is nil of those who did something in the period, not of those who are looked at in years, or in the period before.
func (s *Members) Windowed(m *Measure) error {
	switch {
	case s.Over == OverYear:
		return fault.New("plan.windows_of_years", "measure", m.ID)
	case s.Count == MemberBefore, s.Count == MemberLost:
		return fault.New("plan.windows_of_two_periods", "measure", m.ID)
	}
	return nil
}

// Explains is false: members are looked at in two periods.
func (*Members) Explains() bool { return false }

// membersShape is comparable.
type membersShape struct {
	of, where string
	over      MemberPeriod
}

// Shape is the member, the condition and the period.
func (s *Members) Shape(m *Measure) any { return membersShape{s.Of.String(), m.Where.String(), s.Over} }

// looks reports whether a count looks at any member of a row: those of the period, or those of the one before. A group whose
// members it does not look at is none of its groups.
func (s *Members) looks(row cells) bool {
	now, before := *row.values[memberColumn[MemberActive]] > 0, *row.values[memberColumn[MemberBefore]] > 0
	switch s.Count {
	case MemberLost:
		return now || before
	case MemberBefore:
		return before
	default:
		return now
	}
}

// value is what a row tells of a count. Rows may lack an amount.
func (s *Members) value(row cells) Value {
	v := Value{Number: row.values[memberColumn[s.Count]]}
	if v.Number != nil && *v.Number == 0 && s.Count != MemberAmount {
		v.Number = nil // there are none
	}
	if s.Count == MemberAmount {
		v.Rows, v.Known = *row.values[memberColumn[MemberRows]], *row.values[memberColumn[MemberValued]]
	}
	return v
}

// Read counts members by period. A statement adds up one amount; another one takes another statement.
func (s *Members) Read(r *Reading) (Run, error) {
	places, periods := s.periods(r)
	var run Run
	if len(periods) == 0 {
		return run, nil
	}
	columns := make([]int, len(r.Columns))
	for i := range columns {
		columns[i] = i
	}
	for len(columns) > 0 {
		part, others, err := s.part(r, columns, places, periods)
		if err != nil {
			return run, err
		}
		run.Parts, columns = append([]Part{part}, run.Parts...), others
	}
	return run, nil
}

// part reads the columns that share an amount, and returns those that have another one.
func (s *Members) part(r *Reading, columns []int, places map[sqlgen.Period][]axis.Place, periods []sqlgen.Period) (Part, []int, error) {
	m := r.first().Measure
	members := sqlgen.Members{Scope: r.Scope, Time: m.Time, TimeType: m.TimeType, Of: s.Of, Where: m.Where, Periods: periods}
	var own, others []int
	for _, i := range columns {
		c := r.Columns[i]
		amount := c.Amount()
		if !amount.Empty() && !members.Amount.Empty() && members.Amount.String() != amount.String() {
			others = append(others, i)
			continue
		}
		if !amount.Empty() {
			members.Amount, members.Currency = amount, c.CurrencyIn(r.Context)
		}
		own = append(own, i)
	}
	statement, err := members.Statement(r.Context)
	return Part{statement, rows(len(r.Scope.Keys), len(sqlgen.MemberColumns), members.Currency != "", func(row cells) {
		for _, at := range places[periods[row.bucket]] {
			for _, i := range own {
				if of := r.Columns[i].Timing.(*Members); of.looks(row) {
					r.Put(i, 0, at, row.keys, of.value(row))
				}
			}
		}
	})}, others, err
}

// periods returns the places of each period, and the periods in the order in which they are asked for.
func (s *Members) periods(r *Reading) (map[sqlgen.Period][]axis.Place, []sqlgen.Period) {
	places := map[sqlgen.Period][]axis.Place{}
	var order []sqlgen.Period
	for n, l := range r.Layouts {
		for i := range l.Windows {
			period, ok := s.period(l, i, r.Context.Now, r.Context.Calendar)
			if !ok {
				continue
			}
			if places[period] == nil {
				order = append(order, period)
			}
			places[period] = append(places[period], axis.Place{Axis: n, Window: i})
		}
	}
	return places, order
}

// period returns the period of a window and the one that it follows; false when the window has not begun.
func (s *Members) period(l *axis.Layout, i int, now time.Time, cal calendar.Calendar) (sqlgen.Period, bool) {
	at, ok := l.Instant(i, now)
	if !ok {
		return sqlgen.Period{}, false
	}
	if s.Over == OverYear {
		start := cal.Back(at, calendar.Shift{Years: 1})
		before := calendar.Range{From: cal.Back(at, calendar.Shift{Years: 2}), To: start}
		return sqlgen.Period{Before: axis.Normal(before), Now: axis.Normal(calendar.Range{From: start, To: at})}, true
	}
	full := l.Full[i]
	shift := cal.Previous(full)
	before := calendar.Range{From: cal.Back(full.From, shift), To: cal.Back(full.To, shift)}
	return sqlgen.Period{Before: axis.Normal(before), Now: axis.Normal(calendar.Range{From: l.Windows[i].From, To: at})}, true
}

// Records keeps the rows of the period, or of the one before where that is what is counted.
func (s *Members) Records(m *Measure, l *axis.Layout, now time.Time, c sqlgen.Context, into *sqlgen.Records) bool {
	Event{}.Records(m, l, now, c, into)
	if period, ok := s.period(l, 0, now, c.Calendar); ok {
		into.Range = period.Now
		if s.Count == MemberBefore || s.Count == MemberLost {
			into.Range = period.Before
		}
	}
	return true
}

// Text tells the count, and the sum of an amount.
func (s *Members) Text(*Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_members", "what", s.Count, "member", s.Of, "period", s.Over), none
}

// Words tell who is counted, in which periods.
func (s *Members) Words(m *Measure) (what, when i18n.Text) {
	text := i18n.T("kind.members_"+string(s.Count), "of", s.Of, "entity", m.Entity,
		"now", i18n.T("kind.members_in_"+string(s.Over)), "before", i18n.T("kind.members_before_"+string(s.Over)))
	if amount := m.Amount(); !amount.Empty() {
		text = i18n.T("kind.members_amount_of", "text", text, "amount", amount)
	}
	return text, none
}

// Pitfalls are those of distinct members, and of years that overlap.
func (s *Members) Pitfalls() []Pitfall {
	var all []Pitfall
	if s.Count != MemberRows && s.Count != MemberAmount && s.Count != MemberValued {
		all = append(all, CountsDistinct)
	}
	if s.Over == OverYear {
		all = append(all, LooksBackYears)
	}
	return all
}
