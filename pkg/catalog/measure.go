package catalog

import (
	"errors"
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Measure is what is counted over the rows of one entity. Exactly one of Sum, Count, Duration and Members says how.
type Measure struct {
	ID     string
	Entity string `yaml:"entity"`

	// Time is the row's own event, which puts it into a bucket; empty for a snapshot.
	Time expression.Expression `yaml:"time"`
	// TimeType is time or date; by default the type of the field that Time names.
	TimeType crm.Type `yaml:"time_type"`
	// Where keeps the rows that count; empty for all of them.
	Where expression.Expression `yaml:"where"`
	// Future says that only rows ahead of now count.
	Future bool `yaml:"future"`

	Snapshot *Snapshot             `yaml:"snapshot"`
	Sum      expression.Expression `yaml:"sum"`
	Count    expression.Expression `yaml:"count"` // rows where this is not null
	Duration *Duration             `yaml:"duration"`
	Members  *Members              `yaml:"members"`

	// Currency is the path to the currency of the amount summed up; by default the entity's own.
	Currency expression.Expression `yaml:"currency"`
	// Otherwise names the measure that stands in where the mapping lacks what this one needs.
	Otherwise string `yaml:"otherwise"`
}

// Snapshot is the time during which a row counts: from start (inclusive) to end (exclusive, null for still).
type Snapshot struct {
	Start expression.Expression `yaml:"start"`
	End   expression.Expression `yaml:"end"`
}

// Duration is the time between two instants of a row, in a unit. Rows with a negative one are left out.
type Duration struct {
	From expression.Expression `yaml:"from"`
	To   expression.Expression `yaml:"to"`
	In   Unit                  `yaml:"in"`
}

// Members looks at who did something in the year before an instant and in the year before that.
type Members struct {
	Of    expression.Expression `yaml:"of"`    // the member; rows without one are left out
	Count MemberCount           `yaml:"count"` // what to count
}

// MemberCount is what a members measure counts.
type MemberCount string

// What a members measure counts.
const (
	MemberRows   MemberCount = "rows"   // rows of the trailing year
	MemberAmount MemberCount = "amount" // the sum over the rows of the trailing year
	MemberActive MemberCount = "active" // members with a row in the trailing year
	MemberBefore MemberCount = "before" // members with a row in the year before
	MemberLost   MemberCount = "lost"   // members of the year before without a row in the trailing year
)

// Additive reports whether values of the measure add up over groups and, unless it is a snapshot, over buckets.
func (m *Measure) Additive() bool { return m.Duration == nil && m.Members == nil }

// IsMoney reports whether the measure is an amount to be converted to the reporting currency.
func (m *Measure) IsMoney() bool {
	for _, path := range m.Sum.Paths() {
		if f, err := crm.Canonical().Resolve(m.Entity, path); err == nil && f.Type == crm.Money {
			return true
		}
	}
	return false
}

// CurrencyPath is the path to the currency of the amount.
func (m *Measure) CurrencyPath() string {
	if m.Currency.Empty() {
		return "currency"
	}
	return m.Currency.String()
}

// Paths returns the fields and paths the measure reads, with the currency of an amount.
func (m *Measure) Paths() []string {
	var paths []string
	for _, e := range m.expressions() {
		paths = append(paths, e.Paths()...)
	}
	return paths
}

func (m *Measure) expressions() []expression.Expression {
	all := []expression.Expression{m.Time, m.Where, m.Sum, m.Count, m.Currency}
	if m.Snapshot != nil {
		all = append(all, m.Snapshot.Start, m.Snapshot.End)
	}
	if m.Duration != nil {
		all = append(all, m.Duration.From, m.Duration.To)
	}
	if m.Members != nil {
		all = append(all, m.Members.Of)
	}
	return all
}

// Parameters returns the names of the parameters the measure reads.
func (m *Measure) Parameters() []string {
	var names []string
	for _, e := range m.expressions() {
		names = append(names, e.Parameters()...)
	}
	if m.Duration != nil {
		names = append(names, "statistic")
	}
	return names
}

func (m *Measure) validate() error {
	if _, err := crm.Canonical().Entity(m.Entity); err != nil {
		return err
	}
	for _, path := range m.Paths() {
		if _, err := crm.Canonical().Resolve(m.Entity, path); err != nil {
			return err
		}
	}
	if m.Time.Empty() == (m.Snapshot == nil) {
		return errors.New("give either `time`, the row's own event, or `snapshot`, the time during which it counts")
	}
	if m.Snapshot == nil && m.TimeType == "" {
		m.TimeType = crm.Time
		if m.Time.IsPath() {
			f, _ := crm.Canonical().Resolve(m.Entity, m.Time.String())
			m.TimeType = f.Type
		}
	}
	if m.Snapshot == nil && m.TimeType != crm.Time && m.TimeType != crm.Date {
		return fmt.Errorf("`time` is %s, not an instant or a day", m.TimeType)
	}
	return m.validateAggregate()
}

func (m *Measure) validateAggregate() error {
	kinds := 0
	for _, has := range []bool{!m.Sum.Empty() && m.Members == nil, !m.Count.Empty(), m.Duration != nil, m.Members != nil} {
		if has {
			kinds++
		}
	}
	if kinds != 1 {
		return errors.New("give exactly one of `sum`, `count`, `duration` and `members`")
	}
	if d := m.Duration; d != nil {
		if _, ok := d.In.Seconds(); !ok {
			return fmt.Errorf("a duration cannot be in %q; use days, hours or minutes", d.In)
		}
	}
	if s := m.Members; s != nil {
		switch s.Count {
		case MemberRows, MemberAmount, MemberActive, MemberBefore, MemberLost:
		default:
			return fmt.Errorf("members cannot count %q; use rows, amount, active, before or lost", s.Count)
		}
		if (s.Count == MemberAmount) == m.Sum.Empty() {
			return errors.New("`sum` goes with members that count the amount, and only with them")
		}
	}
	return nil
}
