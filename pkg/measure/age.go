package measure

import (
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { aggregations.add("age", func() Aggregation { return &Age{} }) }

// Age is that of the oldest row of a state, in a unit of time.
type Age struct {
	aggregation
	In   Unit
	from expression.Expression
}

// Fields is the unit.
func (a *Age) Fields() any { return &a.In }

// Check wants a state and a unit of time.
func (a *Age) Check(m *Measure) error {
	if _, ok := a.In.Seconds(); !ok {
		return in("age", fault.New("catalog.age_unit", "unit", a.In))
	}
	state, ok := m.Timing.(*Snapshot)
	if !ok {
		return fault.New("catalog.not_of_state")
	}
	a.from = state.Start
	return nil
}

// Additive is false of a maximum.
func (*Age) Additive() bool { return false }

// Countable is false: of no rows there is no age.
func (*Age) Countable() bool { return false }

// Aggregate takes the greatest age.
func (a *Age) Aggregate(Arguments) sqlgen.Aggregate {
	length, _ := a.In.Seconds()
	return sqlgen.Aggregate{Function: a, From: a.from, Seconds: length}
}

// Operand is the time from the start of the state to the instant.
func (*Age) Operand() sqlgen.Operand { return sqlgen.Age }

// Call is SQL's.
func (*Age) Call(_ sqlgen.Writer, operand string) string { return "max(" + operand + ")" }

// Text tells the unit.
func (a *Age) Text(*Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_age", "unit", a.In), none
}

// Words tell the unit.
func (a *Age) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.age", "entity", m.Entity, "unit", i18n.T("kind.in_"+string(a.In))), none
}
