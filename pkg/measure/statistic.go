package measure

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Statistic makes one number of several.
type Statistic interface {
	// Call returns the SQL of the call over numbers.
	Call(w sqlgen.Writer, operand string) string
}

// ofDurations makes a statistic one that the parameter statistic of durations chooses.
func ofDurations(name string, s Statistic) { statistics[name] = s }

// ofValues makes a statistic an aggregation of any number or amount, under its name.
func ofValues(name string, s Statistic) {
	aggregations.add(name, func() Aggregation { return &valueStatistic{name: name, Statistic: s} })
}

// Statistics lists the values of the parameter statistic, the default first.
func Statistics() []string {
	names := slices.Sorted(maps.Keys(statistics))
	return append([]string{Median}, slices.DeleteFunc(names, func(name string) bool { return name == Median })...)
}

// valueStatistic is a statistic of the values of rows; null without any.
type valueStatistic struct {
	aggregation
	Statistic
	name string
	of   expression.Expression
}

func (s *valueStatistic) Fields() any { return &s.of }

func (s *valueStatistic) Check(m *Measure) error {
	return m.fits(s.name, s.of, "catalog.an_amount", crm.Number, crm.Money)
}

func (s *valueStatistic) Expressions() []expression.Expression { return []expression.Expression{s.of} }
func (s *valueStatistic) Amount() expression.Expression        { return s.of }
func (s *valueStatistic) Additive() bool                       { return false }
func (s *valueStatistic) Countable() bool                      { return false }
func (s *valueStatistic) Operand() sqlgen.Operand              { return sqlgen.Value }

// Row shows its own value.
func (s *valueStatistic) Row(operand string) (value, where string) { return operand, "" }

func (s *valueStatistic) Aggregate(Arguments) sqlgen.Aggregate {
	return sqlgen.Aggregate{Function: s, Value: s.of}
}

func (s *valueStatistic) Text(*Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_statistic", "statistic", i18n.T("statistic."+s.name), "expression", s.of), none
}

func (s *valueStatistic) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.statistic", "statistic", i18n.T("statistic."+s.name), "value", s.of, "entity", m.Entity), none
}
