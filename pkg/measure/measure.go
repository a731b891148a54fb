// Package measure knows the kinds of measures. A measure counts something over the rows of one entity: its [Timing] says when a row
// counts (an event, a state, an overlap …), its [Aggregation] what is made of the rows that do (a sum, a count, a median …). Each
// kind is one file that answers all that others ask of it: whether a definition is valid, what it reads, its SQL and where the rows
// of that go in an answer, what one row adds, whether it adds up. Kinds enter a registry by themselves; nobody else lists them.
package measure

import (
	"slices"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Measure is what is counted over the rows of one entity.
type Measure struct {
	ID     string
	Entity string `yaml:"entity"`

	// Time is the row's own event, which puts it into a bucket; empty for a state.
	Time expression.Expression `yaml:"time"`
	// TimeType is time or date; by default the type of the field that Time names.
	TimeType crm.Type `yaml:"time_type"`
	// Where keeps the rows that count; empty for all of them.
	Where expression.Expression `yaml:"where"`
	// Future says that only rows ahead of now count.
	Future bool `yaml:"future"`
	// Schedule is the path to the name of the schedule in whose business hours a future measure can look ahead.
	Schedule expression.Expression `yaml:"schedule"`
	// Currency is the path to the currency of the amount; by default the entity's own.
	Currency expression.Expression `yaml:"currency"`
	// RatedAt is the instant on whose day the rate holds that the amount is converted at; by default that of the event.
	RatedAt expression.Expression `yaml:"rated_at"`
	// Otherwise names the measure that stands in where the mapping lacks what this one needs.
	Otherwise string `yaml:"otherwise"`

	Timing      Timing      // an [Event] unless the definition names another one
	Aggregation Aggregation // nil where the timing itself says what is counted

	// Statistic is the one that a question takes of the measure's values instead of adding them up, see [Measure.Taking]; "" for none.
	Statistic string

	model *crm.Model
	taken *sync.Map // by statistic, see [Measure.Taking]
}

// Additive reports whether values of the measure add up over groups.
func (m *Measure) Additive() bool {
	return m.Timing.Additive() && (m.Aggregation == nil || m.Aggregation.Additive())
}

// AddsUpOverTime reports whether values of the measure add up over buckets: a state and a head count do not.
func (m *Measure) AddsUpOverTime() bool { return m.Additive() && m.Timing.AddsUpOverTime() }

// Countable reports whether nothing is 0: of no rows there is neither a percentile nor an age nor an effect.
func (m *Measure) Countable() bool {
	return m.Timing.Countable() && (m.Aggregation == nil || m.Aggregation.Countable())
}

// Amount is the value that is summed up, or of which a statistic is taken; empty for what has none.
func (m *Measure) Amount() expression.Expression {
	if a, ok := m.Aggregation.(interface{ Amount() expression.Expression }); ok {
		return a.Amount()
	}
	return expression.Expression{}
}

// IsMoney reports whether the measure is an amount to be converted to the reporting currency.
func (m *Measure) IsMoney() bool { return m.model.IsMoney(m.Entity, m.Amount()) }

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
	for _, e := range m.Expressions() {
		paths = append(paths, e.Paths()...)
	}
	return paths
}

// Expressions returns all that the measure reads, without the schedules of business hours, which only some questions ask for.
func (m *Measure) Expressions() []expression.Expression {
	all := []expression.Expression{m.Time, m.Where}
	if m.Aggregation != nil {
		all = append(all, m.Aggregation.Expressions()...)
	}
	all = append(all, m.Currency, m.RatedAt)
	return append(all, m.Timing.Expressions()...)
}

// Hours is the path to the schedule whose business hours count where the parameter hours says so; empty for none.
func (m *Measure) Hours() expression.Expression {
	if a, ok := m.Aggregation.(interface{ Hours() expression.Expression }); ok {
		return a.Hours()
	}
	return m.Schedule
}

// Parameters returns the names of the parameters the measure reads.
func (m *Measure) Parameters() []string {
	names := parametersOf(m.Expressions())
	if m.Aggregation != nil {
		names = append(names, m.Aggregation.Parameters()...)
	}
	if !m.Hours().Empty() {
		names = append(names, "hours")
	}
	return append(names, m.ofEntity()...)
}

// Reads reports whether a parameter makes a difference to the measure's values.
func (m *Measure) Reads(parameter string) bool {
	return slices.Contains(m.Parameters(), parameter) || parameter == "horizon" && m.Future
}

// RowParameters returns the names of the parameters that decide which rows there are and when they count; the others only
// decide what is counted of them.
func (m *Measure) RowParameters() []string {
	rows := []expression.Expression{m.Time, m.Currency, m.RatedAt}
	names := parametersOf(append(rows, m.Timing.Expressions()...))
	if m.Timing.CountsByWhere() {
		names = append(names, m.Where.Parameters()...)
	}
	if !m.Schedule.Empty() {
		names = append(names, "hours")
	}
	return append(names, m.ofEntity()...)
}

// ofEntity are the parameters of a derived entity.
func (m *Measure) ofEntity() []string {
	e, err := m.model.Entity(m.Entity)
	if err != nil {
		return nil
	}
	return e.Parameters()
}

func parametersOf(all []expression.Expression) []string {
	var names []string
	for _, e := range all {
		names = append(names, e.Parameters()...)
	}
	return names
}
