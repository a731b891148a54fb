package measure

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Statistic makes one number of several.
type Statistic interface {
	// Call returns the SQL of the call over numbers.
	Call(w sqlgen.Writer, operand string) string
	// Additive reports whether values add up over groups and over time.
	Additive() bool
	// Countable reports whether nothing is 0 rather than null.
	Countable() bool
}

// merge returns how a statistic of values follows from those of parts of them; "" where it does not.
func merge(s Statistic, part string) string {
	if m, ok := s.(interface{ Merge(part string) string }); ok {
		return m.Merge(part)
	}
	return ""
}

// position is a statistic that is one of the values, or lies among them: it neither adds up nor is there one of nothing.
type position struct{}

func (position) Additive() bool  { return false }
func (position) Countable() bool { return false }

// statistics are those with a name of their own; percentiles are read by [ParseStatistic].
var statistics = map[string]Statistic{}

// named makes a statistic one of those that questions and definitions choose by that name.
func named(name string, s Statistic) { statistics[name] = s }

// ofValues makes a named statistic an aggregation of any number or amount, too: a key of measures.
func ofValues(name string) {
	aggregations.add(name, func() Aggregation { return &valueStatistic{Statistic: statistics[name], name: name} })
}

// Statistics lists the statistics that are offered to choose from, the default first. Other percentiles are written freely, see
// [ParseStatistic].
func Statistics() []string {
	names := slices.Sorted(maps.Keys(statistics))
	names = slices.DeleteFunc(names, func(name string) bool { return name == Median })
	return slices.Concat([]string{Median}, names, []string{"p75", "p90", "p95"})
}

// ParseStatistic reads the name of a statistic: one of those that are named, or a percentile as p90, p99.5 or p90_disc.
func ParseStatistic(name string) (Statistic, error) {
	if s, ok := statistics[name]; ok {
		return s, nil
	}
	if s, ok := parsePercentile(name); ok {
		return s, nil
	}
	return nil, fault.New("catalog.unknown_statistic", "statistic", name, "known", Statistics())
}

// StatisticTitle is the name of a statistic as people see it.
func StatisticTitle(name string) i18n.Text {
	if _, ok := statistics[name]; ok {
		return i18n.T("statistic." + name)
	}
	if p, ok := parsePercentile(name); ok && p.discrete {
		return i18n.T("statistic.discrete", "percentile", p.text())
	}
	return i18n.Same(name)
}

// valueStatistic is a statistic of the values of rows.
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
func (s *valueStatistic) Additive() bool                       { return s.Statistic.Additive() }
func (s *valueStatistic) Countable() bool                      { return s.Statistic.Countable() }
func (s *valueStatistic) Operand() sqlgen.Operand              { return sqlgen.Value }

// Merge is the statistic's.
func (s *valueStatistic) Merge(part string) string { return merge(s.Statistic, part) }

// Row shows its own value.
func (s *valueStatistic) Row(operand string) (value, where string) { return operand, "" }

func (s *valueStatistic) Aggregate(Arguments) sqlgen.Aggregate {
	return sqlgen.Aggregate{Function: s, Value: s.of}
}

func (s *valueStatistic) Text(*Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_statistic", "statistic", StatisticTitle(s.name), "expression", s.of), none
}

func (s *valueStatistic) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.statistic", "statistic", StatisticTitle(s.name), "value", s.of, "entity", m.Entity), none
}
