package measure

import (
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Taking returns the measure that takes a statistic of the values that this one adds up: the same one each time, so that it is read
// once. A duration is returned as it is, since its statistic is one of its arguments. The error says why a measure has no statistics.
func (m *Measure) Taking(statistic string) (*Measure, error) {
	if _, err := ParseStatistic(statistic); err != nil {
		return nil, err
	}
	if err := m.hasValues(); err != nil {
		return nil, err
	}
	if _, ok := m.Aggregation.(*Duration); ok {
		return m, nil
	}
	if known, ok := m.taken.Load(statistic); ok {
		return known.(*Measure), nil
	}
	other := *m
	other.ID, other.Statistic, other.Aggregation = m.ID+" "+statistic, statistic, ofValue(statistic, m.Amount())
	known, _ := m.taken.LoadOrStore(statistic, &other)
	return known.(*Measure), nil
}

// ofValue is the aggregation that takes a statistic, which is a known one, of a value.
func ofValue(statistic string, value expression.Expression) Aggregation {
	if statistic == "sum" {
		return &Sum{Of: value}
	}
	s, _ := ParseStatistic(statistic)
	return &valueStatistic{Statistic: s, name: statistic, of: value}
}

// hasValues returns why no statistic can be taken of a measure; nil where each of its rows has a number, an amount or a duration.
func (m *Measure) hasValues() error {
	if !m.countsRows() {
		return fault.New("catalog.statistic_of_other_timing", "measure", m.ID)
	}
	switch m.Aggregation.(type) {
	case *Sum, *Duration, *Percentile, *valueStatistic:
		return nil
	case *Count, *Distinct:
		return fault.New("catalog.statistic_of_count", "measure", m.ID)
	}
	return fault.New("catalog.statistic_of_other_kind", "measure", m.ID)
}

// HasStatistics reports whether statistics can be taken of the values that the measure adds up.
func (m *Measure) HasStatistics() bool { return m.hasValues() == nil }

// Gathers reports whether a statistic is the sum or the number of values, rather than something that one of them could be.
func Gathers(statistic string) bool {
	s, err := ParseStatistic(statistic)
	return err == nil && s.Countable()
}

// CountsValues reports whether a statistic is a number of values, whatever their unit.
func CountsValues(statistic string) bool { return statistic == "distinct" }

// statistic is the one that the arguments of a duration choose; nil of any other column.
func (c Column) statistic() Statistic {
	if _, ok := c.Aggregation.(*Duration); !ok {
		return nil
	}
	return chosen(c.Arguments)
}

// Additive reports whether values of the column add up over groups.
func (c Column) Additive() bool {
	if s := c.statistic(); s != nil {
		return s.Additive() && c.Timing.Additive()
	}
	return c.Measure.Additive()
}

// AddsUpOverTime reports whether values of the column add up over buckets.
func (c Column) AddsUpOverTime() bool { return c.Additive() && c.Timing.AddsUpOverTime() }

// Countable reports whether nothing is 0.
func (c Column) Countable() bool {
	if s := c.statistic(); s != nil {
		return s.Countable() && c.Timing.Countable()
	}
	return c.Measure.Countable()
}
